"""A ballot box: collects votes, and keeps hostile pages from stuffing it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from thresher.nouns import Vote

if TYPE_CHECKING:
    from collections.abc import Iterator

VOTES = 400
"""Most votes of one page: real pages cast about 40, those with long tag lists 150."""

VALUE_CHARS = 2_000
"""Longest value of a vote, in characters; longer ones are cut off (descriptions) or useless."""

SAME_FIELD = 60
"""Most votes of one source on one field, so that one list of tags cannot crowd out all other fields."""

NOTHING = frozenset({"undefined", "null", "(null)", "NaN", "None", "nil", "[object Object]"})
"""What templates write where a program has no value for them."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def squeezed(text: str) -> str:
    """Free of entities, control characters, soft hyphens and repeated white space; at most `VALUE_CHARS` long."""
    text = text[: 2 * VALUE_CHARS]
    if "&" in text:
        # Twice, because systems escape what their editors have escaped before ("&amp;quot;").
        text = unescape(unescape(text))
    text = _CONTROLS.sub("", text)  # only now: references spell them, too
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())[:VALUE_CHARS]


class Ballot:
    """The votes of one page in the order cast, without repeats."""

    def __init__(self) -> None:
        self._votes: dict[tuple[str, str, str], Vote] = {}
        self._cast: dict[tuple[str, str], int] = {}

    def cast(self, field: str, value: object, source: str, confidence: float = 1.0) -> None:
        """Add one vote; values that are empty, nothing or no text, and votes over the limits, are dropped."""
        if not isinstance(value, str) or confidence <= 0:
            return
        value = squeezed(value)
        key = (field, value, source)
        count = self._cast.get((field, source), 0)
        if not value or value in NOTHING or key in self._votes or count >= SAME_FIELD or len(self._votes) >= VOTES:
            return
        self._cast[field, source] = count + 1
        self._votes[key] = Vote(field, value, source, min(1.0, confidence))

    def __iter__(self) -> Iterator[Vote]:
        return iter(self._votes.values())

    def votes(self, field: str) -> list[Vote]:
        """The votes on one field, in the order cast."""
        return [vote for vote in self._votes.values() if vote.field == field]
