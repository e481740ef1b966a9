"""Boilerplate is evidence before it is waste: the named groups of a hit become votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.metadata import dates, names
from thresher.nouns import Vote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from thresher.strip.rules import Rule

_DATES = frozenset({"published", "modified"})
_TRIM = ' \u00a0.,;:|-\u2013\u2014\u2022\u00b7"\u201c\u201d\u201e\u00ab\u00bb'


def votes(rule: Rule, groups: Mapping[str, str], captured_at: datetime | None) -> Iterator[Vote]:
    """The votes that a hit of a rule casts: dates in ISO 8601, one vote for each author."""
    for field, text in groups.items():
        for value in _values(field, text, captured_at):
            yield Vote(field, value, f"rule:{rule.id}", rule.confidence)


def _values(field: str, text: str, captured_at: datetime | None) -> list[str]:
    if field in _DATES:
        moment = dates.parse(text, dates.Bounds(captured_at))
        return [moment.iso] if moment else []
    if field == "authors":
        return names.split(text)
    trimmed = text.strip(_TRIM)
    return [trimmed] if trimmed else []
