"""Whether a text may be read without paying, and whether it is all here."""

from __future__ import annotations

import json

import pytest
from metadata_pages import block, capture, elected, ld, of_markup

from thresher.metadata import access, html
from thresher.nouns import Vote

STORY = "The mayor opened the new bridge over the harbour before a large crowd, and the ferries sounded their horns. "


def article(**facts):
    return ld(json.dumps({"@type": "NewsArticle", "headline": "Mayor opens bridge", **facts}))


def judged(*texts, declared=(), kept=None):
    """The election after the blocks of a page have voted; all are kept unless said otherwise."""
    found = [block(text) for text in texts]
    votes = access.votes(found, found if kept is None else found[:kept], declared)
    return elected([*declared, *votes])


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({"isAccessibleForFree": True}, "free"),
        ({"isAccessibleForFree": "False"}, "paid"),
        ({"isAccessibleForFree": "http://schema.org/False"}, "paid"),
        ({"isAccessibleForFree": "perhaps"}, None),
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".wall"}}, "paid"),
        ({"hasPart": [{"@type": "WebPageElement", "isAccessibleForFree": True}]}, None),
        ({}, None),
    ],
)
def test_json_ld_says_whether_a_text_is_free(facts, level):
    assert of_markup(article(**facts)).access == level


@pytest.mark.parametrize(
    ("tier", "level"), [("free", "free"), ("metered", "metered"), ("Locked", "paid"), ("default", None), ("7", None)]
)
def test_meta_elements_say_it_by_tiers(tier, level):
    assert of_markup(f'<meta property="article:content_tier" content="{tier}">').access == level


def test_what_json_ld_and_meta_elements_agree_on_is_surer():
    both = of_markup('<meta property="article:content_tier" content="locked">' + article(isAccessibleForFree=False))
    one = of_markup(article(isAccessibleForFree=False))
    assert both.evidence["access"].source == "json-ld+opengraph"
    assert both.evidence["access"].confidence > one.evidence["access"].confidence


@pytest.mark.parametrize(
    "prompt",
    [
        "Subscribe to continue reading this story.",
        "Already a subscriber? Log in",
        "Jetzt weiterlesen mit dem Hafen-Abo",
        "Il vous reste 70 % de cet article à lire.",
        "Suscríbete. Contenido exclusivo para suscriptores",
        "Чтобы продолжить чтение, оформите подписку",
        "この記事は有料会員限定です。残り800文字",
    ],
)
def test_a_prompt_to_pay_at_the_end_shows_that_only_the_beginning_is_here(prompt):
    found = judged(STORY * 4, "The minister then said that the …", prompt, kept=2)
    assert found.access == "teaser"
    assert found.evidence["access"].source == "text:prompt"


@pytest.mark.parametrize(
    "texts",
    [
        (STORY * 4, "Subscribe to our newsletter for more stories like this."),
        (STORY * 4, "Support our journalism with a donation."),
        ("Already a subscriber? Log in", STORY * 4),
        (STORY * 4, "Readers must subscribe to continue reading, the publisher said. " + STORY * 4),
    ],
)
def test_pleas_and_prompts_elsewhere_show_nothing(texts):
    assert judged(*texts).access is None


def paid(words):
    return [Vote("access", "paid", "json-ld", 1.0), Vote("words", str(words), "json-ld", 1.0)]


def test_a_paid_text_far_shorter_than_its_page_says_is_a_teaser():
    found = judged(STORY * 10, declared=paid(900))
    assert found.access == "teaser"
    assert found.evidence["access"].source == "json-ld+text:length"


@pytest.mark.parametrize("declared", [paid(200), [Vote("words", "900", "json-ld", 1.0)]])
def test_a_text_of_its_length_is_whole_and_a_short_one_that_is_free_was_only_not_found(declared):
    assert judged(STORY * 10, declared=declared).access != "teaser"


def test_a_short_paid_text_that_breaks_off_is_a_teaser():
    assert judged(STORY, "The council had warned that the", declared=paid(0)).access == "teaser"
    assert judged(STORY, "The council had warned them.", declared=paid(0)).access == "paid"


def test_json_ld_counts_the_words_that_it_holds():
    markup = article(isAccessibleForFree=False, articleBody="word " * 640, wordCount="600")
    votes = {vote.value for vote in html.votes(markup, capture()) if vote.field == "words"}
    assert votes == {"640", "600"}
