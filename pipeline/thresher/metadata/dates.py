"""Dates in the forms that pages write them in, read to ISO 8601.

Reads no clock: relative dates count from the moment of capture. Every pattern is applied to at
most `DATE_CHARS` characters.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from thresher.metadata import months, zones
from thresher.metadata.moments import Bounds, Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Bounds", "Moment", "parse", "readings"]

AGO_CHARS = 60
"""Longest text that may be a relative date."""

HOURS = 24

DATE_CHARS = 200
"""Longest text that is searched for a date."""

DIGIT = re.compile(r"\d")
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s_]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?((?:Z|UTC|GMT)(?![+-]\d)|[+\u2212-]\d{2}:?\d{2}|[+-]\d{2})?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})?)?(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[/.]\s?(\d{1,2})\s?[/.]\s?(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d])")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_WORD = r"([^\W\d_]{3,13})"
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s\-,]{{1,3}}(?:de |of |d')?{_WORD}"
    r"\.?,?[\s\-]{0,3}(?:del? )?(\d{4})(?!\d)"
)
_MONTH_DAY = re.compile(rf"{_WORD}\.?[\s\-]{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?(?:,\s?|\s+|-)(\d{{4}})(?!\d)")
_YEAR_MONTH = re.compile(rf"(?<!\d)(\d{{4}})[\s\-,]{{1,2}}{_WORD}\.?[\s\-]{{1,2}}(\d{{1,2}})(?!\d)")
_SHORT_YEAR = re.compile(rf"(?<!\d)(\d{{1,2}})[\s\-]{_WORD}\.?[\s\-']{{1,2}}(\d{{2}})(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?::([0-5]\d))?\s?(a\.?m\.?|p\.?m\.?)?(?![\d:])"
    rf"\s{{0,2}}\(?((?:UTC|GMT)\s?[+-]\d{{1,2}}\b|{zones.PATTERN}|[+-]\d{{2}}:?\d{{2}}\b)?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<![\d:.])(\d{{1,2}})(?::([0-5]\d))?\s?(a\.?m\.?|p\.?m\.?)?(?![\d:])(?:\s{{0,2}}\(?({zones.PATTERN}))?",
    re.IGNORECASE,
)
"""A time that may stand before its date: "9:05 p.m. ET, March 3, 2024"; with its minutes."""
_HOUR = re.compile(
    rf"(?<![\d:])(1[0-2]|0?[1-9])\s?(a\.?m\.?|p\.?m\.?)(?![^\W_])(?:\s?\(?({zones.PATTERN}))?", re.IGNORECASE
)
_AGO = re.compile(
    r"\b(?:il y a|vor|hace|ha|há|ago|for|för)?\s?(\d{1,3}|an?|eine?[mnr]?|une?|un[ao]?)\s?"
    r"(minutes?|mins?|hours?|hrs?|days?|weeks?|minuten?|stunden?|std|tag(?:en)?|wochen?|heures?|jours?|semaines?"
    r"|minutos?|horas?|d[ií]as?|semanas?|h|d)\b(?P<ago> ago)?",
    re.IGNORECASE,
)
_AGO_WORD = re.compile(r"\bago\b|\bil y a\b|\bvor\b|\bhace\b|\bhá\b", re.IGNORECASE)
_UNITS = {"mi": "minutes", "ho": "hours", "hr": "hours", "st": "hours", "he": "hours", "h": "hours", "da": "days"}
_UNITS |= {
    "d": "days",
    "ta": "days",
    "jo": "days",
    "di": "days",
    "dí": "days",
    "we": "weeks",
    "wo": "weeks",
    "se": "weeks",
}


def parse(raw: str, bounds: Bounds) -> Moment | None:
    """The first date in a text, or None; dates outside the bounds count as none.

    Where it cannot be told whether the day or the month comes first, silence is the answer.
    """
    found = readings(raw, bounds)
    return found[0] if len(found) == 1 or (found and bounds.month_first is not None) else None


@lru_cache(maxsize=2048)  # a date is read when it is met, again when it is elected, and sites repeat themselves
def readings(raw: str, bounds: Bounds) -> tuple[Moment, ...]:
    """What the first date in a text may mean: none, one, or two where day and month could be swapped.

    The reading by the bounds' own order comes first.
    """
    text = raw[:DATE_CHARS].strip()
    if DIGIT.search(text) is None:
        return ()
    for form in _FORMS:
        found = tuple(moment for moment in form(text, bounds) if bounds.admits(moment))
        if found:
            return tuple(_timed(moment, text) for moment in found)
    return ()


def _timed(moment: Moment, text: str) -> Moment:
    """A moment with the time that stands before its date, where none stands after it."""
    if moment.time is not None or ":" not in text:
        return moment
    for match in _BEFORE.finditer(text[:AGO_CHARS]):
        hour = _hour(int(match[1]), match[3])
        if match[2] and hour < HOURS:
            time = datetime(moment.day.year, moment.day.month, moment.day.day, hour, int(match[2]))  # noqa: DTZ001
            return Moment(moment.day, _zoned(time, match[4]))
    return moment


def _made(year: int, month: int, day: int, rest: str = "", time: datetime | None = None) -> Moment | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return Moment(made, time if time is not None else _clock(made, rest))


def _clock(day: date, rest: str) -> datetime | None:
    """The time of day in what stands after a date."""
    match = _CLOCK.search(rest[:60])
    if match is None:
        hour_only = _HOUR.search(rest[:40])
        if hour_only is None:
            return None
        hour, half = int(hour_only[1]), hour_only[2]
        time = datetime(day.year, day.month, day.day, _hour(hour, half))  # noqa: DTZ001 - it may get its zone below
        return _zoned(time, hour_only[3])
    try:
        hour = _hour(int(match[1]), match[4])
        time = datetime(day.year, day.month, day.day, hour, int(match[2]), int(match[3] or 0))  # noqa: DTZ001
        return _zoned(time, match[5])
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    noon = 12
    return hour % noon + (noon if half[0] in "pP" else 0) if hour <= noon else hour


def _zoned(time: datetime, zone: str | None) -> datetime:
    """A time in the zone that a text names, by offset or by name; as it is where it names none."""
    if not zone:
        return time
    plain = zone[3:].strip() if len(zone) > 3 and zone[:3].upper() in {"UTC", "GMT"} else zone  # noqa: PLR2004
    if plain[0] in "+-\u2212":
        digits = plain[1:].replace(":", "")
        padded = digits.zfill(2) if len(digits) < 3 else digits  # noqa: PLR2004
        return time.replace(tzinfo=_zone("+-"[plain[0] != "+"] + padded))
    # In capitals only: "10:00 et" is French.
    return time.replace(tzinfo=zones.named(plain, time)) if plain.isupper() else time


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] in "zZuUgG":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4] or 0))
    if offset >= timedelta(hours=24):
        return None
    return timezone(offset if text[0] == "+" else -offset)


def _iso(text: str, _: Bounds) -> Iterator[Moment]:
    for match in _ISO.finditer(text):
        year, month, day, hour, minute, second, _fraction, zone = match.groups()
        time = None
        if hour is not None:
            try:
                time = datetime(
                    int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=_zone(zone)
                )
            except ValueError:
                time = None
        moment = _made(int(year), int(month), int(day), "" if hour else text[match.end() :], time)
        if moment is not None:
            yield moment
            return


def _compact(text: str, _: Bounds) -> Iterator[Moment]:
    if match := _COMPACT.search(text):
        year, month, day, hour, minute, second, zone = match.groups()
        rest = f"{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
        yield from _found(int(year), int(month), int(day), rest)


def _east_asian(text: str, _: Bounds) -> Iterator[Moment]:
    if match := _EAST_ASIAN.search(text):
        yield from _found(int(match[1]), int(match[2]), int(match[3]), text[match.end() :])


def _year_first(text: str, _: Bounds) -> Iterator[Moment]:
    if match := _YEAR_FIRST.search(text):
        yield from _found(int(match[1]), int(match[2]), int(match[3]), text[match.end() :])


def _words(text: str, _: Bounds) -> Iterator[Moment]:
    """Dates with a month name, day or month first: the name tells which is which."""
    plain = months.folded(text)
    table = months.numbers()
    for pattern, (year, month, day) in _WORDED:
        for match in pattern.finditer(plain):
            if number := table.get(match[month]):
                rest = (text if len(text) == len(plain) else plain)[match.end() :]
                yield from _found(_century(int(match[year])), number, int(match[day]), rest)
                return


def _century(year: int) -> int:
    return year if year >= 100 else year + (1900 if year >= 90 else 2000)  # noqa: PLR2004


def _numeric(text: str, bounds: Bounds) -> Iterator[Moment]:
    """Both orders of day and month where both are possible; dots stand for the day first wherever they are used."""
    match = _NUMERIC.search(text)
    if match is None:
        return
    first, mark, second, year = int(match[1]), match[2], int(match[3]), _century(int(match[4]))
    orders = [(second, first), (first, second)]  # month and day
    if mark == ".":
        orders.pop()
    elif bounds.month_first:
        orders.reverse()
    for month, day in dict.fromkeys(orders):
        yield from _found(year, month, day, text[match.end() :])


def _epoch(text: str, _: Bounds) -> Iterator[Moment]:
    """Seconds or milliseconds since 1970, when the text is nothing else."""
    if _EPOCH.fullmatch(text):
        time = datetime.fromtimestamp(int(text[:10]), UTC)
        yield Moment(time.date(), time)


def _ago(text: str, bounds: Bounds) -> Iterator[Moment]:
    """A relative date ("3 hours ago", "vor 2 Tagen"), counted from the capture; a day is all it is good for."""
    if bounds.captured_at is None or len(text) > AGO_CHARS or not _AGO_WORD.search(text):
        return
    match = _AGO.search(text)
    if match is None:
        return
    unit = match[2].lower()
    name = _UNITS.get(unit) or _UNITS.get(unit[:2])
    if name is not None:
        amount = int(match[1]) if match[1].isdigit() else 1
        yield Moment((bounds.captured_at - timedelta(**{name: amount})).date())


def _found(year: int, month: int, day: int, rest: str) -> Iterator[Moment]:
    moment = _made(year, month, day, rest)
    if moment is not None:
        yield moment


_WORDED = ((_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2)), (_YEAR_MONTH, (1, 2, 3)), (_SHORT_YEAR, (3, 2, 1)))
"""Patterns of dates with a month name, and their groups of year, month and day."""

_FORMS: tuple[Callable[[str, Bounds], Iterator[Moment]], ...] = (
    _iso,
    _east_asian,
    _words,
    _year_first,
    _numeric,
    _compact,
    _epoch,
    _ago,
)
"""The forms in which dates are sought, the clearest first."""
