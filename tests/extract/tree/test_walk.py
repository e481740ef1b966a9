"""A page read into flat arrays: every word once, in order, elements around blocks."""

from __future__ import annotations

import numpy as np
import pytest
from bs4 import BeautifulSoup, Comment
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tree_pages import ANY_MARKUP, INLINE, WELL_FORMED, outline

from thresher.extract import wording
from thresher.extract.tree import walk
from thresher.extract.tree.walk import Outline
from thresher.nouns import BlockKind, Link

UNREAD = (
    *("head", "script", "style", "iframe", "noscript", "template", "textarea", "svg", "select", "video"),
    *("object", "canvas", "audio"),
)


def words(texts):
    return " ".join(texts).split()


def words_by_soup(markup):
    """The words of a page as BeautifulSoup tells them, with a gap wherever an element is no part of a line."""
    soup = BeautifulSoup(markup, "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(UNREAD):
        tag.decompose()
    for tag in soup.find_all(lambda tag: tag.name not in (*INLINE, "a", "img", "wbr")):
        tag.insert_before(" ")
        tag.insert_after(" ")
    return wording.line(soup.get_text()).split()


@settings(deadline=None, max_examples=60)
@given(WELL_FORMED)
def test_no_word_is_lost_and_none_doubled(markup):
    assert words(outline(markup).texts) == words_by_soup(markup.partition("<body>")[2].rpartition("</body>")[0])


@settings(deadline=None, max_examples=60)
@given(ANY_MARKUP)
def test_elements_nest_and_parents_precede_their_children(markup):
    page = outline(markup)
    for element, parent in enumerate(page.parents):
        assert -1 <= parent < element
        assert 0 <= page.firsts[element] <= page.ends[element] <= len(page.texts)
        if parent >= 0:
            assert page.firsts[parent] <= page.firsts[element]
            assert page.ends[element] <= page.ends[parent]


@settings(deadline=None, max_examples=60)
@given(ANY_MARKUP)
def test_a_block_lies_in_its_owner_and_in_no_element_inside_that(markup):
    page = outline(markup)
    for block, owner in enumerate(page.owners):
        around = [element for element in range(len(page.tags)) if page.firsts[element] <= block < page.ends[element]]
        assert around == sorted(around)
        assert (around[-1] if around else -1) == owner


@settings(deadline=None, max_examples=60)
@given(ANY_MARKUP, st.booleans())
def test_whatever_the_markup_an_outline_is_whole(markup, with_links):
    page = outline(markup, with_links=with_links)
    blocks = len(page.texts)
    for values in (page.kinds, page.levels, page.link_chars, page.links, page.bold, page.owners):
        assert len(values) == blocks
    for values in (page.tags, page.names, page.depths, page.hides, page.firsts, page.ends, page.opened, page.closed):
        assert len(values) == len(page.parents)
    assert all(0 <= name < len(page.spoken) for name in page.names)
    for text, linked, bold in zip(page.texts, page.link_chars, page.bold, strict=True):
        assert text.strip()
        assert 0 <= linked <= len(text)
        assert 0 <= bold <= len(text)
    for at, found in page.targets.items():
        assert all(0 <= link.start < link.end <= len(page.texts[at]) for link in found)
    assert [block.text for block in page.blocks()] == page.texts


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=200))
def test_text_that_no_parser_wrote_raises_nothing(text):
    walk.read(text)
    walk.read(f"<html><body>{text}")


@settings(deadline=None, max_examples=40)
@given(WELL_FORMED)
def test_the_markup_of_an_element_begins_with_its_start_tag_and_ends_before_its_end_tag(markup):
    tree = LexborHTMLParser(markup)
    page = walk.outline(tree)
    for tag, opened, closed in zip(page.tags, page.opened, page.closed, strict=True):
        assert tree.html[opened:].startswith((f"<{tag}>", f"<{tag} "))
        assert tree.html[closed:].startswith(f"</{tag}>")


