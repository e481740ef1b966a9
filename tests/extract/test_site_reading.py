"""Pages read with the knowledge of their site: what goes, what is kept, and that nothing goes untold."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from thresher.errors import RecordError
from thresher.extract.engine import BLOCKS, CASCADE
from thresher.extract.page import opened, page
from thresher.extract.sites.knowledge import Era, Site, Sites
from thresher.extract.sites.reading import outermost, read
from thresher.nouns import Capture, CaptureKind, Origin
from thresher.settings import Extract, Settings
from thresher.words import word_count

FERRY = "The ferry to Harrow Island will run every hour from May, the harbour board decided on Monday."
BOATS = "Smaller boats will be used, because the board wants the new timetable to cost as much as the old."
CHOIR = "The choir of the fishermen will sing in the ice house on Friday, as it does before every regatta."
TALK = "I have waited for this ferry since I was a child, and I am seventy now, so hurry up with it."
PAGE = f"""<html><head><title>Ferry</title></head><body><header>Harbour News</header><main><h1>More ferries</h1>
<div class="k"><p>{FERRY}</p><div class="ad">Buy <b>now</b><p class="ad">and here</p></div><p class="k">{BOATS}</p>
</div><div class="more"><p>{CHOIR}</p></div><ol id="talk"><li><p>{TALK}</p></li></ol></main></body></html>"""


def reading(markup, min_words=5, **lists):
    tree = LexborHTMLParser(markup)
    settings = Settings(extract=Extract(min_words=min_words))
    return tree, read(tree, (Site("a.example", ()), Era(date(2020, 1, 1), **lists)), settings)


def texts(blocks):
    return [block.text for block in blocks]


def test_kept_elements_are_the_text_in_the_order_of_the_page_and_nested_ones_once():
    _, known = reading(PAGE, keep=(".k", "h1", "div.k > p"))
    assert texts(known.blocks) == ["More ferries", FERRY, "Buy now", "and here", BOATS]
    assert known.account.kept == 2
    assert known.markup is None


def test_an_inline_element_that_is_kept_ends_its_block():
    _, known = reading(f"<p><span>{FERRY}</span> and <span>{BOATS}</span></p>", keep=("span",))
    assert texts(known.blocks) == [FERRY, BOATS]


def test_a_cell_that_is_kept_stays_a_cell_of_its_table():
    _, known = reading(f"<table><tr><td>menu<td class=k><p>{FERRY}</p></table>", keep=("td.k",))
    assert texts(known.blocks) == [FERRY]


def test_what_is_dropped_is_gone_from_tree_and_markup_and_told_by_its_selector():
    tree, known = reading(PAGE, drop=(".more", ".ad", ".idle"))
    assert CHOIR not in known.markup
    assert "and here" not in tree.body.text()
    assert FERRY in known.markup
    told = {cut.selector: (cut.key, cut.elements, cut.words, cut.text) for cut in known.account.cuts}
    assert told == {
        ".more": ("drop", 1, word_count(CHOIR), CHOIR),
        ".ad": ("drop", 1, 4, "Buy now\nand here"),
    }


def test_all_words_of_the_page_are_left_or_told():
    before = word_count(LexborHTMLParser(PAGE).body.text(separator=" "))
    tree, known = reading(PAGE, drop=(".more", ".ad", "p.k", "main .more > p"), comments=("#talk", "#talk li"))
    assert before == word_count(tree.body.text(separator=" ")) + sum(cut.words for cut in known.account.cuts)


def test_an_element_that_two_selectors_hit_is_told_once_by_the_first():
    _, known = reading(PAGE, drop=("div.more", ".more"), comments=(".more",))
    assert [(cut.key, cut.selector, cut.elements) for cut in known.account.cuts] == [("drop", "div.more", 1)]


def test_comments_go_from_the_text_and_come_back_as_blocks_of_their_own():
    _, known = reading(PAGE, keep=("main",), drop=(".more",), comments=("#talk li",))
    assert TALK not in texts(known.blocks)
    assert texts(known.comments) == [TALK]
    assert [(cut.key, cut.words) for cut in known.account.cuts][-1] == ("comments", word_count(TALK))


def test_what_is_dropped_cannot_be_kept():
    _, known = reading(PAGE, keep=(".ad",), drop=(".ad",))
    assert known.blocks == ()
    assert known.account.kept == 0


def test_kept_elements_without_words_leave_the_page_to_the_engines():
    _, known = reading(f"<div class=k></div><p>{FERRY}", keep=(".k",))
    assert (known.blocks, known.account.kept) == ((), 0)


@pytest.mark.parametrize("selector", ["*", "html", "body", "head", ":root"])
def test_the_frame_of_the_document_is_never_dropped(selector):
    tree, known = reading(PAGE, drop=(selector,))
    assert tree.body is not None
    assert known.account.kept == 0


def test_a_page_too_large_for_dear_selectors_is_left_alone_and_that_is_told():
    tree, known = reading("<p class=a>x</p>" * 30_000, drop=(".z ~ p",))
    assert "too large" in known.account.trouble
    assert known.markup is None
    assert len(tree.css("p")) == 30_000


def test_the_outermost_of_many_nested_elements_are_found_each_once():
    tree = LexborHTMLParser("<div>" * 200 + ("<div>" * 3 + "x" + "</div>" * 3) * 20_000)
    assert len(list(outermost(tree.css("div")))) == 1
    assert len(list(outermost(tree.css("div:not(:has(div))")))) == 20_000


def capture(markup, url="https://news.a.example/1", year=2021):
    moment = datetime(year, 6, 1, tzinfo=UTC) if year else None
    return Capture(Origin("m"), url, moment, CaptureKind.HTML, markup.encode(), charset="utf-8")


SITES = Sites((Site("a.example", (Era(date(2020, 1, 1), None, (".k",), (".ad",)),)),))


def test_a_page_of_a_known_site_says_so_and_another_does_not():
    known = page(capture(PAGE), Settings(), sites=SITES)
    assert texts(known.blocks) == [FERRY, BOATS]
    assert (known.engine, known.site.site, known.site.kept) == ("site", "a.example", 1)
    for other in (capture(PAGE, "https://b.example/1"), capture(PAGE, year=2019)):
        unknown = page(other, Settings(), sites=SITES)
        assert unknown.site is None
        assert unknown.engine != "site"


def test_the_engines_read_what_the_drops_leave():
    sites = Sites((Site("a.example", (Era(drop=(".more", "#talk", ".ad")),)),))
    plain, known = page(capture(PAGE), Settings()), page(capture(PAGE), Settings(), sites=sites)
    assert {plain.engine, known.engine} <= {BLOCKS, CASCADE}
    assert CHOIR in texts(plain.blocks)
    assert CHOIR not in texts(known.blocks)
    assert FERRY in texts(known.blocks)


def test_the_tree_that_others_read_keeps_what_the_drops_take():
    body = opened(capture(PAGE))
    page(capture(PAGE), Settings(), body, sites=SITES)
    assert "Smaller boats" in body.tree.body.text()
    assert body.tree.css_first(".ad") is not None


def test_a_rejection_tells_what_the_drops_took():
    sites = Sites((Site("a.example", (Era(drop=("main", "header")),)),))
    with pytest.raises(RecordError, match=r"selectors of a\.example dropped \d+ words"):
        page(capture(PAGE), Settings(), sites=sites)
