"""Markup that is made to hang or crash: each page ends as a text or a clear rejection.

Nothing is timed. The sizes are such that work quadratic in them takes minutes.
"""

from __future__ import annotations

import pytest

from thresher.errors import RecordError
from thresher.extract import depth
from thresher.flow import to_page
from thresher.kit import Kit
from thresher.nouns import Page, Reason
from thresher.settings import Settings

MANY = 32_000  # more tags than trafilatura is asked about
STORY = (
    "The ferry between the two harbours stopped running on Monday, after its engine room had taken in water. Nobody "
    "was hurt, the harbour master said, but the repair is going to take until the end of the month, or longer."
)
ARTICLE = f"<article><h1>Ferry stops</h1><p>{STORY}</p><p>{STORY[::-1]}</p></article>"


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


SIBLINGS = {
    "paragraphs": "<p>a" * MANY,
    "breaks": "x<br>" * MANY,
    "links": "<a href=x>y</a>" * (MANY // 2),
    "cells": "<table><tr>" + "<td>z" * MANY + "</table>",
    "headings": "<h1>x</h1>" * (MANY // 2),
    "options": "<select>" + "<option>o" * (MANY // 8),
    "metas": "<meta name=author content=x>" * MANY,
    "noscripts": "<noscript>a</noscript>" * (MANY // 2),
    "shadow roots": "<template shadowrootmode=open>a</template>" * (MANY // 2),
}
NESTED = {
    "divisions": "<div>" * 100_000,
    "inline": "<b><i><span>" * 33_000,
    "fonts": "<font>" * 100_000,
    "lists": "<ul><li>" * 20_000,
    "tables": "<table><tr><td>" * 33_000,
    "quotes": "<blockquote>" * 100_000,
    "misnested": "<a><b><i></a>" * 25_000,
    "svg": "<svg>" * 100_000,
}
UNENDED = {
    "comments": "<!-- " * MANY,
    "tags": "<p " * MANY,
    "brackets": "<" * MANY,
    "scripts": "<script>" * MANY,
    "styles": "<style>" * MANY,
    "titles": "<title>" * MANY,
    "textareas": "<textarea>" * MANY,
    "noscript": "<noscript>" * MANY,
    "templates": "<template>" * MANY,
    "shadow roots": "<template shadowrootmode=open>" * MANY,
    "quotes": "<p class='" * MANY,
    "forms": "<form>x" * MANY,
}
DATA = {
    "linked data nested deep": linked("[" * 100_000 + "]" * 100_000),
    "linked data that never closes": linked('{"@graph":' * 100_000),
    "many scripts of linked data": "".join(linked(f'{{"articleBody": "{number}"}}') for number in range(20_000)),
    "state nested deep": f"<script>window.x = {'[' * 100_000}</script>",
    "many scripts of state": '<script type="application/json">{"a": 1}</script>' * (MANY // 2),
    "entities": "<p>" + "&amp;&#x41;&nbsp;&lt;" * 100_000,
    "a body escaped again and again": linked(f'{{"articleBody": "{"&amp;" * 100_000}lt;p&gt;"}}'),
}


@pytest.fixture(scope="module")
def kit():
    return Kit(Settings(), ())


def read(markup: str, capture, kit: Kit) -> Page | Reason:
    try:
        return to_page(capture(markup), kit)
    except RecordError as error:
        return error.reason


def told(page: Page | Reason) -> str:
    assert isinstance(page, Page), page
    return " ".join(block.text for block in page.blocks)


@pytest.mark.parametrize("name", SIBLINGS)
def test_siblings_without_number_do_not_hide_the_article_before_them(name, capture, kit):
    page = read(ARTICLE + SIBLINGS[name], capture, kit)
    assert STORY in told(page)
    assert len(page.blocks) <= kit.settings.limits.blocks


@pytest.mark.parametrize("name", NESTED)
def test_elements_nested_without_end_are_read_through(name, capture, kit):
    assert STORY in told(read(NESTED[name] + ARTICLE, capture, kit))


@pytest.mark.parametrize("name", UNENDED)
def test_what_never_ends_does_not_hide_the_article_before_it(name, capture, kit):
    assert STORY in told(read(ARTICLE + UNENDED[name], capture, kit))


@pytest.mark.parametrize("name", DATA)
def test_data_without_measure_does_not_hide_the_article(name, capture, kit):
    assert STORY in told(read(ARTICLE + DATA[name], capture, kit))


def test_an_element_of_a_million_attributes_is_read_without_them(capture, kit):
    attributes = " ".join(f"a{number}=1" for number in range(1_000_000))
    assert STORY in told(read(f"<div {attributes}>{ARTICLE}</div>", capture, kit))


def test_an_element_with_long_data_keeps_its_attributes():
    markup = f'<div class="story" data-props="{"word " * 5000}">text</div>'
    assert depth.limited(markup) == markup


def test_a_page_of_nothing_but_elements_is_rejected(capture, kit):
    assert read("<div><span></span></div>" * (MANY // 2), capture, kit) is Reason.EMPTY
