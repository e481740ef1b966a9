"""Links of a page: which characters they are, and where they lead."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from thresher.extract import wording
from thresher.extract.links import ADDRESS_CHARS, base, is_address, placed, resolved, target
from thresher.extract.tree import walk
from thresher.nouns import Block, BlockKind, Link

HERE = "https://harbour.example/news/ferries.html"
LETTERS = st.sampled_from(
    ["e", "\u0301", "\u0323", "a", "1", " ", "\n", "\t", "\u00a0", "\u00ad", "\u200b", "\u1100", "\u1161", "漢", "🚢"]
)
PIECES = st.lists(st.tuples(st.lists(LETTERS, max_size=5).map("".join), st.sampled_from([None, "x", "y"])), max_size=7)


def found(markup: str, *, with_links: bool = True) -> tuple[Block, ...]:
    return walk.outline(LexborHTMLParser(markup), with_links=with_links).blocks()


def shown(block: Block) -> list[tuple[str, str]]:
    return [(block.text[link.start : link.end], link.href) for link in block.links]


@pytest.mark.parametrize(
    ("href", "meant"),
    [
        ("tides.html", "https://harbour.example/news/tides.html"),
        ("/tides?a=1&b=2#c", "https://harbour.example/tides?a=1&b=2#c"),
        ("//pier.example/x", "https://pier.example/x"),
        ("HTTP://Pier.example/x", "http://pier.example/x"),
        (" \n/tides\t", "https://harbour.example/tides"),
        ("/a b/ü|<x>", "https://harbour.example/a%20b/%C3%BC%7C%3Cx%3E"),
        ("https://fähre.example/", "https://xn--fhre-loa.example/"),
        ("mailto:purser@harbour.example?subject=Boat%20times", "mailto:purser@harbour.example?subject=Boat%20times"),
        ("/wiki/Ferry_(boat)", "https://harbour.example/wiki/Ferry_(boat)"),
        ("#notes", f"{HERE}#notes"),
    ],
)
def test_a_target_is_made_absolute(href, meant):
    assert target(href, HERE) == meant


@pytest.mark.parametrize(
    "href",
    [
        *("", "  ", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)"),
        *(
            "\x01javascript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://a.example/",
            "tel:1",
        ),
        *("/a\x00b", "/a\nb", "/a\x7fb", "/a\u202eb", "/a\u2028b", "http://", "http://[::1", "mailto:"),
        *(
            "http://a.example:99999999/",
            "/" + "x" * ADDRESS_CHARS,
            "about:blank",
            "blob:https://a.example/1",
            "http://a b/",
        ),
    ],
)
def test_a_target_that_leads_nowhere_safe_is_none(href):
    assert target(href, HERE) is None


@given(st.text(max_size=40) | st.text(alphabet="htps:/.a\\\"'<>\n #?@[]%", max_size=20))
def test_every_target_is_a_printable_address(href):
    address = target(href, HERE)
    if address is not None:
        assert is_address(address)
        assert address.startswith(("http://", "https://", "mailto:"))
        assert address.isascii()
        assert not set(address) & set(' "<>\\^`{|}\n')


def test_the_base_is_what_the_page_declares_or_its_address():
    assert base('<head><base href="/old/"></head>', HERE) == "https://harbour.example/old/"
    assert base("<head></head>", HERE) == HERE
    assert base("", "http://[") == "http://["
    assert base(f'<base href="{"x" * 3 * ADDRESS_CHARS}">', HERE) == HERE
    assert base("", "https://a.example/" + "x" * ADDRESS_CHARS) == ""


@given(PIECES)
def test_links_are_placed_on_their_own_characters_whatever_wording_changes(pieces):
    text = wording.line("".join(raw for raw, _ in pieces))
    links = placed(text, pieces)
    assert [link for link in links if not 0 <= link.start < link.end <= len(text)] == []
    assert all(one.end <= other.start for one, other in pairwise(links))
    expected = [
        (letter, href)
        for raw, href in pieces
        for letter in unicodedata.normalize("NFD", "".join(wording.visible(raw).split()))
    ]
    labels: list[str | None] = [None] * len(text)
    for link in links:
        labels[link.start : link.end] = [link.href] * (link.end - link.start)
    told = [
        (letter, labels[place])
        for place, character in enumerate(text)
        if not character.isspace()
        for letter in unicodedata.normalize("NFD", character)
    ]
    if not any(unicodedata.combining(letter) or "\u1160" < letter < "\u1200" for letter, _ in expected):
        assert told == expected
    assert len(told) == len(expected)


def test_links_are_found_in_the_text_of_their_block():
    (one,) = found("<p>The  <a href=/a>slow\n<b>boat</b></a>, and <a href='b'> the </a><a>third</a>.</p>")
    assert one.text == "The slow boat, and the third."
    assert shown(one) == [("slow boat", "/a"), ("the", "b")]
    assert one.link_chars == len("slow boat the third")


def test_a_link_round_blocks_is_a_link_in_each_and_items_and_code_keep_theirs():
    blocks = found(
        "<a href=/x><h2>Head</h2><p>Text</p></a><ul><li><a href=/y>a <i>b</i></a></ul>"
        "<pre>\n  if\n\t<a href=/z>x</a>:</pre>"
    )
    assert [shown(block) for block in blocks] == [[("Head", "/x")], [("Text", "/x")], [("a b", "/y")], [("x", "/z")]]


def test_no_links_are_noted_unless_asked_for():
    (one,) = found("<p><a href=/a>boat</a></p>", with_links=False)
    assert (one.links, one.link_chars) == ((), 4)


def test_resolving_keeps_what_is_safe_up_to_the_limit():
    links = tuple(Link(n, n + 1, href) for n, href in enumerate(("/a", "javascript:x", "b", "/a")))
    blocks = [Block(BlockKind.PARAGRAPH, "abcd", links=links)] * 2
    first, second = resolved(blocks, HERE, 4)
    assert [link.href for link in first.links] == [
        "https://harbour.example/a",
        "https://harbour.example/news/b",
        "https://harbour.example/a",
    ]
    assert [(link.start, link.href) for link in second.links] == [(0, "https://harbour.example/a")]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" + "<a href=/x>é</a>" * 30_000,
        "<p>" + "<a href=/x>" * 30_000 + "x",
        "<p>" + "x\u0301" * 100_000 + "<a href=/x>y</a>",
        "<ol>" + "<li value=9>x" * 30_000,
    ],
    ids=["many", "in each other", "combined", "numbered"],
)
def test_hostile_links_take_time_in_proportion(markup):
    begin = time.process_time()
    list(resolved(found(markup), HERE, 10_000))
    assert time.process_time() - begin < 10


def test_items_of_ordered_lists_are_numbered_as_the_page_counts():
    blocks = found(
        "<ol start=4><li>four<ul><li>dot</ul>more<li>five<ol><li>one</ol><li value=9>nine<li>ten</ol>"
        "<ul><li>dot</ul><ol reversed><li>last</ol><ol start=-3><li value=x>one</ol><ol start=99999999999><li>one</ol>"
    )
    numbers = [("four", 4), ("dot", 0), ("more", 4), ("five", 5), ("one", 1), ("nine", 9), ("ten", 10), ("dot", 0)]
    assert [(block.text, block.number) for block in blocks] == [*numbers, ("last", 0), ("one", 1), ("one", 1)]


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ('<pre class="wide language-python">x</pre>', "python"),
        ('<pre><code class="lang-C++">x</code></pre>', "c++"),
        ('<pre class="highlight-source-js">x</pre>', "js"),
        ('<pre class="language-">x</pre>', ""),
        ('<pre class="language-a`b">x</pre>', ""),
        ('<pre class="xlanguage-python">x</pre>', ""),
        ("<pre>x</pre>", ""),
    ],
)
def test_code_is_of_the_language_that_its_class_names(markup, language):
    assert [block.language for block in found(markup)] == [language]
