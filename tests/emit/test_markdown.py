"""The Markdown of an article: what a CommonMark reader makes of it are the words of the page."""

from __future__ import annotations

import re
import time

import pytest
from bs4 import BeautifulSoup
from form_blocks import ANY_BLOCKS, MARKUP
from hypothesis import example, given, settings
from markdown_it import MarkdownIt

from thresher.emit.markdown import markdown
from thresher.nouns import Block, BlockKind, Link

K = BlockKind
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
KINDS = {
    K.TITLE: {"h1"},
    K.HEADING: {"h1", "h2", "h3", "h4", "h5", "h6"},
    K.CAPTION: {"p", "em"},
    K.ITEM: {"ul", "ol", "li", "p"},
    K.QUOTE: {"blockquote", "p"},
    K.CODE: {"pre", "code"},
    K.TABLE: {"p", "table", "thead", "tbody", "tr", "th", "td"},
}


def words(text: str) -> str:
    """What is to be read of a text: all but white space and what no document can hold."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", "", text)


def tokens(made: str):
    for token in READER.parse(made):
        yield token
        yield from token.children or ()


def items(*facts):
    return [Block(K.ITEM, text, level, number=number) for text, level, number in facts]


@settings(deadline=None, max_examples=400)
@given(ANY_BLOCKS)
@example([Block(K.PARAGRAPH, "!x", links=(Link(1, 2, "https://a.example/"),))])
@example([Block(K.HEADING, "x #", 2)])
@example([Block(K.PARAGRAPH, "- x", links=(Link(2, 3, "https://a.example/"),))])
def test_a_reader_finds_the_words_of_the_blocks_and_no_markup_of_theirs(blocks):
    made = markdown(blocks)
    soup = BeautifulSoup(READER.render(made), "html.parser")
    assert words(soup.get_text()) == words("".join(block.text for block in blocks))
    allowed = {"a"}.union(*(KINDS.get(block.kind, {"p"}) for block in blocks))
    assert {element.name for element in soup.find_all(True)} <= allowed
    assert not [token for token in tokens(made) if token.type in ("html_block", "html_inline", "hr", "image")]
    for anchor in soup.find_all("a"):
        assert set(anchor.attrs) == {"href"}
        assert anchor["href"].startswith(("http://a.example/", "https://a.example/", "mailto:a@b.example"))


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize("kind", [K.PARAGRAPH, K.ITEM, K.QUOTE, K.HEADING, K.TABLE, K.CAPTION])
def test_what_would_be_markup_at_the_start_of_a_line_or_alone_is_text(kind, text):
    for one in (text, f"{text} word", f"word {text}", f"{text}word{text}"):
        soup = BeautifulSoup(READER.render(markdown([Block(kind, one)])), "html.parser")
        assert words(soup.get_text()) == words(one)
        assert {element.name for element in soup.find_all(True)} <= KINDS.get(kind, {"p"})


def test_each_kind_has_its_form():
    blocks = [
        Block(K.TITLE, "T"),
        Block(K.HEADING, "H #", 3),
        Block(K.BYLINE, "By A"),
        Block(K.PARAGRAPH, "1. May_be *so* & <b>"),
        Block(K.QUOTE, "Q"),
        Block(K.QUOTE, "R"),
        Block(K.CAPTION, "C"),
        Block(K.CODE, "  a\n```\nb", language="python"),
        Block(K.TABLE, "Year\tBoats\n1990\t3|4\n1991", 1),
        Block(K.TABLE, "1\t2"),
    ]
    assert markdown(blocks).split("\n\n") == [
        "# T",
        "### H \\#",
        "By A",
        "1\\. May_be \\*so\\* & \\<b>",
        "> Q\n>\n> R",
        "*C*",
        "````python\n  a\n```\nb\n````",
        "| Year | Boats |\n| --- | --- |\n| 1990 | 3\\|4 |\n| 1991 |  |",
        "|  |  |\n| --- | --- |\n| 1 | 2 |",
    ]


def test_lists_are_indented_by_what_stands_before_the_text_of_the_items_above():
    blocks = items(("a", 1, 9), ("b", 1, 10), ("c", 2, 0), ("d", 3, 1), ("e", 1, 11))
    assert markdown(blocks) == "9. a\n10. b\n    - c\n      1. d\n11. e"


def test_ordered_lists_after_each_other_stay_apart_and_items_go_on_under_their_number():
    blocks = items(("a", 1, 1), ("a2", 1, 1), ("b", 1, 2), ("c", 1, 1), ("d", 1, 0))
    assert markdown(blocks) == "1. a\n\n   a2\n2. b\n\n1) c\n\n- d"
    assert READER.render(markdown(blocks)).count("<ol>") == 2


@pytest.mark.parametrize("first", [1, 7])
def test_an_ordered_list_inside_an_item_is_a_list_whatever_it_begins_with(first):
    made = READER.render(markdown(items(("a", 1, 0), ("b", 2, first), ("c", 2, first + 1), ("d", 1, 0))))
    assert made.count("<li>") == 4
    assert f'<ol start="{first}">' in made.replace("<ol>", '<ol start="1">')


def test_a_link_leads_where_it_led():
    href = "https://a.example/b_(c)?d=1&copy;=2"
    block = Block(K.PARAGRAPH, "See the [way].", links=(Link(4, 13, href),))
    (anchor,) = BeautifulSoup(READER.render(markdown([block])), "html.parser").find_all("a")
    assert (anchor["href"], anchor.get_text()) == (href, "the [way]")


def test_addresses_in_the_text_are_no_links_to_readers_that_look_for_them():
    text = "See https://a.example, www.a.example and a@b.example."
    assert markdown([Block(K.PARAGRAPH, text)]) == "See https\\://a.example, www\\.a.example and a\\@b.example."


@pytest.mark.parametrize(
    "blocks",
    [
        [Block(K.ITEM, "x", level) for level in range(1, 20_000)],
        [Block(K.ITEM, "x", 1 + 99_999 * (n % 2), number=10**9) for n in range(20_000)],
        [Block(K.TABLE, "\t".join("x" * 20_000) + "\nx" * 20_000)],
        [Block(K.PARAGRAPH, "x" * 20_000, links=tuple(Link(n, n + 1, "https://a.example/") for n in range(20_000)))],
        [Block(K.CODE, "`" * 50_000)],
        [Block(K.PARAGRAPH, mark * 20_000) for mark in MARKUP],
        [Block(K.HEADING, "x " + "#" * 50_000)],
    ],
    ids=["deeper and deeper", "up and down", "ragged table", "many links", "a long fence", "markup", "closing"],
)
def test_hostile_blocks_take_time_and_space_in_proportion(blocks):
    begin = time.process_time()
    made = markdown(blocks)
    assert time.process_time() - begin < 5
    assert len(made) < 150 * sum(len(block.text) + 1 for block in blocks)
