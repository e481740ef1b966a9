"""Addresses: one normal form, and which canonical address is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.metadata import url


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
