"""Dates in the forms that pages write them in, read to ISO 8601.

Reads no clock: relative dates count from the moment of capture. Every pattern is applied to at
most `DATE_CHARS` characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from thresher.metadata import months

DATE_CHARS = 200
"""Longest text that is searched for a date."""

FIRST = date(1990, 1, 1)
"""No page is older than the Web."""

SLACK = timedelta(days=1)
"""A date may lie this long after the capture, because zones differ."""

ZONE_WEST = timedelta(hours=12)
ZONE_EAST = timedelta(hours=14)
"""The zones furthest from UTC."""

MONTH_FIRST_REGIONS = frozenset({"us", "ph", "fm", "pw", "mh"})
"""Regions that write the month before the day."""

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s_]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|UTC|GMT|[+\u2212-]\d{2}:?\d{2}|[+-]\d{2})?)?(?!\d)",
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
    r"\s{0,2}(Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2}\b)?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<![\d:])(1[0-2]|0?[1-9])\s?(a\.?m\.?|p\.?m\.?)(?![^\W_])", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day, and the time and zone as far as they were given."""

    day: date
    time: datetime | None = None

    @property
    def iso(self) -> str:
        """`YYYY-MM-DD`, or with time (and zone, when known) in the extended form."""
        return self.time.isoformat(timespec="seconds") if self.time else self.day.isoformat()

    @property
    def days(self) -> frozenset[date]:
        """The day as written, and in UTC where the zone is known."""
        if self.time is None or self.time.tzinfo is None:
            return frozenset((self.day,))
        return frozenset((self.day, self.time.astimezone(UTC).date()))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bounds a page's dates: when it was captured, and whether its site writes the month first."""

    captured_at: datetime | None = None
    month_first: bool | None = None

    def admits(self, moment: Moment) -> bool:
        """Whether a moment lies between 1990 and the capture, a day of slack for zones."""
        if moment.day < FIRST:
            return False
        return self.captured_at is None or min(moment.days) <= (self.captured_at + SLACK).date()


def month_first(language: str | None, host: str | None) -> bool | None:
    """Whether dates such as 03/04/2021 begin with the month, by language tag and host; None when unknown."""
    tag = (language or "").replace("_", "-").lower().split("-")
    if len(tag) > 1 and len(tag[-1]) == 2:  # noqa: PLR2004 - a region subtag
        return tag[0] in {"en", "es"} and tag[-1] in MONTH_FIRST_REGIONS
    if tag[0] not in {"", "en"}:
        return False
    top = (host or "").rpartition(".")[2]
    if len(top) == 2 and top not in {"us", "io", "tv", "co", "ai", "me", "fm", "ly"}:  # noqa: PLR2004 - a country's domain
        return top in MONTH_FIRST_REGIONS
    return True if tag[0] == "en" else None


def agree(one: Moment, other: Moment) -> bool:
    """Whether two votes can mean the same moment: the same day, or the same instant told in UTC and in local time."""
    if one.days & other.days:
        return True
    return _local_of(one, other) is not None or _local_of(other, one) is not None


def _local_of(utc: Moment, local: Moment) -> Moment | None:
    """The instant `utc` in the zone in which it is on the day `local` (which tells no zone), where there is one."""
    if utc.time is None or utc.time.utcoffset() != timedelta(0):
        return None
    if local.time is None or local.time.tzinfo is not None:
        at_most = ZONE_WEST if local.day < utc.day else ZONE_EAST
        midnight = datetime(utc.day.year, utc.day.month, utc.day.day, tzinfo=UTC) + timedelta(days=local.day > utc.day)
        near = abs((utc.time - midnight).total_seconds()) < at_most.total_seconds()
        return Moment(local.day) if local.time is None and abs(local.day - utc.day) == SLACK and near else None
    offset = local.time.replace(tzinfo=UTC) - utc.time.replace(second=0)
    quarters = timedelta(minutes=15 * round(offset / timedelta(minutes=15)))
    if not -ZONE_WEST <= offset <= ZONE_EAST or abs(offset - quarters) > timedelta(minutes=1):
        return None
    return Moment(local.day, utc.time.astimezone(timezone(quarters)))


def merged(group: list[tuple[Moment, float]]) -> Moment:
    """The most exact moment that agreeing votes support, each given with what it counts.

    A zone of its own says more than UTC, that more than a time without a zone. An instant in UTC
    is moved into local time where another vote tells that; where only the local day is known, the
    day is all that is kept, because the reader would take the UTC day for it.
    """
    best, _ = max(group, key=lambda entry: (_exactness(entry[0]), entry[1]))
    if best.time is None or best.time.utcoffset() != timedelta(0):
        return best
    locals_ = [other for other, _ in group if not (other.time and other.time.tzinfo)]
    for other in sorted(locals_, key=lambda other: other.time is None):
        local = _local_of(best, other)
        if local is not None and (local.time is not None or not any(day in best.days for day in _days_of(locals_))):
            return local
    return best


