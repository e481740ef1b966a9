"""The metadata of our own captures: nothing wrong, and little left out."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FIELDS = ("title", "authors", "published", "language", "site_name")

SILENT = {
    (
        "auetal-heimatforscher",
        "site_name",
    ): "a page saved without its address; its title alone names the site",
    ("kelderby-digest", "site_name"): "a mail without an address, whose footer names the company only",
    ("kelderby-fog", "site_name"): "the paper's name is nowhere in the text",
    ("kelderby-rook", "site_name"): "a menu's line names the site, but no address says that it does",
    ("lantern-dam", "site_name"): "a copy without an address; a sentence says who produced it",
    ("lantern-policy-story", "site_name"): "the magazine's name is nowhere in the text",
}
"""What may be left out, and why; a capture not named here must give every field that is expected of it."""

FLOORS = {"title": 75, "authors": 70, "published": 70, "language": 75, "site_name": 70}
"""Fewest captures that must give the field and give it right."""


@pytest.fixture(scope="module")
def pairs(cleaned, rows) -> list[tuple[dict, dict]]:
    """What is expected of each capture that became an article, and the article."""
    articles = {}
    for row in rows(cleaned / "articles"):
        archive = row["source"]["archive"].partition("fixtures/captures/")[2]
        articles[archive, row["url"]] = articles[archive, None] = row
    lines = (ROOT / "fixtures" / "expected" / "index.jsonl").read_text("utf-8").splitlines()
    expected = [json.loads(line) for line in lines]
    found = [(one, articles.get((one["archive"], one["url"]))) for one in expected]
    return [(one, row) for one, row in found if row is not None]


def plain(field: str, value: object) -> object:
    """A value as far as captures of one page must agree: times by their day, sites' names without article and case."""
    if not value:
        return None
    if field == "published":
        return str(value)[:10]
    if field == "site_name":
        return str(value).casefold().removeprefix("the ")
    return value


def test_no_given_value_is_wrong(pairs):
    wrong = [
        f"{one['id']} {field}: {row[field]!r}, not {one[field]!r}"
        for one, row in pairs
        for field in FIELDS
        if row[field] and plain(field, row[field]) != plain(field, one[field])
    ]
    assert wrong == []


def test_a_time_with_a_zone_is_the_right_instant(pairs):
    """A copy on another site (`duplicate_of`) tells the time of its own publication."""
    told = [(one, row["published"]) for one, row in pairs if one["published"] and not one["duplicate_of"]]
    zoned = [
        (one, datetime.fromisoformat(time)) for one, time in told if time and len(time) > len("2026-02-03T09:30:00")
    ]
    assert len(zoned) >= 30
    assert [one["id"] for one, time in zoned if time != datetime.fromisoformat(one["published"])] == []


def test_only_what_a_capture_does_not_tell_is_left_out(pairs):
    silent = {(one["id"], field) for one, row in pairs for field in FIELDS if one[field] and not row[field]}
    assert silent - SILENT.keys() == set()


def test_every_allowance_for_silence_is_needed(pairs):
    silent = {(one["id"], field) for one, row in pairs for field in FIELDS if one[field] and not row[field]}
    assert SILENT.keys() - silent == set()


def test_most_captures_give_every_field(pairs):
    given = Counter(field for one, row in pairs for field in FIELDS if one[field] and row[field])
    assert {field: given[field] for field in FIELDS if given[field] < FLOORS[field]} == {}


def test_a_page_never_changed_has_no_date_of_a_change(pairs):
    changed = {one["id"]: row["modified"] for one, row in pairs if one["modified"] is None and row["modified"]}
    assert changed == {}


def test_a_page_that_was_changed_says_when(pairs):
    told = [(one["modified"][:10], row["modified"][:10]) for one, row in pairs if one["modified"] and row["modified"]]
    assert len(told) >= 8
    assert all(expected == found for expected, found in told)
