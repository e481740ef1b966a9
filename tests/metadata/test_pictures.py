"""The lead image and the words that stand for it."""

from __future__ import annotations

import time

import pytest
from metadata_pages import elected, ld, of_markup

from thresher.nouns import Vote

HEAD = '<meta property="og:image" content="https://cdn.example/2024/harbour-bridge-1200x630.jpg">'


def test_the_words_of_the_head_stand_for_the_image_that_it_names():
    found = of_markup(f'{HEAD}<meta property="og:image:alt" content="The bridge at dawn">')
    assert found.image_alt == "The bridge at dawn"
    assert found.evidence["image_alt"].source == "opengraph"


def test_words_for_another_image_than_the_winner_are_not_taken():
    found = elected([Vote("image", "/a.jpg", "opengraph", 1.0), Vote("image_alt", "A crane", "json-ld", 1.0)])
    assert found.image_alt is None


@pytest.mark.parametrize("quote", ['"', "'"])
def test_the_element_that_shows_the_image_is_found_whatever_its_size(quote):
    shown = f"<img class=wide src='/2024/harbour-bridge-640x360.jpg' alt={quote}Crowds &amp; flags{quote}>"
    found = of_markup(f"{HEAD}<p>Text</p>{shown}")
    assert found.image_alt == "Crowds & flags"
    assert found.evidence["image_alt"].source == "img"


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/other-picture.jpg" alt="A crane">',
        '<img src="/harbour-bridge.jpg" alt="">',
        '<img src="/harbour-bridge.jpg" alt="harbour-bridge.jpg">',
        '<a href="/harbour-bridge.jpg" alt="A link">x</a>',
    ],
)
def test_elements_of_other_images_and_empty_or_useless_words_are_passed_over(markup):
    assert of_markup(HEAD + markup).image_alt is None


def test_json_ld_gives_the_caption_of_its_image():
    image = '{"@type": "ImageObject", "url": "/img/bridge.jpg", "caption": "The bridge at noon"}'
    found = of_markup(ld(f'{{"@type": "Article", "headline": "A bridge", "image": {image}}}'))
    assert found.image_alt == "The bridge at noon"


def test_an_image_that_stands_for_any_page_yields_to_the_pages_own():
    found = elected(
        [Vote("image", "/img/default-share-image.png", "opengraph", 1.0), Vote("image", "/img/bridge.jpg", "meta", 1.0)]
    )
    assert found.image.endswith("/img/bridge.jpg")
    assert elected([Vote("image", "/img/logotype-history.png", "opengraph", 1.0)]).evidence["image"].confidence > 0.8


def test_a_page_full_of_unclosed_images_costs_little():
    markup = HEAD + "<img src=harbour-bridge " * 40_000
    start = time.process_time()
    of_markup(markup)
    assert time.process_time() - start < 5
