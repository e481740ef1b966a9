from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from thresher.extract import dom
from thresher.extract.page import page
from thresher.extract.page_type import REJECTED, guess
from thresher.nouns import Block, BlockKind


def ld(**data):
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.fixture
def prose(sentences):
    return tuple(Block(BlockKind.PARAGRAPH, sentence) for sentence in sentences)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (ld(**{"@type": "NewsArticle"}), "article"),
        (ld(**{"@graph": [{"@type": "WebPage"}, {"@type": ["BlogPosting"]}]}), "article"),
        ('<meta property="og:type" content="article">', "article"),
        ('<div itemscope itemtype="https://schema.org/Article">', "article"),
        (ld(**{"@type": "DiscussionForumPosting"}), "forum"),
        (ld(**{"@type": "https://schema.org/QAPage"}), "forum"),
        (ld(**{"@type": "Product"}), "product"),
        ('<meta property="og:type" content="product.item">', "product"),
        (ld(**{"@type": "CollectionPage"}), "collection"),
        ('<meta name="generator" content="Sphinx 7.2">', "documentation"),
        (ld(**{"@type": "Product"}) + ld(**{"@type": "Review"}), "article"),
        ('<meta property="og:type" content="website">', None),
        ('<script type="application/ld+json">{broken</script>', None),
        ("", None),
    ],
)
def test_the_type_is_what_the_page_declares(head, kind, prose):
    assert guess(LexborHTMLParser(f"<html><head>{head}"), prose) == kind


def test_a_declared_article_without_prose_is_unsure():
    assert guess(LexborHTMLParser(ld(**{"@type": "NewsArticle"})), ()) is None


def test_a_product_with_an_essay_is_unsure(prose):
    assert guess(LexborHTMLParser(ld(**{"@type": "Product"})), prose * 12) is None


def test_a_page_of_links_is_a_listing():
    tree = LexborHTMLParser("<ul>" + "<li><a href=/a>Another headline of the day</a></li>" * 20 + "</ul>")
    assert guess(tree, (), dom.blocks(tree)) == "listing"


def test_an_article_with_many_links_is_no_listing(prose):
    tree = LexborHTMLParser("<ul>" + "<li><a href=/a>Another headline of the day</a></li>" * 20 + "</ul>")
    assert guess(tree, prose, dom.blocks(tree)) not in REJECTED


TEASER = "<h2><a href=/a>Another headline of the day</a></h2><p>It was said on Monday that more will be said.</p>"


def test_a_front_page_of_teasers_is_a_listing_though_they_read_like_prose(prose):
    tree = LexborHTMLParser(TEASER * 6)
    assert guess(tree, prose, dom.blocks(tree)) == "listing"


@pytest.mark.parametrize(
    "more", ["<p>" + "A long paragraph tells the story itself. " * 8 + "</p>", "<h2>Plain</h2>" * 6]
)
def test_a_page_with_a_story_or_headings_of_its_own_is_no_front_page(prose, more):
    count = 6 if "<p>" in more else 5
    tree = LexborHTMLParser(TEASER * count + more)
    assert guess(tree, prose, dom.blocks(tree)) is None


def test_an_article_of_ours_is_not_rejected(article, capture, settings):
    assert page(capture(article), settings).page_type not in REJECTED
