# ruff: noqa: RUF001 - lines in their own scripts
"""Votes from the blocks of a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from metadata_pages import block, of_text, page

from thresher.metadata import spot, text
from thresher.nouns import BlockKind, CaptureKind, Vote

PROSE = block("The mayor opened the bridge on Tuesday before a crowd of some four hundred people, who had waited. " * 3)


def test_a_headline_is_found_by_the_words_of_its_address():
    found = of_text(block("Subscribe to our newsletter now"), block("Mayor opens harbour bridge"), PROSE)
    assert found.title == "Mayor opens harbour bridge"


def test_a_title_block_is_the_headline_where_the_address_is_silent():
    found = of_text(block("Fog over the bay", BlockKind.TITLE), PROSE, url="https://harbour.example/7")
    assert found.title == "Fog over the bay"


def test_a_short_line_before_the_prose_is_the_headline_where_nothing_else_is():
    found = of_text(block("Home"), block("Fog lies thick over the bay"), PROSE, url="https://harbour.example/7")
    assert found.title == "Fog lies thick over the bay"


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Jane Roe", ("Jane Roe",)),
        ("Von Max Muster", ("Max Muster",)),
        ("Par Ève Dupré et Luc Leclerc", ("Ève Dupré", "Luc Leclerc")),
        ("Por Ana Ejemplo", ("Ana Ejemplo",)),
        ("By the time the bridge opened", ()),
    ],
)
def test_bylines_near_the_headline_name_the_authors(line, people):
    assert of_text(block("Mayor opens harbour bridge"), block(line), PROSE).authors == people


def test_a_lone_by_and_a_lone_name_are_read_together():
    found = of_text(block("Mayor opens harbour bridge"), block("By"), block("Jane Roe"), PROSE)
    assert found.authors == ("Jane Roe",)


def test_a_bare_name_counts_beside_a_date_not_among_paragraphs():
    dated = of_text(block("Mayor opens harbour bridge"), block("Jane Roe"), block("5 March 2024"), PROSE)
    assert dated.authors == ("Jane Roe",)
    assert of_text(block("Mayor opens harbour bridge"), PROSE, block("Jane Roe"), PROSE).authors == ()


def test_published_and_updated_on_one_line_are_told_apart():
    found = of_text(
        block("Mayor opens harbour bridge"), block("Published: 5 March 2024 | Updated: 7 March 2024"), PROSE
    )
    assert (found.published, found.modified) == ("2024-03-05", "2024-03-07")


@pytest.mark.parametrize(
    "line", ["By Jane RoeMar. 5, 2024 9:00 am EST", "By Jane OMarch 5, 2024", "Jane Roe, HPTVMar 5, 2024"]
)
def test_a_date_that_lost_the_space_before_it_is_read(line):
    found = of_text(block("Mayor opens harbour bridge"), block(line), PROSE)
    assert (found.published or "").startswith("2024-03-05")
    assert found.authors in {("Jane Roe",), ("Jane O",)}


def test_an_agency_dateline_dates_the_story():
    found = of_text(block("Mayor opens harbour bridge"), block("PORT ROE, 5 March 2024 (XYZ) - " + PROSE.text))
    assert found.published == "2024-03-05"


def test_a_date_within_the_prose_is_not_the_storys():
    found = of_text(block("Mayor opens harbour bridge"), block("The plan was made on 5 March 2019. " + PROSE.text))
    assert found.published is None


def test_syndication_and_copyright_lines_name_title_and_site():
    found = of_text(PROSE, block("The post Bridge open now appeared first on Harbour Post."), url="https://a.example/7")
    assert (found.title, found.site_name) == ("Bridge open now", "Harbour Post")
    owned = of_text(PROSE, block("© 2024 Harbour Post. All rights reserved."), url="https://a.example/7")
    assert owned.site_name == "Harbour Post"


def test_hints_of_a_text_capture_vote():
    found = of_text(PROSE, hints=(("title", "Bridge open"), ("published", "2024-03-05"), ("language", "en")))
    assert (found.title, found.published, found.language) == ("Bridge open", "2024-03-05", "en")


def test_an_address_without_words_has_no_slug():
    assert spot.slug("https://a.example/article/12345") == frozenset()
    assert spot.slug("https://a.example/x/mayor-opens-bridge.html") == {"mayor", "opens", "bridge"}


def test_the_last_part_of_an_address_that_has_words_enough_names_the_story():
    address = "https://a.example/news-from-the-old-harbour/mayor-opens-bridge/amp"
    assert spot.slug(address) == {"mayor", "opens", "bridge"}


def test_no_blocks_are_no_error():
    found = of_text()
    assert found.title is None
    assert found.canonical_url


@pytest.mark.parametrize(
    "line",
    ["Posted on March 5, 2024 by Jane Roe 3 Comments", "Jane Roe | 5 March 2024, 10:30", "5 March 2024 by Jane Roe"],
)
def test_an_author_on_the_line_of_the_date_is_named(line):
    found = of_text(block("Mayor opens harbour bridge"), block(line), PROSE)
    assert found.authors == ("Jane Roe",)
    assert str(found.published).startswith("2024-03-05")


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        (("Jane Roe", "Senior Contributor"), ("Jane Roe",)),
        (("Jane Roe and John Doe in Port Roe", "Tue 5 Mar 2024"), ("Jane Roe", "John Doe")),
        (("Jane Roe • PortPress", "5 March 2024"), ("Jane Roe",)),
        (("Jane Roe · XYZ News · Posted: Mar 5, 2024 8:25 AM",), ("Jane Roe",)),
        (("Mar 5, 2024 / Jane Roe",), ("Jane Roe",)),
        (("Jane RoeMar 5, 2024",), ("Jane Roe",)),
        (("By Jane RoeStaff Writer",), ("Jane Roe",)),
        (("By Jane Roe March 5, 2024",), ("Jane Roe",)),
        (("Posted On : May 20, 2024 Published By : Jane Roe",), ("Jane Roe",)),
        (("Presented By", "5 March 2024"), ()),
        (("By Use Case",), ()),
        (("By Event Type",), ()),
        (("Arts Mar", "5 March 2024"), ()),
    ],
)
def test_names_in_the_forms_of_rendered_pages_are_read(lines, people):
    assert of_text(block("Mayor opens harbour bridge"), *map(block, lines), PROSE).authors == people


def test_a_byline_taken_for_a_menu_counts_after_the_headline_only():
    menu = [block("By", BlockKind.MENU), block("Jane Roe", BlockKind.MENU)]
    assert of_text(block("Mayor opens harbour bridge"), *menu, PROSE).authors == ("Jane Roe",)
    assert of_text(*menu, block("Mayor opens harbour bridge"), PROSE).authors == ()


def test_bylines_of_teasers_further_down_are_not_the_storys():
    teasers = [block("By Ann Other"), block("A whale of a time"), block("By Max Muster")]
    found = of_text(block("Mayor opens harbour bridge"), block("By Jane Roe"), PROSE, PROSE, PROSE, *teasers)
    assert found.authors == ("Jane Roe",)


def test_an_agency_is_the_author_where_no_person_is_named():
    wire = block("PORT ROE (Norpress) — " + PROSE.text)
    assert of_text(block("Mayor opens harbour bridge"), wire).authors == ("Norpress",)
    assert of_text(block("Mayor opens harbour bridge"), block("By Jane Roe"), wire).authors == ("Jane Roe",)


def test_the_number_of_a_story_and_its_extension_are_no_words_of_its_address():
    assert spot.slug("https://a.example/news/24310055.ferry-returns-harbour/") == {"ferry", "returns", "harbour"}


def test_a_line_after_the_prose_is_the_headline_only_where_none_before_it_is():
    teaser = block("Mayor opens harbour bridge")
    title = block("Harbour bridge: how the mayor opens it at last", BlockKind.TITLE)
    assert of_text(title, PROSE, teaser).title == title.text
    assert of_text(PROSE, teaser).title == teaser.text


@pytest.mark.parametrize("line", ["1. Mayor opens harbour bridge", "Mayor opens the harbour bridge. Photo: Ann Other"])
def test_captions_and_numbered_items_are_hardly_headlines(line):
    found = of_text(block(line), block("Why a mayor opens our harbour bridge"), PROSE)
    assert found.title == "Why a mayor opens our harbour bridge"


@pytest.mark.parametrize("line", ["5 March 2024", "By Jane Roe"])
def test_a_date_or_a_byline_is_no_headline_whatever_its_kind(line):
    blocks = (block(line, BlockKind.TITLE), block("Fog lies thick over the bay", BlockKind.HEADING), PROSE)
    assert of_text(*blocks, url="https://harbour.example/7").title == "Fog lies thick over the bay"


ROE = "https://harbour.example/news/ferry-returns-to-port-roe"


def test_a_headline_is_found_under_a_banner_that_is_prose():
    banner = block(
        "We and our partners store small files on your device to count visits and to show what you may like. " * 3
    )
    menu = [block(word, BlockKind.MENU) for word in ("Home", "Harbour", "Weather", "Sport", "Tides", "Letters")]
    lines = (block("Ferry returns to Port Roe"), block("By Jane Roe"), PROSE, PROSE, PROSE)
    assert of_text(banner, *menu, *lines, url=ROE).title == "Ferry returns to Port Roe"


def test_of_two_lines_alike_the_one_above_a_byline_is_the_headline():
    caption = block("Passengers wave as the ferry returns to the pier of Port Roe on Monday")
    lines = (
        block("Ferry returns to Port Roe after a year"),
        block("By Jane Roe"),
        block("5 March 2024"),
        caption,
        PROSE,
    )
    assert of_text(*lines, url="https://harbour.example/7").title == "Ferry returns to Port Roe after a year"


@pytest.mark.parametrize(
    "line",
    [
        "4. Ferry returns to Port Roe",
        "Home / News / Ferry returns to Port Roe",
        "Share this article: Ferry returns to Port Roe",
        "Ferry returns to Port Roe¶",
    ],
)
def test_what_renderers_set_before_a_headline_is_no_part_of_it(line):
    elsewhere = block("Comment on “Ferry returns to Port Roe”")
    assert of_text(block(line), PROSE, elsewhere, url=ROE).title == "Ferry returns to Port Roe"


def test_a_number_that_belongs_to_the_headline_stays():
    assert of_text(block("4. Ferry returns to Port Roe"), PROSE, url=ROE).title == "4. Ferry returns to Port Roe"


def test_a_page_without_a_line_like_a_headline_has_no_title():
    links = [block(word, BlockKind.MENU) for word in ("Share", "Log in", "Follow us", "Home")]
    assert of_text(*links, block("we use cookies, and so do others."), url="https://harbour.example/7").title is None


TITLE = block("Mayor opens harbour bridge")


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        (("Jane Roe", "Jane Roe", "4 min read"), ("Jane Roe",)),
        (("Jane Roe", "Founder & editor"), ("Jane Roe",)),
        (("Social Links for Jane Roe", "5 March 2024"), ("Jane Roe",)),
        (("Jane Roe Deputy Content Hub Editor", "08:39, 6 Jan 2024"), ("Jane Roe",)),
        (("By", "Jane RoeNews Reporter", "John Doe Lifestyle Writer"), ("Jane Roe", "John Doe")),
        (("Written by", "Jane Roe", "Jane Roe", "Max Muster"), ("Jane Roe", "Max Muster")),
        (("Jane Roe May 18, 2024",), ("Jane Roe",)),
        (("by freeman1984 | 5 March 2024",), ("freeman1984",)),
        (("Design Tips", "5 March 2024"), ()),
    ],
)
def test_names_alone_are_told_by_what_stands_beside_them(lines, people):
    prose = block("Here are tips on design for those who build bridges. " + PROSE.text)
    assert of_text(TITLE, *map(block, lines), prose).authors == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Autor: Jana Reh", ("Jana Reh",)),
        ("Di Lucia Verdi", ("Lucia Verdi",)),
        ("Testo di Lucia Verdi", ("Lucia Verdi",)),
        ("Por Ana Farol e Rui Mar", ("Ana Farol", "Rui Mar")),
        ("Door Mies Kade", ("Mies Kade",)),
        ("Opracowała Ewa Nowa", ("Ewa Nowa",)),
        ("Автор: Анна Лодкина", ("Анна Лодкина",)),
        ("Της Ελένης Φάρου", ("Ελένης Φάρου",)),
        ("Γράφει ο Νίκος Φάρος", ("Νίκος Φάρος",)),
        ("Yazan: Deniz Liman", ("Deniz Liman",)),
        ("بقلم: ليلى حداد", ("ليلى حداد",)),
        ("本报记者 张三 李四", ("张三", "李四")),
        ("文/王小明", ("王小明",)),
        ("作者：王小明", ("王小明",)),
        ("取材・文 山田太郎", ("山田太郎",)),
        ("홍길동 기자", ("홍길동",)),
        ("记者会今天举行", ()),
        ("Η γέφυρα της πόλης άνοιξε", ()),
    ],
)
def test_bylines_of_many_languages_name_the_authors(line, people):
    assert of_text(TITLE, block(line), PROSE).authors == people


def test_reporters_in_brackets_before_the_first_words_are_the_authors():
    lead = block("新华社北港1月3日电（记者张三、李四）" + "大桥于星期二通车，四百多名市民前来观看。" * 12)
    assert of_text(block("北港大桥今日通车"), lead).authors == ("张三", "李四")


def test_a_label_further_down_names_the_author_where_nothing_near_the_headline_does():
    assert of_text(TITLE, PROSE, PROSE, block("Text: Jana Reh")).authors == ("Jana Reh",)
    assert of_text(TITLE, block("By Jane Roe"), *[PROSE] * 4, block("Text: Jana Reh")).authors == ("Jane Roe",)


def test_the_sites_name_after_an_authors_is_none_of_it():
    found = of_text(TITLE, block("By Jane Roe HARBOURPOST"), PROSE, url="https://www.harbourpost.example/7")
    assert found.authors == ("Jane Roe",)


LINES = (
    block("Mayor opens harbour bridge"),
    block("By Jane Roe"),
    block("5 March 2024"),
    block("The bridge is open. " * 20),
)


def test_of_markup_neither_bylines_nor_dates_are_sought_in_the_text():
    fields = {vote.field for vote in text.votes(page(*LINES))}
    assert {"authors", "published"} <= {vote.field for vote in text.votes(page(*LINES, kind=CaptureKind.TEXT))}
    assert not {"authors", "published"} & fields
    assert "title" in fields


def test_a_headline_that_head_and_h1_agree_on_is_not_sought_in_the_text():
    agreed, doubted = (Vote("title", "Mayor opens harbour bridge", "h1", sure) for sure in (1.0, 0.95))
    assert not [vote for vote in text.votes(replace(page(*LINES), votes=(agreed,))) if vote.field == "title"]
    assert [vote for vote in text.votes(replace(page(*LINES), votes=(doubted,))) if vote.field == "title"]
