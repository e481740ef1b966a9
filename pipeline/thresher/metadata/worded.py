# ruff: noqa: RUF001 - words in their own scripts
"""Dates with the name of a month, in whatever order its language sets day, month and year."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from thresher.metadata import calendars, months

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

GAP = re.compile(r"[\s.,،\-\u2013/'’·]{0,4}")
"""What may stand between the parts of a date, beside `FILLERS`."""
FILLERS = frozenset(
    [
        "a",
        "an",
        "ann",
        "any",
        "de",
        "del",
        "der",
        "den",
        "des",
        "d",
        "da",
        "di",
        "do",
        "e",
        "er",
        "el",
        "gada",
        "il",
        "ko",
        "la",
        "le",
        "les",
        "m",
        "na",
        "nam",
        "nd",
        "ngay",
        "o",
        "of",
        "on",
        "rd",
        "re",
        "st",
        "th",
        "the",
        "u",
        "van",
        "y",
        "год",
        "года",
        "г",
        "гг",
        "р",
        "року",
        "рік",
        "ж",
        "жылғы",
        "жыл",
        "оны",
        "թ",
        "թվականի",
        "წლის",
        "წ",
        "سنة",
        "عام",
        "لعام",
        "में",
        "के",
        "को",
        "ang",
        "ng",
        "ค.ศ",
        "พ.ศ",
        "د",
        "ء",
    ]
)
"""Words between day, month and year, as `months.folded` spells them: "of", "de", "year"."""
SKIPS = 2
"""Most words between two parts."""
NUMBERED = frozenset({"thang", "thg"})
"""Words for "month" before its number, where months have no names of their own."""

_MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0971-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd"
    r"\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
)
_THAI = r"[\u0e01-\u0e4e\u0e81-\u0ecd](?:\.?[\u0e01-\u0e4e\u0e81-\u0ecd])*"
_TOKEN = re.compile(rf"\d+|{_THAI}|[^\W\d_](?:[^\W\d_]|[{_MARKS}])*[׳॰]?")
_UNIX = re.compile(r"\s+(\d\d:\d\d:\d\d)(\s[A-Z]{3,4}|\s[+-]\d{4})?\s(\d{4})(?!\d)")
"""What stands after month and day as the `date` command writes it: "Mar 05 04:05:06 +0000 2021"."""
_YEAR_DIGITS, _SHORT_DIGITS = 4, 2
_AFTER_SHORT = re.compile(r"\s*(?:$|[,;|)]|(?:[T\s]\s?)?\d\d?[:.h]\d\d)")
"""What may follow a year of two digits."""


class Token(NamedTuple):
    """A number or a word of a text, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def is_year(self) -> bool:
        """Whether it is a number of four digits."""
        return len(self.text) == _YEAR_DIGITS and self.text.isdecimal()

    @property
    def is_day(self) -> bool:
        """Whether it is a number of one or two digits."""
        return len(self.text) <= _SHORT_DIGITS and self.text.isdecimal()


def found(text: str, language: str | None) -> Iterator[tuple[date, str]]:
    """The days that a text names, each with what stands after it; `language` is a primary subtag."""
    matches = list(_TOKEN.finditer(text))
    if not any(_may_be_month(match[0], language) for match in matches):
        return
    tokens = [Token(match[0], *match.span()) for match in matches]
    for at, token in enumerate(tokens):
        if not _may_be_month(token.text, language) or (month := _month(tokens, at, language)) is None:
            continue
        number, last, is_jalali = month
        for day, year, rest in _around(text, tokens, at, last):
            try:
                if is_jalali:
                    yield calendars.jalali(year, number, day), rest
                else:
                    yield calendars.gregorian(year, number, day, language), rest
            except ValueError:
                continue
            break


@lru_cache(maxsize=4096)  # the words round dates are few
def _may_be_month(word: str, language: str | None) -> bool:
    """Whether a word is the name of a month, or the first of its words."""
    name = months.folded(word)
    return bool(
        months.number(word, language) or word in calendars.JALALI_MONTHS or name in NUMBERED or name in _first_words()
    )


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in months.numbers() if " " in name)


def _month(tokens: Sequence[Token], at: int, language: str | None) -> tuple[int, int, bool] | None:
    """The month that begins at a token, the last token of its name, and whether it is a Persian one."""
    word = tokens[at].text
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if (number := months.number(word, language)) is None and following and not following.isdecimal():
        number = months.number(f"{word} {following}", language)
        at += number is not None
    if number is not None:
        # "5 كانون الثاني/يناير 2021": the month by both its names.
        again = tokens[at + 1].text if at + 1 < len(tokens) else ""
        return number, at + (months.number(again, language) == number), False
    if word in calendars.JALALI_MONTHS:
        return calendars.JALALI_MONTHS[word], at, True
    if following.isdecimal() and len(following) <= _SHORT_DIGITS and months.folded(word) in NUMBERED:
        return int(following), at + 1, False
    return None


def _around(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Day, year and what follows them, for the month that stands from the first to the last token."""
    before, after = _neighbour(text, tokens, first, -1), _neighbour(text, tokens, last, 1)
    if before is not None and after is not None:
        one, other = tokens[before], tokens[after]
        if one.is_day and (other.is_year or _is_short_year(text, tokens[last], other)):
            yield int(one.text), century(int(other.text)), text[other.end :]
        if one.is_year and other.is_day:
            yield int(other.text), int(one.text), text[other.end :]
    if after is not None and tokens[after].is_day:
        yield from _month_first(text, tokens, after)
    if before is not None and tokens[before].is_day:
        year = _neighbour(text, tokens, before, -1)
        if year is not None and tokens[year].is_year:
            yield int(tokens[before].text), int(tokens[year].text), text[tokens[last].end :]


def _month_first(text: str, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, int, str]]:
    day = int(tokens[at].text)
    year = _neighbour(text, tokens, at, 1)
    if year is not None and tokens[year].is_year:
        yield day, int(tokens[year].text), text[tokens[year].end :]
    elif match := _UNIX.match(text, tokens[at].end):
        yield day, int(match[3]), f"{match[1]}{match[2] or ''}"


def _neighbour(text: str, tokens: Sequence[Token], at: int, step: int) -> int | None:
    """The nearest number on one side of a token, with nothing but fillers between; its place, or None."""
    previous = at
    for place in range(at + step, at + step * (SKIPS + 2), step):
        if not 0 <= place < len(tokens):
            return None
        left, right = sorted((previous, place))
        if GAP.fullmatch(text, tokens[left].end, tokens[right].start) is None:
            return None
        if tokens[place].text.isdecimal():
            return place
        if months.folded(tokens[place].text) not in FILLERS:
            return None
        previous = place
    return None


def _is_short_year(text: str, month: Token, year: Token) -> bool:
    """Whether a number after a month is a year of two digits rather than an hour or a count."""
    if len(year.text) != _SHORT_DIGITS or _AFTER_SHORT.match(text, year.end) is None:
        return False
    return text[month.end : year.start].strip(" ,.") in {"", "-", "'", "’", "/"}


def century(year: int) -> int:
    """The year that one of two digits stands for: 1990 to 2089."""
    return year if year >= 100 else year + (1900 if year >= 90 else 2000)  # noqa: PLR2004
