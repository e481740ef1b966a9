"""A captured page becomes HTML that does nothing, and shows every word of the page in its tint."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresher import read_captures
from thresher.extract.page import opened, read
from thresher.extract.tree import walk
from thresher.inspector import inert
from thresher.inspector.tints import Placed, State, Tint, of_block, of_outline
from thresher.kit import Kit
from thresher.nouns import Capture, CaptureKind, Page
from thresher.report.explain import page_of
from thresher.strip.apply import apply

TAGS = {written for written, _ in inert.TAGS.values()} | {"img", "span", "mark", "br", "hr"}
ATTRIBUTES = {
    "class",
    "id",
    "tabindex",
    "data-n",
    "data-t",
    "data-p",
    "src",
    "alt",
    "colspan",
    "rowspan",
    "start",
    "dir",
    "lang",
}


class Reader(HTMLParser):
    """Reads HTML that must be inert: its tags, and its texts by the class that they stand in."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.stack, self.texts = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"img", "br", "hr"}:
            self.stack.append((tag, dict(attrs).get("class", "")))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        classes = [name for _, name in self.stack]
        if data.strip() and "sr" not in classes:
            self.texts.append((data, next((own for name in reversed(classes) if (own := _own(name))), "")))


def _own(name):
    """What became of a text, by the class of an element around it."""
    first = name.partition(" ")[0]
    return first if first in {"k", "n", "img"} or first.startswith("t-") else ""


def shown(html, tints=None, notes=None):
    page = walk.read(html)
    given = tints or [(Tint(0, len(text), State.UNCHOSEN),) for text in page.texts]
    return inert.rendered(html, page, given, notes or {}, [0.5] * len(page.texts))


def assert_inert(html):
    reader = Reader(html)
    assert {tag for tag, _ in reader.tags} <= TAGS
    for _, attributes in reader.tags:
        assert set(attributes) <= ATTRIBUTES
        assert attributes.get("src", "data:image/png").startswith("data:image/")
    assert not reader.stack
    return reader


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<table><tr><td>",
    "</table>",
    "<li>",
    "<ul>",
    "<script>x</script>",
    "<svg>",
    "<a href=javascript:x>",
    "<style>p{}</style>",
    "<!-- -->",
    "<img src=x onerror=y>",
    "<h1 onclick='x'>",
    "words & more",
    "&lt;script&gt;",
    "\x00\u202e",
    '<td colspan="9" style="x">',
    "<template>",
    "</template>",
    "<form>",
    '<x-y z="\'>">',
]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_whatever_markup_is_captured_what_is_shown_is_inert_and_well_formed(pieces):
    from selectolax.lexbor import LexborHTMLParser

    assert_inert(shown(LexborHTMLParser("<html><body>" + "".join(pieces)).html))


def test_a_hostile_page_keeps_its_words_and_loses_all_else(view_of):
    body = view_of("hostile").frame.partition("<main>")[2].partition("</main>")[0]
    reader = assert_inert(body)
    words = " ".join(text for text, _ in reader.texts)
    assert "evil.example" not in body
    assert "Text that would cover" in words
    assert "<script>alert(7)</script> is how a script begins" in words
    assert "<U+202E>" in words
    assert 'a "boat"' in words
    assert "alert(1)" not in body
    assert "alert(3)" not in body


def test_a_picture_that_the_page_holds_is_shown_and_no_other():
    held = "data:image/png;base64,iVBORw0KGgo="
    assert f'src="{held}"' in shown(f'<html><body><p>Words<img src="{held}" alt="x"></p></body></html>')
    for source in ("data:image/svg+xml;base64,AAAA", "data:text/html,x", "http://a.example/", "javascript:x"):
        assert "src=" not in shown(f'<html><body><p>Words<img src="{source}" alt="x"></p></body></html>')


def test_deep_and_unclosed_markup_is_shown_within_bounds():
    body = shown("<html><body>" + "<div>" * 5_000 + "deep words" + "</div>" * 5_000 + "</body></html>")
    assert body.count("<div") <= 130
    assert "deep words" in body


def test_what_is_cut_amid_a_block_is_tinted_to_the_letter():
    html = "<html><body><p>Alpha  <b>beta</b> gamma\xad delta epsilon</p></body></html>"
    page = walk.read(html)
    (text,) = page.texts
    start = text.index("beta")
    end = text.index("delta")
    tints = [of_block(text, [Placed(3, 0, start, end)])]
    reader = Reader(inert.rendered(html, page, tints, {3: "t-money\nwhy"}, []))
    assert [one.strip() for one, name in reader.texts if name == "t-money"] == ["beta", "gamma\xad"]
    assert [one.strip() for one, name in reader.texts if name == "k"] == ["Alpha", "delta epsilon"]
    assert [attributes["id"] for tag, attributes in reader.tags if attributes.get("class") == "sr"] == ["c3"]


@pytest.mark.parametrize("engine", ["blocks", "trafilatura"])
def test_every_word_that_a_page_shows_is_kept_cut_or_not_chosen(captures, engine):
    kit = Kit.load()
    kit = Kit(kit.settings.changed({"extract": {"engine": engine}}), kit.rules, kit.model, sites=kit.sites)
    seen = 0
    for capture in read_captures(captures / "news.warc.gz"):
        if not isinstance(capture, Capture) or capture.kind is not CaptureKind.HTML or seen >= 8:
            continue
        page = page_of(capture, kit)
        if not isinstance(page, Page):
            continue
        seen += 1
        reading = read(opened(capture), capture, kit.settings, kit.blocks, kit.sites)
        removals = kit.judge.judge(page).removals
        placed = [Placed(number, one.block, one.start, one.end) for number, one in enumerate(removals)]
        tints = of_outline(reading, page.blocks, placed)
        reader = Reader(
            inert.rendered(reading.markup, reading.outline, tints, {one.number: "t-x\nwhy" for one in placed}, [])
        )
        words = [(letters(text), own) for text, own in reader.texts if own != "img"]
        assert {own for _, own in words} <= {"k", "n", "t-x"}
        assert "".join(text for text, _ in words) == letters("".join(reading.outline.texts))
        if reading.found.places:
            cut = "".join(text for text, own in words if own == "t-x")
            kept = "".join(text for text, own in words if own == "k")
            assert cut == letters("".join(one.text for one in sorted(removals, key=lambda one: (one.block, one.start))))
            assert kept == letters("".join(block.text for block in apply(page, removals).blocks))
    assert seen == 8


def letters(text):
    return "".join(text.split())