def test_an_element_that_is_not_closed_has_no_end():
    page = walk.read("<div><p>One</p><p>Two")
    assert (page.tags, page.opened.tolist(), page.closed.tolist()) == (["div", "p", "p"], [0, 5, 15], [-1, 11, -1])


@settings(deadline=None, max_examples=60)
@given(ANY_MARKUP)
def test_an_element_is_one_deeper_than_the_one_around_it(markup):
    page = outline(markup)
    above = [page.depths[parent] if parent >= 0 else 0 for parent in page.parents]
    assert page.depths.tolist() == [depth + 1 for depth in above]


@settings(deadline=None, max_examples=40)
@given(WELL_FORMED)
def test_asking_for_links_changes_nothing_else(markup):
    plain, linked = outline(markup), outline(markup, with_links=True)
    assert plain.targets == {}
    linked.targets = {}
    for name in Outline.__slots__:
        assert np.array_equal(getattr(plain, name), getattr(linked, name))


@pytest.mark.parametrize(
    ("markup", "kind", "level"),
    [
        ("<p>Sails", BlockKind.PARAGRAPH, 0),
        ("<div>Sails", BlockKind.PARAGRAPH, 0),
        ("<h1>Sails", BlockKind.HEADING, 1),
        ("<h4><span>Sails</span>", BlockKind.HEADING, 4),
        ("<ul><li>Sails", BlockKind.ITEM, 1),
        ("<ul><li><ol><li>Sails", BlockKind.ITEM, 2),
        ("<li>Sails", BlockKind.ITEM, 1),
        ("<dl><dd><p>Sails", BlockKind.ITEM, 1),
        ("<blockquote><p>Sails", BlockKind.QUOTE, 0),
        ("<pre>Sails", BlockKind.CODE, 0),
        ("<figure><figcaption>Sails", BlockKind.CAPTION, 0),
        ("<table><caption>Sails", BlockKind.CAPTION, 0),
        ("<table><td>Sails", BlockKind.PARAGRAPH, 0),
    ],
)
def test_an_element_says_what_its_block_is(markup, kind, level):
    block = outline(markup).block(0)
    assert (block.kind, block.text, block.level) == (kind, "Sails", level)


def test_a_break_parts_paragraphs_and_stays_inside_items_and_code():
    page = outline("<p>One<br>two<ul><li>three<br>four</ul><pre>five<br>  six</pre>")
    assert page.texts == ["One", "two", "three four", "five\n  six"]


def test_code_keeps_its_indentation_and_says_its_language():
    page = outline('<pre><code class="hljs language-Python">if sails:\n    go()\n</code></pre><p>After')
    assert page.texts == ["if sails:\n    go()", "After"]
    assert page.languages == {0: "python"}


def test_items_of_ordered_lists_have_the_numbers_that_the_list_says():
    page = outline("<ol start=4><li>a<li>b<ul><li>c</ul><li value=9>d</ol><ol reversed><li>e</ol>")
    assert [page.numbers.get(at, 0) for at in range(5)] == [4, 5, 0, 9, 0]


def test_links_are_counted_and_their_characters_are():
    page = outline("<p>See <a href=/a>the ferry</a> and <a href=/b>the <b>dam</b></a>.<p>Plain")
    assert (page.links.tolist(), page.link_chars) == ([2, 0], [len("the ferry") + len("the dam"), 0])


def test_a_link_round_blocks_links_each_of_them():
    page = outline("<a href=/a><h3>Ferry</h3><p>Sails</p></a><p>Plain")
    assert page.link_chars == [5, 5, 0]


def test_links_lead_where_the_page_writes():
    page = outline('<p>See <a href="/a?b=1&amp;c=&quot;">the ferry</a>', with_links=True)
    assert page.targets == {0: (Link(4, 13, '/a?b=1&c="'),)}


def test_bold_characters_are_counted():
    assert outline("<p><b>Bold</b> not <strong>so</strong>").bold == [6]


def test_names_are_those_of_class_id_and_role():
    page = outline('<div class="Story text" id=top data-x="no"><p role=note>a</p></div><amp-ad class=x>b</amp-ad>')
    said = {tag: page.spoken[name] for tag, name in zip(page.tags, page.names, strict=True)}
    assert said == {"html": "", "body": "", "div": "Story text top", "p": "note", "amp-ad": "amp-ad x"}


