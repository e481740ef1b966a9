from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from thresher.extract.declaration import declaration
from thresher.extract.page_type import SURELY, declared, is_surely_no_article


def ld(**data):
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


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
def test_the_type_is_what_the_page_declares(head, kind):
    assert declared(declaration(LexborHTMLParser(f"<html><head>{head}"))) == kind


def test_a_page_is_surely_no_article_where_hardly_any_chance_of_one_is_left():
    assert is_surely_no_article({"article": 0.02, "listing": 0.9, "forum": 0.08})
    assert not is_surely_no_article({"article": 0.3, "listing": 0.7})


def test_the_likeliest_type_alone_does_not_make_a_page_no_article():
    assert not is_surely_no_article({"article": SURELY, "listing": 1 - SURELY})


def test_a_page_whose_types_nobody_told_is_not_surely_anything():
    assert not is_surely_no_article({})
