"""The deck: apart from the title, and only where the page has one."""

from __future__ import annotations

import pytest
from metadata_pages import block, ld, of_markup, of_text

from thresher.nouns import BlockKind

TITLE = "Mayor opens the harbour bridge"
DECK = "After nine years of delays the ferries will stop running in June."


@pytest.mark.parametrize("name", ["article-deck", "standfirst", "post__subtitle sub-title", "chapo", "ingress"])
def test_the_line_under_the_headline_is_the_deck(name):
    found = of_markup(f'<header><h1>{TITLE}</h1><p class="{name}">{DECK}</p></header><p>By Jane Roe</p>')
    assert (found.title, found.deck) == (TITLE, DECK)


def test_an_alternative_headline_is_the_deck():
    page = ld(f'{{"@type": "NewsArticle", "headline": "{TITLE}", "alternativeHeadline": "{DECK}"}}')
    assert of_markup(page).deck == DECK


@pytest.mark.parametrize(
    "text",
    [TITLE, "Harbour bridge: mayor opens it", "By Jane Roe and John Doe", "Photo: John Doe / Tide Pictures", "Short"],
)
def test_what_only_repeats_or_signs_is_no_deck(text):
    assert of_markup(f'<h1>{TITLE}</h1><p class="deck">{text}</p>').deck is None


def test_other_classes_name_no_deck():
    assert of_markup(f'<h1>{TITLE}</h1><p class="leading-none misleading">{DECK}</p>').deck is None


def test_a_text_has_a_deck_above_its_byline():
    found = of_text(block(TITLE, BlockKind.TITLE), block(DECK), block("By Jane Roe"), block("The mayor cut. " * 20))
    assert found.deck == DECK
