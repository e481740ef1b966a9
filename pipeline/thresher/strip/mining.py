"""Boilerplate is evidence before it is waste: the named groups of a hit become votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import Vote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thresher.strip.rules import Rule

_TRIM = ' \u00a0.,;:|-\u2013\u2014\u2022\u00b7"\u201c\u201d\u201e\u00ab\u00bb'


def votes(rule: Rule, groups: Mapping[str, str]) -> Iterator[Vote]:
    """The votes that a hit of a rule casts, their text as the page has it: what it says, the election finds out."""
    for field, text in groups.items():
        trimmed = text.strip(_TRIM)
        if trimmed.strip():
            yield Vote(field, trimmed, f"rule:{rule.id}", rule.confidence)
