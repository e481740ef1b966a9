"""Sections from breadcrumbs, tags from links."""

from __future__ import annotations

import json

import pytest
from metadata_pages import URL, ld, of_markup


def crumbs(*entries):
    items = [
        {"@type": "ListItem", "position": at, "name": name, "item": item} for at, (name, item) in enumerate(entries)
    ]
    return ld(json.dumps({"@type": "BreadcrumbList", "itemListElement": items}))


HOME = ("Harbour Post", "https://www.harbourpost.example/")
CITY = ("City", "https://www.harbourpost.example/city")
COUNCIL = ("Council", "https://www.harbourpost.example/city/council")


@pytest.mark.parametrize(
    ("entries", "section"),
    [
        ((HOME, CITY), "City"),
        ((HOME, CITY, COUNCIL), "Council"),
        ((HOME, CITY, ("Mayor opens bridge", URL)), "City"),
        ((HOME, CITY, ("Mayor opens the new harbour bridge at last", "https://www.harbourpost.example/x")), "City"),
        ((HOME, CITY, ("Here", None)), "City"),
        ((("Startseite", "https://www.harbourpost.example/de"), CITY), "City"),
        ((HOME,), None),
        ((HOME, ("Mayor opens bridge", None)), None),
    ],
)
def test_the_last_step_of_a_way_is_the_section_unless_it_is_the_page_itself(entries, section):
    found = of_markup("<title>Mayor opens bridge</title>" + crumbs(*entries))
    assert found.section == section
    assert section is None or found.evidence["section"].source == "json-ld:breadcrumb"


@pytest.mark.parametrize("items", [None, "City", [7, None, {"item": [1]}, {"name": ["x"]}], {"name": {"a": 1}}])
def test_broken_ways_do_no_harm(items):
    assert of_markup(ld(json.dumps({"@type": "BreadcrumbList", "itemListElement": items}))).section is None


def test_links_marked_as_tags_are_tags_and_those_to_a_category_a_section():
    links = '<a rel="tag" href="/tag/bridges">Bridges</a><a rel=tag href="/tag/ferries">ferries</a>'
    found = of_markup(f'{links}<a rel="category tag" href="/category/city/">City</a><a href="/tag/x">No</a>')
    assert found.tags == ("Bridges", "ferries")
    assert found.section == "City"
    assert found.evidence["tags"].source == "link"
