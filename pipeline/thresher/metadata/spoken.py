"""Dates in languages whose months our own table lacks, read by dateparser: slow, so that it is asked last and seldom.

Its settings are fixed, and its clock is the capture's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.metadata.moments import Bounds, Moment

if TYPE_CHECKING:
    from datetime import datetime

SPOKEN_CHARS = 40
"""Longest text that dateparser is given."""

OURS = frozenset(
    (
        *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "is", "et", "lv", "lt", "pl", "cs", "sk"),
        *("sl", "hr", "bs", "mk", "bg", "ru", "uk", "be", "ro", "el", "tr", "az", "uz", "kk", "ky", "sq", "ca", "gl"),
        *("cy", "af", "he", "hi", "bn", "ta", "te", "ml", "kn", "gu", "pa", "ur", "ne", "th", "vi", "id", "ms", "tl"),
        *("hy", "ka", "ko", "ja", "zh", "fa"),
    )
)
"""Languages, as `detectors.subtag` names them, of which it is not asked: our own tables hold their months, and their
words for how long ago."""

_SHAPE = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]{2}")


def parse(text: str, language: str, bounds: Bounds) -> Moment | None:
    """The date that a short text tells in a language (a BCP 47 primary subtag), or None."""
    text = text.strip()
    if language in OURS or bounds.captured_at is None or len(text) > SPOKEN_CHARS:
        return None
    if not (_SHAPE.search(text) and _LETTER.search(text)):
        return None
    moment = _dateparser(text, language, bounds.captured_at)
    return moment if moment is not None and bounds.admits(moment) else None


def _dateparser(text: str, language: str, captured_at: datetime) -> Moment | None:
    import dateparser

    try:
        found = dateparser.parse(
            text,
            languages=[language],
            settings={
                "RELATIVE_BASE": captured_at.replace(tzinfo=None),
                "STRICT_PARSING": True,
                "REQUIRE_PARTS": ["day", "month", "year"],
                "PREFER_DATES_FROM": "past",
                "TIMEZONE": "UTC",
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    except (ValueError, OverflowError):  # an unknown language, a date beyond the calendar
        return None
    return None if found is None else Moment(found.date())
