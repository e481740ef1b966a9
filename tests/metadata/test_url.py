"""Addresses: one normal form, and which canonical address is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metadata_pages import ld, of_markup

from thresher.metadata import address_variants, url


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("HTTPS://WWW.Harbour.Example:443/A/?b=2&a=1", "https://www.harbour.example/A/?b=2&a=1"),
        ("http://harbour.example", "http://harbour.example/"),
        ("http://harbour.example:8080/x", "http://harbour.example:8080/x"),
        ("https://harbour.example/x?utm_source=a&id=7&fbclid=z#part", "https://harbour.example/x?id=7"),
        ("https://harbour.example/#!/story/7", "https://harbour.example/#!/story/7"),
        ("https://harbour.example/a/../b/./c", "https://harbour.example/b/c"),
        ("https://harbour.example/a;jsessionid=0A1B?x=1", "https://harbour.example/a?x=1"),
        ("https://harbour.example/x?PHPSESSID=abc", "https://harbour.example/x"),
        ("https://harbour.example/article.php?sid=123", "https://harbour.example/article.php?sid=123"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://harbour.example/%7euser/%c3%a4", "https://harbour.example/~user/%C3%A4"),
        ("urn:isbn:12", "urn:isbn:12"),
    ],
)
def test_spellings_of_an_address_come_to_one_form(raw, normal):
    assert url.normalise(raw) == normal


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_normalising_twice_changes_nothing(path, query, fragment):
    once = url.normalise(f"https://harbour.example/{path}?{query}#{fragment}")
    assert url.normalise(once) == once


@given(st.text(max_size=200))
def test_no_text_breaks_the_normalising(raw):
    assert isinstance(url.normalise(raw), str)
    assert url.host(raw) is None or url.host(raw) == (url.host(raw) or "").lower()


@pytest.mark.parametrize(
    ("claimed", "believed"),
    [
        ("https://harbour.example/story/7", "https://harbour.example/story/7"),
        ("/story/7?utm_medium=x", "https://amp.harbour.example/story/7"),
        ("https://harbour.example/", None),
        ("https://harbour.example/en/", None),
        ("https://elsewhere.example/story/7", None),
        ("javascript:void(0)", None),
        ("https://[broken/", None),
    ],
)
def test_a_canonical_address_is_believed_where_plausible(claimed, believed):
    assert url.canonical(claimed, "https://amp.harbour.example/story/7?amp=1") == believed


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://a.example/2021/03/05/story", "2021-03-05"),
        ("https://a.example/news-20210305-x.html", "2021-03-05"),
        ("https://a.example/2021/mar/5/story", "2021-03-05"),
        ("https://a.example/2021/13/45/story", None),
        ("https://a.example/story/120210305123", None),
    ],
)
def test_a_date_is_read_from_the_path(address, day):
    assert url.date_in(address) == day


@pytest.mark.parametrize(
    ("variant", "plain"),
    [
        ("https://harbour.example/story/7/amp/", "https://harbour.example/story/7/"),
        ("https://harbour.example/story/7/amp", "https://harbour.example/story/7"),
        ("https://harbour.example/story-7.amp.html", "https://harbour.example/story-7.html"),
        ("https://harbour.example/story/7?amp=1&id=3", "https://harbour.example/story/7?id=3"),
        ("https://harbour.example/story/7?outputType=amp", "https://harbour.example/story/7"),
        ("https://harbour.example/story/7/print/", "https://harbour.example/story/7/"),
        ("https://harbour.example/story.php?id=7&view=print", "https://harbour.example/story.php?id=7"),
        ("https://www.google.com/amp/s/harbour.example/story/7", "https://harbour.example/story/7"),
        ("https://harbour-example.cdn.ampproject.org/v/s/harbour.example/story/7", "https://harbour.example/story/7"),
    ],
)
def test_a_variant_of_a_page_has_the_address_of_the_page(variant, plain):
    assert address_variants.plain(variant) == plain
    assert of_markup("<h1>Bridge open now</h1>", url=variant).canonical_url == plain


@pytest.mark.parametrize(
    "address",
    [
        "https://harbour.example/amp",
        "https://harbour.example/amplifiers/7",
        "https://harbour.example/story/7?page=2&type=news",
        "https://m.harbour.example/story/7",
        "https://www.google.com/amp/",
        "https://[broken/amp",
    ],
)
def test_what_only_looks_like_a_variant_stays(address):
    assert address_variants.plain(address) == address


def test_the_canonical_of_a_page_in_a_cache_is_measured_by_its_own_site():
    page = '<link rel="canonical" href="https://www.harbour.example/story/7">'
    found = of_markup(page, url="https://www.google.com/amp/s/amp.harbour.example/story/7")
    assert found.canonical_url == "https://www.harbour.example/story/7"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="syndication-source" content="https://www.tidewater.example/story">',
        '<meta name="original-source" content="https://www.tidewater.example/story">',
        ld('{"@type": "NewsArticle", "headline": "Bridge open now", "isBasedOn": "https://tidewater.example/story"}'),
        ld('{"@type": "NewsArticle", "headline": "Bridge", "sourceOrganization": {"name": "tidewater.example"}}'),
    ],
)
def test_a_copy_names_who_published_first(head):
    assert of_markup(head).publisher == "tidewater.example"


def test_a_source_on_the_same_site_is_no_other_publisher():
    page = '<meta name="syndication-source" content="https://www.harbourpost.example/other">'
    assert of_markup(page).publisher is None
