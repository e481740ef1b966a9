"""Dates as archives, HTTP and the headers of text captures write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_LONGEST = 100  # characters of a date that are looked at
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]+(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,18}))?)?)?"
    r"\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?)?)?)?\s*",
    re.ASCII,
)
_DAY_OF_YEAR = re.compile(r"(\d{4})-\d{2}-(\d{3})T(.+)", re.ASCII)  # ClueWeb09: month, then day of the year
_DIGITS = re.compile(r"(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{0,6})", re.ASCII)
_SCRIPT = re.compile(  # JavaScript's Date.toString()
    r"\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d{2}:\d{2}:\d{2})(?: (?:GMT|UTC)([+-]\d{4})?)?", re.ASCII
)


def moment(text: str | None) -> datetime | None:
    """The moment that `text` names, in UTC; None if it names none.

    Reads ISO 8601 down to a bare year, with any number of fractional digits, and runs of 4 to
    20 digits (`20161231235959`). What a date leaves out counts as its beginning; a date without
    a zone is UTC.
    """
    text = (text or "").strip()[:_LONGEST]
    if match := _DIGITS.fullmatch(text):
        return _built([*match.groups()[:6], None], None)
    if match := _DAY_OF_YEAR.match(text):
        year, day, clock = match.groups()
        first = moment(f"{year}-01-01T{clock}")
        return first + timedelta(days=int(day) - 1) if first and 1 <= int(day) <= 366 else None  # noqa: PLR2004 - a leap year
    if match := _ISO.fullmatch(text):
        *parts, zone = match.groups()
        return _built(list(parts), zone)
    return None


def written_moment(text: str) -> datetime | None:
    """As `moment`, reading also the dates of mail, HTTP and JavaScript."""
    text = text.strip()[:_LONGEST]
    if found := moment(text):
        return found
    if match := _SCRIPT.match(text):
        month, day, year, clock, zone = match.groups()
        text = f"{day} {month} {year} {clock} {zone or '+0000'}"
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _built(parts: list[str | None], zone: str | None) -> datetime | None:
    year, month, day, hour, minute, second = (int(part) if part else None for part in parts[:6])
    fraction = int((parts[6] or "0")[:6].ljust(6, "0"))
    leap = second == 60  # noqa: PLR2004 - a leap second is the second after 59
    try:
        built = datetime(
            year or 0, month or 1, day or 1, hour or 0, minute or 0, 59 if leap else second or 0, fraction, _zone(zone)
        )
        return built.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> timezone:
    if not text or text[0] not in "+-":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