def _days_of(moments: list[Moment]) -> set[date]:
    return {moment.day for moment in moments}


def _exactness(moment: Moment) -> int:
    if moment.time is None:
        return 0
    offset = moment.time.utcoffset()
    return 1 if offset is None else 2 if offset == timedelta(0) else 3


def parse(raw: str, bounds: Bounds) -> Moment | None:
    """The first date in a text, or None; dates outside the bounds count as none."""
    text = raw[:DATE_CHARS].strip()
    if not any(letter.isdigit() for letter in text):
        return None
    for form in (_iso, _east_asian, _words, _year_first, _numeric, _compact, _epoch, _ago):
        moment = form(text, bounds)
        if moment is not None and bounds.admits(moment):
            return moment
    return None


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
        return datetime(day.year, day.month, day.day, _hour(hour, half))  # noqa: DTZ001 - no zone was given
    try:
        return datetime(
            day.year,
            day.month,
            day.day,
            _hour(int(match[1]), match[4]),
            int(match[2]),
            int(match[3] or 0),
            tzinfo=_zone(match[5]),
        )
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    noon = 12
    return hour % noon + (noon if half[0] in "pP" else 0) if hour <= noon else hour


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


def _iso(text: str, _: Bounds) -> Moment | None:
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
            return moment
    return None


def _compact(text: str, _: Bounds) -> Moment | None:
    match = _COMPACT.search(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    rest = f"{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
    return _made(int(year), int(month), int(day), rest)


def _east_asian(text: str, _: Bounds) -> Moment | None:
    match = _EAST_ASIAN.search(text)
    return _made(int(match[1]), int(match[2]), int(match[3]), text[match.end() :]) if match else None


def _year_first(text: str, _: Bounds) -> Moment | None:
    match = _YEAR_FIRST.search(text)
    return _made(int(match[1]), int(match[2]), int(match[3]), text[match.end() :]) if match else None


def _words(text: str, _: Bounds) -> Moment | None:
    """Dates with a month name, day or month first: the name tells which is which."""
    plain = months.folded(text)
    table = months.numbers()
    for match in _DAY_MONTH.finditer(plain):
        if number := table.get(match[2]):
            return _made(int(match[3]), number, int(match[1]), plain[match.end() :])
    for match in _MONTH_DAY.finditer(plain):
        if number := table.get(match[1]):
            return _made(int(match[3]), number, int(match[2]), plain[match.end() :])
    for match in _YEAR_MONTH.finditer(plain):
        if number := table.get(match[2]):
            return _made(int(match[1]), number, int(match[3]), plain[match.end() :])
    for match in _SHORT_YEAR.finditer(plain):
        if number := table.get(match[2]):
            return _made(_century(int(match[3])), number, int(match[1]), plain[match.end() :])
    return None


def _century(year: int) -> int:
    return year if year >= 100 else year + (1900 if year >= 90 else 2000)  # noqa: PLR2004


def _numeric(text: str, bounds: Bounds) -> Moment | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, mark, second, year = int(match[1]), match[2], int(match[3]), _century(int(match[4]))
    rest = text[match.end() :]
    orders = [(second, first), (first, second)]  # month and day
    if (mark == "/" and bounds.month_first is not False) or (mark == "-" and bounds.month_first):
        orders.reverse()
    for month, day in orders:
        moment = _made(year, month, day, rest)
        if moment is not None and bounds.admits(moment):
            return moment
    return None


def _epoch(text: str, _: Bounds) -> Moment | None:
    """Seconds or milliseconds since 1970, when the text is nothing else."""
    if _EPOCH.fullmatch(text) is None:
        return None
    time = datetime.fromtimestamp(int(text[:10]), UTC)
    return Moment(time.date(), time)


def _ago(text: str, bounds: Bounds) -> Moment | None:
    """A relative date ("3 hours ago", "vor 2 Tagen"), counted from the capture; a day is all it is good for."""
    if bounds.captured_at is None or len(text) > 60 or not _AGO_WORD.search(text):  # noqa: PLR2004
        return None
    match = _AGO.search(text)
    if match is None:
        return None
    unit = match[2].lower()
    name = _UNITS.get(unit) or _UNITS.get(unit[:2])
    if name is None:
        return None
    amount = int(match[1]) if match[1].isdigit() else 1
    return Moment((bounds.captured_at - timedelta(**{name: amount})).date())
