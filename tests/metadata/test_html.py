"""Votes from markup, and what is elected of them."""

from __future__ import annotations

import json

import pytest
from metadata_pages import capture, ld, of_markup

from thresher.extract.page import Opened
from thresher.metadata import html

ARTICLE = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "@id": "#site", "name": "Harbour Post"},
        {"@type": "Organization", "@id": "#org", "name": "Harbour Post Media"},
        {"@type": "Person", "@id": "#jane", "name": "Jane Roe"},
        {
            "@type": ["NewsArticle", "Article"],
            "headline": "Mayor opens harbour bridge &amp; market",
            "datePublished": "2024-03-05T08:30:00+01:00",
            "dateModified": "2024-03-06T09:00:00+01:00",
            "author": [{"@id": "#jane"}, {"@type": "Person", "name": "John Doe"}],
            "publisher": {"@id": "#org"},
            "articleSection": "City",
            "keywords": ["bridges", "harbour"],
            "image": {"@type": "ImageObject", "url": "/img/bridge.jpg"},
            "inLanguage": "en-GB",
        },
    ],
}


def test_a_json_ld_graph_tells_all_fields():
    found = of_markup(ld(json.dumps(ARTICLE)))
    assert found.title == "Mayor opens harbour bridge & market"
    assert found.authors == ("Jane Roe", "John Doe")
    assert found.published == "2024-03-05T08:30:00+01:00"
    assert found.modified == "2024-03-06T09:00:00+01:00"
    assert found.site_name == "Harbour Post"
    assert found.section == "City"
    assert found.tags == ("bridges", "harbour")
    assert found.image == "https://www.harbourpost.example/img/bridge.jpg"
    assert found.language == "en-GB"
    assert found.evidence["published"].source == "json-ld"
    assert 0 < found.evidence["published"].confidence <= 1


def test_the_pages_own_article_is_told_from_the_others_it_lists():
    teaser = {"@type": "NewsArticle", "headline": "Ferry late", "datePublished": "2020-01-01", "url": "/news/ferry"}
    own = {"@type": "NewsArticle", "headline": "Bridge open", "url": "/news/mayor-opens-harbour-bridge"}
    found = of_markup(ld(json.dumps([teaser, teaser | {"headline": "Fog"}, own | {"datePublished": "2024-03-05"}])))
    assert found.title == "Bridge open"
    assert found.published == "2024-03-05"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Bridge open", }',
        '<!-- {"@type": "NewsArticle", "headline": "Bridge open"} -->',
        '{"@type": "NewsArticle", "headline": "Bridge open", "articleBody": "broken " here"}',
        '{"@type": "NewsArticle", "headline": "Bridge\nopen"};',
    ],
)
def test_broken_json_ld_is_mended_or_mined(script):
    assert of_markup(ld(script)).title == "Bridge open"


def test_opengraph_and_plain_meta_elements_vote():
    found = of_markup(
        '<html lang="de"><head><title>Brücke eröffnet &#8211; Hafenpost</title>'
        '<meta property="og:title" content="Brücke eröffnet"><meta property="og:site_name" content="Hafenpost">'
        '<meta property="article:published_time" content="2024-03-05T08:30:00Z">'
        '<meta name="author" content="Von Max Muster">'
        '<meta name="description" content="Die neue Brücke ist offen."><meta name="keywords" content="Brücke, Hafen">'
    )
    assert (found.title, found.site_name, found.authors) == ("Brücke eröffnet", "Hafenpost", ("Max Muster",))
    assert found.published == "2024-03-05T08:30:00+00:00"
    assert found.description == "Die neue Brücke ist offen."
    assert found.tags == ("Brücke", "Hafen")
    assert found.language == "de"


def test_dublin_core_citation_parsely_and_sailthru_are_known():
    found = of_markup(
        '<meta name="DCTERMS.created" content="2024-03-04"><meta name="citation_title" content="On Tides">'
        '<meta name="citation_author" content="Roe, Jane"><meta name="parsely-section" content="Science">'
        '<meta name="sailthru.tags" content="tides, moon">'
    )
    assert (found.title, found.authors, found.published) == ("On Tides", ("Jane Roe",), "2024-03-04")
    assert (found.section, found.tags) == ("Science", ("tides", "moon"))


def test_byline_and_time_beside_the_headline_beat_those_of_teasers():
    found = of_markup(
        "<body><h1>Mayor opens the new harbour bridge</h1>"
        '<p class="byline">By <a rel="author" href="/a/1">Jane Roe</a></p>'
        '<time datetime="2024-03-05T08:30">5 March</time><p>Text.</p>'
        '<div class="related">'
        + '<article><h3>Other</h3><span class="author">John Doe</span><time datetime="2024-05-01">x</time></article>'
        * 9
        + "</div>"
    )
    assert found.authors == ("Jane Roe",)
    assert found.published == "2024-03-05T08:30:00"


