"""Years and digits that are not those of the Gregorian calendar and of ASCII, turned into them.

Reads Thai Buddhist, Persian (Jalali), Japanese and Minguo (Republic of China) years; not the Islamic,
Hebrew and Nepali ones, whose months need tables.
"""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BUDDHIST = 543
"""The Thai calendar counts from the Buddha's death."""
BUDDHIST_YEARS = range(2533, 2643)
"""Buddhist years from the first of the Web to a century later: no Gregorian year of a page is among them."""
JALALI_YEARS = range(1368, 1478)
"""The same span in Persian years."""
JALALI_LANGUAGES = frozenset({"fa", "ps", "prs", "ckb"})

ERAS: Mapping[str, int] = MappingProxyType(
    {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911}
)
"""The year before the first of an era: Japanese ones, and that of the Republic of China."""

JALALI_MONTHS: Mapping[str, int] = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "فروردین حمل",
                "اردیبهشت ثور",
                "خرداد جوزا",
                "تیر سرطان",
                "مرداد امرداد اسد",
                "شهریور سنبله",
                "مهر میزان",
                "آبان عقرب",
                "آذر قوس",
                "دی جدی",
                "بهمن دلو",
                "اسفند حوت",
            ),
            start=1,
        )
        for name in names.split()
    }
)
"""The months of the Persian calendar, by their Iranian and their Afghan names."""

_CYCLE = 33  # years of the arithmetic form of the calendar, right from 1178 to 1633 (AD 1799 to 2256)
_EPOCH = 226_895
"""The day number (as `date.toordinal` counts) from which the first days of Persian years count."""
_LONG_MONTHS = 6  # of 31 days, the others of 30

_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TEN = "十"


def plain(text: str) -> str:
    """The same text with all decimal digits of any script in ASCII, and without marks of direction."""
    return text if text.isascii() else text.translate(_digits())


@cache
def _digits() -> Mapping[int, str]:
    """The ASCII digit of each other decimal digit of the basic plane; nothing for marks of direction."""
    return dict.fromkeys((0x200E, 0x200F, 0x061C), "") | {
        code: str(unicodedata.decimal(letter))
        for code in range(0x80, 0x10000)
        if unicodedata.category(letter := chr(code)) == "Nd"
    }


def jalali(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Persian one of `JALALI_YEARS`; raises ValueError where there is no such day."""
    if year not in JALALI_YEARS:
        raise ValueError("no year of the Web in the Persian calendar")
    days = 31 if month <= _LONG_MONTHS else 30
    start = _new_year(year)
    before = 31 * (month - 1) if month <= _LONG_MONTHS else 186 + 30 * (month - 7)
    found = start + timedelta(days=before + day - 1)
    if not (1 <= month <= 12 and 1 <= day <= days) or found >= _new_year(year + 1):  # noqa: PLR2004
        raise ValueError("no such day in the Persian calendar")
    return found


def _new_year(year: int) -> date:
    return date.fromordinal(_EPOCH + 365 * (year - 1) + (8 * year + 21) // _CYCLE)


def gregorian(year: int, month: int, day: int, language: str | None) -> date:
    """The day that a year, a month and a day name on pages of a language (a primary subtag).

    Years that only the Buddhist calendar can mean are read in it whatever the language, Persian ones where the
    language counts in them. Raises ValueError where there is no such day.
    """
    if year in BUDDHIST_YEARS:
        return date(year - BUDDHIST, month, day)
    if year in JALALI_YEARS and language in JALALI_LANGUAGES:
        return jalali(year, month, day)
    return date(year, month, day)


def chinese(numeral: str) -> int | None:
    """The number of a numeral in ASCII or Chinese digits ("31", "二〇二一", "十二", "三十一"); 元 is the first year."""
    if numeral == "元":
        return 1
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() else None
    tens, ten, ones = numeral.partition(_TEN)
    digits = (f"{tens or '一'}{ones or '零'}" if ten else numeral).translate(_CHINESE)
    return int(digits) if digits.isascii() and digits.isdigit() else None
