"""Dates in the forms that pages write them in, read to ISO 8601.

Reads no clock: relative dates count from the moment of capture. Every pattern is applied to at
most `DATE_CHARS` characters.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from thresher.metadata import calendars, clocks, relative, worded
from thresher.metadata.moments import Bounds, Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Bounds", "Moment", "order", "outside", "parse", "readings"]

DATE_CHARS = 200
"""Longest text that is searched for a date."""
MONTHS = 12

DIGIT = re.compile(r"\d")
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s_]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?((?:Z|UTC|GMT)(?![+-]\d)|[+\u2212-]\d{2}:?\d{2}|[+-]\d{2})?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})?)?(?!\d)")
_NUMERAL = r"\d{1,2}|[元一二三四五六七八九十]{1,3}"
_EAST_ASIAN = re.compile(
    rf"(?:({'|'.join(calendars.ERAS)})\s?(\d{{1,3}}|[元〇零一二三四五六七八九十]{{1,3}})|(?<!\d)(\d{{4}}|[〇零一二三四五六七八九]{{4}}))"
    rf"\s?[年년]\s?({_NUMERAL})\s?[月월]\s?({_NUMERAL})\s?[日일号號]?"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[/.]\s?(\d{1,2})\s?[/.]\s?(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d])")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


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
    admitted = (tuple(filter(bounds.admits, found)) for found in _all(raw, bounds))
    return next(filter(None, admitted), ())


@lru_cache(maxsize=256)
def outside(raw: str, bounds: Bounds) -> tuple[Moment, str] | None:
    """The date in a text that gives none within the bounds, and what speaks against it; None where it gives none."""
    found = next(iter(_all(raw, bounds)), ())
    against = {bounds.against(moment) for moment in found}
    return (found[0], against.pop()) if len(against) == 1 and "" not in against else None


def order(raw: str) -> bool | None:
    """Whether a numeric date begins with the month, as its numbers alone tell; None where they do not."""
    match = _NUMERIC.search(calendars.plain(raw[:DATE_CHARS]))
    if match is None or match[2] == ".":
        return None
    first, second = int(match[1]), int(match[3])
    return None if (first > MONTHS) == (second > MONTHS) else second > MONTHS


def _all(raw: str, bounds: Bounds) -> Iterator[tuple[Moment, ...]]:
    """What each form finds in a text, the clearest first."""
    text = calendars.plain(raw[:DATE_CHARS]).strip()
    if DIGIT.search(text) is not None or "年" in text:
        for form in _FORMS:
            if found := tuple(_timed(moment, text) for moment in form(text, bounds)):
                yield found
    if (ago := relative.parse(text, bounds.captured_at)) is not None:
        yield (ago,)


def _timed(moment: Moment, text: str) -> Moment:
    """A moment with the time that stands before its date, where none stands after it."""
    if moment.time is not None or ":" not in text:
        return moment
    return Moment(moment.day, clocks.before(moment.day, text))


def _found(year: int, month: int, day: int, rest: str, bounds: Bounds) -> Iterator[Moment]:
    try:
        made = calendars.gregorian(year, month, day, bounds.language)
    except ValueError:
        return
    yield Moment(made, clocks.after(made, rest))


def _iso(text: str, bounds: Bounds) -> Iterator[Moment]:
    for match in _ISO.finditer(text):
        year, month, day, hour, minute, second, _fraction, zone = match.groups()
        if hour is None:
            for moment in _found(int(year), int(month), int(day), text[match.end() :], bounds):
                yield moment
                return
            continue
        try:
            made = calendars.gregorian(int(year), int(month), int(day), bounds.language)
            time = datetime(made.year, made.month, made.day, int(hour), int(minute), int(second or 0))  # noqa: DTZ001
            yield Moment(made, time.replace(tzinfo=clocks.zone(zone)))
        except ValueError:
            yield from _found(int(year), int(month), int(day), "", bounds)
        return


def _compact(text: str, bounds: Bounds) -> Iterator[Moment]:
    if match := _COMPACT.search(text):
        year, month, day, hour, minute, second, zone = match.groups()
        rest = f"{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
        yield from _found(int(year), int(month), int(day), rest, bounds)


def _east_asian(text: str, bounds: Bounds) -> Iterator[Moment]:
    """Years, months and days by the signs after them, the years of eras among them."""
    match = None if text.isascii() else _EAST_ASIAN.search(text)
    if match is None:
        return
    year, month, day = (calendars.chinese(numeral) for numeral in (match[2] or match[3], match[4], match[5]))
    if year and month and day:
        yield from _found(calendars.ERAS.get(match[1], 0) + year, month, day, text[match.end() :], bounds)


def _year_first(text: str, bounds: Bounds) -> Iterator[Moment]:
    if match := _YEAR_FIRST.search(text):
        yield from _found(int(match[1]), int(match[2]), int(match[3]), text[match.end() :], bounds)


def _words(text: str, bounds: Bounds) -> Iterator[Moment]:
    """Dates with a month name, day or month first: the name tells which is which."""
    for day, rest in worded.found(text, bounds.language):
        yield Moment(day, clocks.after(day, rest))
        return


def _numeric(text: str, bounds: Bounds) -> Iterator[Moment]:
    """Both orders of day and month where both are possible; dots stand for the day first wherever they are used."""
    match = _NUMERIC.search(text)
    if match is None:
        return
    first, mark, second, year = int(match[1]), match[2], int(match[3]), worded.century(int(match[4]))
    orders = [(second, first), (first, second)]  # month and day
    if mark == ".":
        orders.pop()
    elif bounds.month_first:
        orders.reverse()
    for month, day in dict.fromkeys(orders):
        yield from _found(year, month, day, text[match.end() :], bounds)


def _epoch(text: str, _: Bounds) -> Iterator[Moment]:
    """Seconds or milliseconds since 1970, when the text is nothing else."""
    if _EPOCH.fullmatch(text):
        time = datetime.fromtimestamp(int(text[:10]), UTC)
        yield Moment(time.date(), time)


_FORMS: tuple[Callable[[str, Bounds], Iterator[Moment]], ...] = (
    _iso,
    _east_asian,
    _words,
    _year_first,
    _numeric,
    _compact,
    _epoch,
)
"""The forms in which dates are sought, the clearest first."""
