"""The tags of a page, all at once: those that a parser would meet, each with its element."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser
from tree_pages import ANY_MARKUP, WELL_FORMED

from thresher.extract.tree import walk
from thresher.extract.tree.tags import NAMES, NUMBERS, tags


class Met(HTMLParser):
    """The tags that Python's own parser meets."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, _attributes):
        self.tags.append((tag, False))
        if tag == "iframe":  # raw text, which older versions of Python do not know
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag):
        self.tags.append((tag, True))


@settings(deadline=None, max_examples=60)
@given(WELL_FORMED)
def test_the_tags_are_those_that_a_parser_meets(markup):
    html = LexborHTMLParser(markup).html
    met = Met()
    met.feed(html)
    found = tags(html, 100_000)
    of = zip(found.numbers[found.is_element].tolist(), found.is_end[found.is_element].tolist(), strict=True)
    assert [(NAMES[number], is_end) for number, is_end in of] == [
        (name if name in NUMBERS else "", is_end) for name, is_end in met.tags
    ]


@settings(deadline=None, max_examples=60)
@given(ANY_MARKUP)
def test_tags_lie_behind_one_another_between_their_brackets(markup):
    html = LexborHTMLParser(markup).html or ""
    found = tags(html, 100_000)
    done = 0
    for start, end in zip(found.starts[1:].tolist(), found.ends[1:].tolist(), strict=True):
        assert html[start] == "<"
        assert end == len(html) or html[end] == ">"
        assert done <= start < end
        done = end


@pytest.mark.parametrize("name", [name for name in NAMES if name])
def test_a_name_is_known_with_and_without_attributes_and_at_an_end(name):
    for tag in (f"<{name}>", f"<{name} id=x>", f"</{name}>"):
        assert NAMES[tags(tag, 9).numbers[1]] == name


@pytest.mark.parametrize("name", ["x", "aa", "divs", "di", "blockquotes", "a-b", "h7", "basefonts", "ключ"])
def test_a_name_that_begins_or_ends_like_another_is_of_no_known_element(name):
    assert NAMES[tags(f"<{name}>", 9).numbers[1]] == ""


@pytest.mark.parametrize("raw", ["xmp", "plaintext"])
def test_preformatted_text_of_early_pages_may_write_of_tags(raw):
    page = walk.read(f"<p>Before</p><{raw}>Use <b>bold</b> & <p> here</{raw}><p>After</p>")
    assert page.texts == ["Before", "Use <b>bold</b> & <p> here", "After"]


def test_a_comment_hides_its_tags_and_what_follows_it_is_read():
    assert walk.read("<p>One<!-- <p>no</p> --> more</p><!--><p>Two</p>").texts == ["One more", "Two"]


def test_a_page_of_more_tags_than_wanted_ends_before_the_first_one_too_many():
    found = tags("<p>a</p><p>b</p>", 2)
    assert found.html == "<p>a</p>"
    assert len(found.starts) == 3
