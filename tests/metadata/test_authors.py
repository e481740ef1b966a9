"""Who is elected as author, and what kind of author each is."""

from __future__ import annotations

import pytest
from metadata_pages import block, elected, ld, of_markup, of_text

from thresher.nouns import AuthorKind, BlockKind, Vote

HEAD = "<h1>Mayor opens the harbour bridge</h1>"
SITE = '<meta property="og:site_name" content="Harbour Post">'


def vote(value: str, source: str, confidence: float = 1.0) -> Vote:
    return Vote("authors", value, source, confidence)


def article(authors: str) -> str:
    return ld(f'{{"@type": "NewsArticle", "headline": "Mayor opens the harbour bridge", "author": {authors}}}')


def test_the_site_is_the_author_where_its_article_says_so_and_is_marked():
    found = of_markup(SITE + article('{"@type": "Organization", "name": "Harbour Post"}') + HEAD)
    assert found.authors == ("Harbour Post",)
    assert found.author_kinds == (AuthorKind.ORGANISATION,)


def test_a_plain_meta_element_does_not_make_the_site_the_author():
    assert of_markup(SITE + '<meta name="author" content="Harbour Post">' + HEAD).authors == ()


def test_a_person_goes_before_the_site_that_names_itself():
    page = (
        SITE + article('{"@type": "Organization", "name": "Harbour Post"}') + HEAD + '<p class="byline">By Jane Roe</p>'
    )
    found = of_markup(page)
    assert (found.authors, found.author_kinds) == (("Jane Roe",), (AuthorKind.PERSON,))


def test_a_faint_name_far_down_yields_to_a_declared_organisation():
    votes = [vote("Jane Roe", "byline", 0.3), vote("Tidewater Trust", "json-ld:organization")]
    assert elected(votes).authors == ("Tidewater Trust",)
    assert elected(votes[:1]).authors == ("Jane Roe",)


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [
        ("Jane Roe", "byline", AuthorKind.PERSON),
        ("Reuters", "byline", AuthorKind.AGENCY),
        ("Tidewater", "json-ld:organization", AuthorKind.ORGANISATION),
        ("Tidewater Newsroom", "byline", AuthorKind.ORGANISATION),
        ("harbourcat77", "byline", AuthorKind.UNKNOWN),
    ],
)
def test_each_author_has_a_kind(name, source, kind):
    found = elected([vote(name, source)])
    assert (found.authors, found.author_kinds) == ((name,), (kind,))


def test_an_organisation_is_not_taken_apart_at_its_ampersand():
    assert elected([vote("Roe & Sons", "json-ld:organization")]).authors == ("Roe & Sons",)


def test_a_name_written_out_is_given_rather_than_the_users():
    found = elected([vote("janeroe", "json-ld"), vote("Jane Roe", "byline")])
    assert found.authors == ("Jane Roe",)
    assert found.evidence["authors"].source == "byline+json-ld"


def test_authors_are_read_from_the_name_element_of_an_author_box():
    assert of_markup(
        HEAD + '<div class="post-author-box"><h4 class="author-box__name">Jane Roe</h4></div>'
    ).authors == ("Jane Roe",)
    assert of_markup(HEAD + '<div class="author-box__bio">Ann Poe</div>').authors == ()


@pytest.mark.parametrize("label", ["Reviewed by", "Fact checked by", "Edited by"])
def test_who_only_reviewed_is_no_author(label):
    page = f"{HEAD}<p>By <span>Jane Roe</span></p><p>{label}</p><p>John Doe</p>"
    assert of_markup(page).authors == ("Jane Roe",)


@pytest.mark.parametrize(
    "line",
    [
        "Jane Roe 5 March 2024 City , Harbour",
        "5 March 2024 Jane Roe",
        "Dec. 19, 2023 · Jane Roe on behalf of the survey group",
        "Posted on March 5, 2024 by Jane Roe (JaneAtSea) - 5 Comments on The harbour",
        "March 1, 2024March 5, 2024Jane Roe",
        "On March 5, 2024 By Jane Roe In Harbour Walks , Coastal Trips",
        "Jane Roe · Tide News · Posted: Mar 05, 2024 4:00 AM EST",
    ],
)
def test_text_names_people_beside_dates(line):
    found = of_text(
        block("Mayor opens the harbour bridge", BlockKind.TITLE), block(line), block("The mayor cut. " * 20)
    )
    assert found.authors == ("Jane Roe",)


@pytest.mark.parametrize("line", ["harbourcat 5 March 2024, 4:55pm", "by harbourcat · 5 March 2024 at 3:00 am"])
def test_text_names_users_beside_dates(line):
    found = of_text(
        block("Mayor opens the harbour bridge", BlockKind.TITLE), block(line), block("The mayor cut. " * 20)
    )
    assert (found.authors, found.author_kinds) == (("harbourcat",), (AuthorKind.UNKNOWN,))


@pytest.mark.parametrize(
    "line", ["Posted on March 5, 2024 by Harbour Post", "Harbour Post - 2024/3/5", "By Harbour Post"]
)
def test_text_names_the_site_that_signs(line):
    found = of_text(
        block("Mayor opens the harbour bridge", BlockKind.TITLE), block(line), block("The mayor cut. " * 20)
    )
    assert (found.authors, found.author_kinds) == (("Harbour Post",), (AuthorKind.ORGANISATION,))


def test_a_date_in_a_headline_makes_nobody_an_author():
    title = block("Harbour Walks 5 March 2024", BlockKind.TITLE)
    assert of_text(title, block("The mayor cut. " * 20)).authors == ()


def test_an_agency_stands_beside_the_person_where_each_is_an_author_of_the_article():
    found = of_markup(article('[{"@type": "Person", "name": "Jane Roe"}, {"name": "Reuters"}]') + HEAD)
    assert found.authors == ("Jane Roe", "Reuters")
    assert found.author_kinds == (AuthorKind.PERSON, AuthorKind.AGENCY)


def test_an_agency_of_a_byline_is_no_second_author():
    assert of_markup(HEAD + '<p class="byline">By Jane Roe | Reuters</p>').authors == ("Jane Roe",)
