# ruff: noqa: RUF001 - a name in its own script
"""Zones by name, where a name means one zone only: "ET", "CEST", "JST"; not "IST" or "CST"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

_HOURS = {
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "WET": 0,
    "WEST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MEZ": 1,
    "MESZ": 2,
    "MSK": 3,
    "МСК": 3,
    "JST": 9,
    "KST": 9,
    "HKT": 8,
    "SGT": 8,
    "PKT": 5,
    "SAST": 2,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
}
_AMERICAN = {"ET": -5, "PT": -8}
"""Names that mean standard time in winter and summer time in summer, as the United States keep it since 2007."""

PATTERN = "(?:" + "|".join(sorted([*_HOURS, *_AMERICAN], key=lambda name: -len(name))) + r")\b"
"""A zone's name, in capitals."""


def named(name: str, moment: datetime) -> timezone | None:
    """The zone of a name at a moment of local time; None for names that are unknown or mean several."""
    plain = name.upper()
    hours = _HOURS.get(plain)
    if hours is None and plain in _AMERICAN:
        hours = _AMERICAN[plain] + _is_american_summer(moment)
    if hours is None:
        return None
    return UTC if hours == 0 and plain != "WET" else timezone(timedelta(hours=hours))


def _is_american_summer(moment: datetime) -> bool:
    """Whether summer time holds: from the second Sunday of March to the first of November, two in the morning."""
    start = _sunday(moment.year, 3, 2)
    end = _sunday(moment.year, 11, 1)
    turn = timedelta(hours=2)
    plain = moment.replace(tzinfo=None)
    return start + turn <= plain < end + turn


def _sunday(year: int, month: int, number: int) -> datetime:
    first = date(year, month, 1)
    day = 1 + (6 - first.weekday()) % 7 + 7 * (number - 1)
    return datetime(year, month, day)  # noqa: DTZ001 - local time
