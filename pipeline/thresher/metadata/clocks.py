# ruff: noqa: RUF001 - words for the halves of the day in their own scripts
"""Times of day as they stand beside dates, and their zones."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from thresher.lazy import lazy
from thresher.metadata import zones

CLOCK_CHARS = 60
"""How far after a date its time stands, in characters."""
HOURS = 24
NOON = 12

_AFTERNOON = r"p\.?\s?m\b\.?|下午|晚上|中午|傍晚|午後|午后|오후|저녁|μ\.?\s?μ\b\.?|مساء|ب\.?ظ|م\b|odp\b\.?|chiều|tối"
_MORNING = r"a\.?\s?m\b\.?|上午|凌晨|早上|清晨|午前|오전|새벽|아침|π\.?\s?μ\b\.?|صباح|ق\.?ظ|ص\b|dop\b\.?|sáng"
_HALF = f"{_AFTERNOON}|{_MORNING}"
_ZONE = rf"(?:UTC|GMT)\s?[+-]\d{{1,2}}(?::?\d\d)?\b|{zones.PATTERN}|[+-]\d{{2}}:?\d{{2}}\b"
_CLOCK = lazy(
    rf"(?P<before>{_HALF})?\s?(?<![\d:.])(?P<hour>[01]?\d|2[0-3])\s?(?:[:.h：]|[時时点點시])\s?(?P<minute>[0-5]\d|\d(?=分))"
    rf"(?:[:：分분]\s?(?P<second>[0-5]\d))?\s?(?P<after>{_HALF})?(?![\d:])"
    rf"[\s(]{{0,3}}(?P<zone>{_ZONE})?",
    re.IGNORECASE,
)
_HOUR = lazy(
    rf"(?<![\d:])(?:(?P<hour>1[0-2]|0?[1-9])\s?(?P<half>[ap]\.?m\.?)|(?P<full>[01]?\d|2[0-3])\s?Uhr)(?![^\W_])"
    rf"(?:\s?\(?(?P<zone>{zones.PATTERN}))?",
    re.IGNORECASE,
)
"""A time without minutes: "4 pm", "16 Uhr"."""
_BEFORE = lazy(
    rf"(?<![\d:.])(\d{{1,2}}):([0-5]\d)(?::\d\d)?\s?({_HALF})?(?![\d:])(?:\s{{0,2}}\(?({zones.PATTERN}))?",
    re.IGNORECASE,
)
"""A time that may stand before its date: "9:05 p.m. ET, March 3, 2024"."""
_IS_AFTERNOON = lazy(_AFTERNOON, re.IGNORECASE)


def after(day: date, rest: str) -> datetime | None:
    """The time of day in what stands after a date, or None."""
    match = _CLOCK.search(rest[:CLOCK_CHARS])
    if match is not None:
        hour = _full(int(match["hour"]), match["before"] or match["after"])
        return _at(day, hour, int(match["minute"]), int(match["second"] or 0), match["zone"])
    match = _HOUR.search(rest[: CLOCK_CHARS // 2 + 10])
    if match is None:
        return None
    hour = int(match["full"]) if match["full"] else _full(int(match["hour"]), match["half"])
    return _at(day, hour, 0, 0, match["zone"])


def before(day: date, text: str) -> datetime | None:
    """The time of day that stands before a date at the beginning of a text, or None."""
    for match in _BEFORE.finditer(text[:CLOCK_CHARS]):
        found = _at(day, _full(int(match[1]), match[3]), int(match[2]), 0, match[4])
        if found is not None:
            return found
    return None


def zone(text: str | None) -> timezone | None:
    """The zone of an offset ("Z", "+0530", "-05:00"); None for none and for those of a day or more."""
    if not text:
        return None
    if text[0] in "zZuUgG":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4] or 0))
    if offset >= timedelta(hours=HOURS):
        return None
    return timezone(offset if text[0] == "+" else -offset)


def _at(day: date, hour: int, minute: int, second: int, name: str | None) -> datetime | None:
    if hour >= HOURS:
        return None
    return _zoned(datetime(day.year, day.month, day.day, hour, minute, second), name)  # noqa: DTZ001 - its zone is next


def _full(hour: int, half: str | None) -> int:
    """An hour of the day, by the half of the day that is named beside it."""
    if not half or hour > NOON:
        return hour
    return hour % NOON + (NOON if _IS_AFTERNOON.match(half) else 0)


def _zoned(time: datetime, name: str | None) -> datetime:
    """A time in the zone that a text names, by offset or by name; as it is where it names none."""
    if not name:
        return time
    plain = name[3:].strip() if len(name) > 3 and name[:3].upper() in {"UTC", "GMT"} else name  # noqa: PLR2004
    if plain[0] in "+-\u2212":
        digits = plain[1:].replace(":", "")
        padded = digits.zfill(2) if len(digits) < 3 else digits  # noqa: PLR2004
        return time.replace(tzinfo=zone("+-"[plain[0] != "+"] + padded))
    # In capitals only: "10:00 et" is French.
    return time.replace(tzinfo=zones.named(plain, time)) if plain.isupper() else time
