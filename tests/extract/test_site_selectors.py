"""Selectors of site files: what is refused, with what message, and that no page makes them slow."""

from __future__ import annotations

import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from thresher.extract.sites.selector import STEPS, Weight, extent, overload, problem, weight_of


@pytest.mark.parametrize(
    "selector",
    [
        *("p", "main > h1", "td#story", ".a .b", "p:not(.a):not(.b)", "div:has(> p)", "p:nth-child(2 of .a)"),
        *("[class*='promo' i]", "table:nth-of-type(2) > tbody > tr > td", "p, .b", ".\\31 0", "h2 ~ ul"),
    ],
)
def test_what_both_libraries_can_run_is_taken(selector):
    assert problem(selector) is None


@pytest.mark.parametrize(
    ("selector", "told"),
    [
        ("p[", "Malformed attribute selector at position 1"),
        ("p,", "Invalid character"),
        ("> p", "Invalid character"),
        ("p::before", "Pseudo-element"),
        ("p:foo", "':foo'"),
        ("div:has(p:has(b))", "nested"),
        ("p:contains('x')", "lexbor does not know"),
        ("p:lang(de)", "lexbor does not know"),
        (":scope > p", "lexbor does not know"),
        ("[a!='b']", "lexbor does not know"),
        ("p:lexbor-contains('x')", "no CSS selector"),
        ("a b c d e f", "at more than 4 places"),
        ("a ~ b ~ c ~ d ~ e ~ f", "at more than 4 places"),
        ("x" * 401, "longer than 400"),
        (":is(" * 90 + "p", "no CSS selector"),
    ],
)
def test_what_one_of_them_cannot_run_is_refused_with_its_reason(selector, told):
    assert told in (problem(selector) or "")


@pytest.mark.parametrize(
    ("selector", "deep", "wide"),
    [
        ("p > b + i", 0, 0),
        ("a b c", 2, 0),
        ("a ~ b:nth-child(2)", 0, 2),
        (":not(.a .b) i", 2, 0),
        ("div:has(p)", 1, 0),
        ("div:has(~ p)", 0, 1),
        ("p, a b, c ~ d", 1, 1),
    ],
)
def test_the_weight_of_a_selector_counts_the_places_where_elements_are_skipped(selector, deep, wide):
    assert weight_of(selector) == Weight(deep, wide)


def test_the_extent_of_a_page_counts_every_child_and_only_elements_as_levels():
    page = extent(LexborHTMLParser("<body><p>a<!-- c -->b<div><b>x"))
    assert (page.elements, page.depth, page.width) == (6, 4, 3)


HOSTILE = {
    "deep": "<div>" * 200 + "x",
    "deep and many": ("<div>" * 190 + "x" + "</div>" * 190) * 500,
    "wide": "<p class=a>x</p>" * 100_000,
    "wide with comments": ("<!---->" * 400 + "<p>x") * 400,
}


@pytest.mark.parametrize("page", HOSTILE)
@pytest.mark.parametrize(
    "selector",
    [".z div div", ".z div div div div", "p:nth-child(2)", ".z ~ p", ".z ~ p ~ p", "div:has(.z)", ":not(.z ~ p)", "p"],
)
def test_a_page_made_to_hurt_is_refused_before_it_does(page, selector):
    tree = LexborHTMLParser(HOSTILE[page])
    start = time.process_time()
    if overload(tree, [selector]) is None:
        tree.css(selector)
    assert time.process_time() - start < 5


def test_a_page_of_common_size_may_be_asked_dear_selectors():
    row = "<div><div><div><ul>" + "<li><a><span>x</span></a></li>" * 20 + "</ul></div></div></div>"
    tree = LexborHTMLParser(f"<main><section>{row * 60}</section></main>")
    assert overload(tree, ["main div ul li", "li:nth-child(2)", "li ~ li", "div:has(span)"]) is None


def test_the_steps_of_all_selectors_count_together():
    tree = LexborHTMLParser("<p>x</p>" * 6000)
    one = extent(tree).steps(Weight(wide=1))
    assert one < STEPS
    assert overload(tree, ["p:nth-child(2)"]) is None
    assert "too large" in (overload(tree, [f"p:nth-child({n})" for n in range(1, STEPS // one + 3)]) or "")
