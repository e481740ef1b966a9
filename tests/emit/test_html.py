"""The HTML of an article: little, clean, and never the page's own."""

from __future__ import annotations

import re
import time

import pytest
from bs4 import BeautifulSoup
from form_blocks import ANY_BLOCKS
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser

from thresher.emit.html import html
from thresher.emit.outline import MOST_DEPTH
from thresher.nouns import Block, BlockKind, Link

K = BlockKind
ALLOWED = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "figure", "figcaption"),
    *("table", "thead", "tbody", "tr", "th", "td", "pre", "code", "a"),
}


def words(text: str) -> str:
    """What is to be read of a text: all but white space and what no document can hold."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", "", text)


def items(*facts):
    return [Block(K.ITEM, text, level, number=number) for text, level, number in facts]


@settings(deadline=None, max_examples=300)
@given(ANY_BLOCKS)
def test_two_parsers_read_the_words_of_the_blocks_and_no_element_or_attribute_of_theirs(blocks):
    made = html(blocks)
    expected = words("".join(block.text for block in blocks))
    tree = LexborHTMLParser(f"<body>{made}</body>")
    assert words(tree.body.text()) == expected
    soup = BeautifulSoup(made, "html.parser")
    assert words(soup.get_text()) == expected
    for element in soup.find_all(True):
        assert element.name in ALLOWED
        assert set(element.attrs) == ({"href"} if element.name == "a" else set())
        assert re.match(r"(https?://|mailto:)[^\s<>\"]+$", element.get("href", "https://a"))
    assert {node.tag for node in tree.body.traverse()} - ALLOWED - {"body"} == set()


@settings(deadline=None)
@given(ANY_BLOCKS)
def test_every_element_is_closed_where_a_browser_would_close_it(blocks):
    made = html(blocks)
    tree = LexborHTMLParser(f"<body>{made}</body>")
    assert BeautifulSoup(tree.body.html, "html.parser") == BeautifulSoup(f"<body>{made}</body>", "html.parser")


def test_each_kind_has_its_element():
    blocks = [
        Block(K.TITLE, "T"),
        Block(K.HEADING, "H", 3),
        Block(K.HEADING, "D"),
        Block(K.BYLINE, "By A"),
        Block(K.PARAGRAPH, "P & <b>"),
        Block(K.QUOTE, "Q"),
        Block(K.QUOTE, "R"),
        Block(K.CAPTION, "C"),
        Block(K.CODE, "  if x:\n    y < 1\n", language="python"),
    ]
    assert html(blocks).split("\n", 7) == [
        "<h1>T</h1>",
        "<h3>H</h3>",
        "<h2>D</h2>",
        "<p>By A</p>",
        "<p>P &amp; &lt;b&gt;</p>",
        "<blockquote><p>Q</p><p>R</p></blockquote>",
        "<figure><figcaption>C</figcaption></figure>",
        "<pre><code>  if x:\n    y &lt; 1</code></pre>",
    ]


def test_lists_stand_in_the_items_above_them():
    blocks = items(("a", 1, 0), ("b", 2, 0), ("c", 3, 0), ("d", 1, 0))
    assert html(blocks) == "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"


def test_ordered_lists_end_where_the_count_starts_again_and_items_go_on_under_their_number():
    blocks = items(("a", 1, 1), ("a2", 1, 1), ("b", 1, 2), ("c", 1, 1), ("d", 1, 0))
    assert html(blocks) == "<ol><li>a<p>a2</p></li><li>b</li></ol>\n<ol><li>c</li></ol>\n<ul><li>d</li></ul>"


def test_a_list_that_begins_deep_is_no_deeper_than_its_items_need():
    assert html(items(("a", 7, 0), ("b", 2, 0), ("c", 5, 0))) == "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"


def test_the_head_of_a_table_is_told_from_its_body_and_empty_rows_are_none():
    table = Block(K.TABLE, "Year\tBoats\n1990\t3\n\n\t4", 1)
    assert html([table]) == (
        "<table><thead><tr><th>Year</th><th>Boats</th></tr></thead>"
        "<tbody><tr><td>1990</td><td>3</td></tr><tr><td></td><td>4</td></tr></tbody></table>"
    )


def test_links_lead_where_they_led_in_text_and_cells():
    link = (Link(4, 7, "https://a.example/?b=1&c=2"),)
    shown = '<a href="https://a.example/?b=1&amp;c=2">way</a>'
    assert html([Block(K.PARAGRAPH, "The way.", links=link)]) == f"<p>The {shown}.</p>"
    assert html([Block(K.TABLE, "The\tway\tx", links=link)]) == (
        f"<table><tbody><tr><td>The</td><td>{shown}</td><td>x</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    "blocks",
    [
        [Block(K.ITEM, "x", level) for level in range(1, 50_000)],
        [Block(K.ITEM, "x", 1 + 99_999 * (n % 2)) for n in range(50_000)],
        [Block(K.TABLE, "\t".join("x" * 20_000) + "\nx" * 20_000)],
        [Block(K.PARAGRAPH, "x" * 50_000, links=tuple(Link(n, n + 1, "https://a.example/") for n in range(50_000)))],
        [
            Block(
                K.TABLE,
                "x\t" * 50_000,
                links=tuple(Link(2 * n, 2 * n + 1, "https://a.example/") for n in range(50_000)),
            )
        ],
    ],
    ids=["deeper and deeper", "up and down", "ragged table", "many links", "links in cells"],
)
def test_hostile_blocks_take_time_and_space_in_proportion(blocks):
    begin = time.process_time()
    made = html(blocks)
    assert time.process_time() - begin < 5
    assert len(made) < 100 * sum(len(block.text) + 1 for block in blocks)
    assert made.count("<ul>", 0, made.find("</ul>")) <= MOST_DEPTH