@pytest.mark.parametrize(
    ("attributes", "is_hidden"),
    [
        ("hidden", True),
        ('aria-hidden="true"', True),
        ('aria-hidden="false"', False),
        ('style="color:red; display:none"', True),
        ('style="DISPLAY: none"', True),
        ('style="display:block"', False),
        ('data-hidden="x"', False),
        ('class="hidden"', False),
    ],
)
def test_an_element_is_hidden_where_its_attributes_say_so(attributes, is_hidden):
    page = outline(f"<div {attributes}>a</div>")
    assert page.hides[page.tags.index("div")] is is_hidden


@pytest.mark.parametrize("tag", ["script", "style", "noscript", "template", "svg", "iframe", "select", "textarea"])
def test_what_is_no_text_of_the_page_is_not_read(tag):
    assert outline(f"<p>Before</p><{tag}>unseen <g>too</g></{tag}><p>After").texts == ["Before", "After"]


def test_invisible_characters_and_spaces_make_no_block():
    assert outline("<p>\u200b \xa0&nbsp;</p><p>\xadSo\u200bft\xa0 here</p>").texts == ["Soft here"]


def test_a_page_without_markup_is_a_block():
    assert outline("Just text").texts == ["Just text"]


def test_no_text_is_no_block():
    assert outline("").texts == []


@settings(deadline=None, max_examples=40)
@given(WELL_FORMED, st.integers(1, 6))
def test_a_page_that_is_cut_short_begins_like_the_whole(markup, limit):
    whole, part = outline(markup).texts, outline(markup, limit).texts
    assert part == whole[: len(part)]


def test_a_page_of_more_elements_than_text_is_not_read_to_its_end():
    page = outline("<div></div>" * 1_000 + "<p>Late", 10)
    assert page.texts == []
    assert len(page.tags) < 1_000


def test_text_between_end_tags_counts_towards_the_limit():
    assert outline("<div><p>a</p>b</div>c", 1).texts == ["a"]


@pytest.mark.parametrize("tag", ["<div title=x<b>", '<div class="x"<section>', "<div a<b<i c<<>"])
def test_an_attribute_whose_name_holds_a_tag_opens_no_element(tag):
    page = outline(f"{tag}One</div><p>Two")
    assert (page.texts, page.tags, page.parents.tolist()) == (
        ["One", "Two"],
        ["html", "body", "div", "p"],
        [-1, 0, 1, 1],
    )


def test_a_link_whose_name_holds_a_tag_ends_where_it_ends():
    page = outline("<p>See <a href=x <b>the ferry</a> there</p><p>Plain")
    assert page.link_chars == [len("the ferry"), 0]


@pytest.mark.parametrize(
    "said", ["<?php echo 1 ?>", "<?php if (a) { ?>", "<?xml:namespace prefix = o />", '<?xml version="1.0"?>']
)
def test_an_instruction_to_other_programs_is_no_element(said):
    page = outline(f"{said}<div><p>One {said}more</p>{said}</div><p>Two")
    assert (page.texts, page.tags, page.parents.tolist()) == (
        ["One more", "Two"],
        ["html", "body", "div", "p", "p"],
        [-1, 0, 1, 2, 1],
    )


@pytest.mark.parametrize(
    ("unread", "said"),
    [
        ("head", "Put it into <head> first"),
        ("head", "</head><p>Shown?"),
        ("noscript", "</noscript> ends it"),
        ("template", "<template> begins it"),
        ("object", "<!-- a comment"),
    ],
)
def test_tags_in_the_data_of_what_is_not_read_neither_open_nor_end_it(unread, said):
    data = f'<script type="application/ld+json">{{"text": "{said}"}}</script>'
    around = f"<head>{data}</head><body>" if unread == "head" else f"<body><{unread}>{data}</{unread}>"
    assert outline(f"<html>{around}<p>Only this").texts == ["Only this"]