def test_text_round_the_headline_is_read_without_any_class():
    found = of_markup(
        "<div><h1>Mayor opens the new harbour bridge</h1><div><div>By</div><div>Jane Roe</div>"
        "<div>Updated: 6 March 2024</div><div>Published: 5 March 2024</div></div><p>Text.</p></div>"
    )
    assert found.authors == ("Jane Roe",)
    assert found.published == "2024-03-05"
    assert found.modified == "2024-03-06"


def test_microdata_votes():
    found = of_markup(
        '<article itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">Bridge open</h1>'
        '<span itemprop="author" itemscope><a itemprop="name">Jane Roe</a></span>'
        '<meta itemprop="datePublished" content="2024-03-05"></article>'
    )
    assert (found.title, found.authors, found.published) == ("Bridge open", ("Jane Roe",), "2024-03-05")


def test_http_headers_the_address_and_hints_vote():
    found = of_markup(
        "<p>Text.</p>",
        url="https://harbour.example/2024/03/05/bridge",
        headers=(("last-modified", "Wed, 06 Mar 2024 10:00:00 GMT"), ("content-language", "fr")),
        hints=(("title", "Bridge open"), ("authors", "Jane Roe")),
    )
    assert (found.title, found.authors, found.language) == ("Bridge open", ("Jane Roe",), "fr")
    assert found.published == "2024-03-05"
    assert found.modified == "2024-03-06T10:00:00+00:00"


def test_last_modified_alone_dates_no_publication():
    found = of_markup("<p>Text.</p>", headers=(("last-modified", "Wed, 06 Mar 2024 10:00:00 GMT"),))
    assert found.published is None


def test_the_state_of_a_script_is_read_where_all_else_is_silent():
    assert (
        of_markup('<script>x = {"publishedAt":"2024-03-05T08:30:00Z"}</script>').published
        == "2024-03-05T08:30:00+00:00"
    )


def test_htmldate_is_asked_last_and_never_dates_after_the_capture():
    markup = "<html><body><p id='date'>{}</p><p>Text.</p></body></html>"
    assert of_markup(markup.format("5.3.2024")).published == "2024-03-05"
    assert of_markup(markup.format("5.3.2031")).published is None


def test_markup_that_looks_like_an_address_is_not_fetched():
    assert html.votes("https://harbour.example/2024/03/05/x", capture(url="https://a.example/")) is not None


@pytest.mark.parametrize("value", ["undefined", "null", "[object Object]", " NaN "])
def test_a_programs_word_for_nothing_is_no_value(value):
    found = of_markup(f'<meta name="author" content="{value}"><meta property="og:title" content="{value}">')
    assert (found.authors, found.title) == ((), None)


@pytest.mark.parametrize("markup", ["", " ", "\x00", "<", "<!---->", "<html", "<svg><title>x</title></svg>"])
def test_next_to_nothing_is_no_error(markup):
    assert of_markup(markup).title is None


@pytest.mark.parametrize(
    "markup",
    [
        '<meta name="author" content="Jane Roe">' * 100_000,
        ld('{"a":' * 50_000 + "1" + "}" * 50_000),
        ld("[" * 100_000),
        ld('{"@type":"Article","headline":"' + "x" * 10_000_000 + '"}'),
        ld('{"@type":"Article","headline":"x"},' * 30_000),
        '<div class="author">' * 20_000 + "x" * 1000,
        '<p class="date">' + "1 " * 200_000,
        "<h1>" + "a - " * 100_000,
        "<title>" + "| " * 100_000,
        '<meta name="author" content="' + "By " * 100_000 + '">',
        "<title>a " + "|" * 480 + "</title>",
        "<div>" * 200_000 + "By Jane Roe",
    ],
    ids=["metas", "deep", "unclosed", "long", "many", "nested", "digits", "h1", "title", "by", "pipes", "depth"],
)
def test_hostile_markup_casts_a_bounded_number_of_short_votes(markup):
    votes = html.votes(markup, capture())
    assert len(votes) <= 400
    assert all(len(vote.value) <= 2_000 for vote in votes)


def test_votes_are_the_same_every_time():
    markup = ld(json.dumps(ARTICLE)) + "<h1>Mayor opens</h1>"
    assert html.votes(markup, capture()) == html.votes(markup, capture())


def test_a_line_that_comments_interrupt_is_read_as_readers_see_it():
    markup = "<h1>Mayor opens harbour bridge</h1><p>Published:<!-- --> <!-- -->5 March<!-- --> 2024</p>"
    [published] = [vote for vote in html.votes(markup, capture()) if vote.field == "published"]
    assert published.value == "Published: 5 March 2024"


def test_a_tree_that_is_at_hand_is_not_parsed_again():
    body = Opened("<h1>Mayor opens harbour bridge</h1><p>By Jane Roe</p>")
    assert html.votes("not looked at", capture(), body.tree) == html.votes(body.text, capture())
