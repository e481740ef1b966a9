# ruff: noqa: RUF001 - words in their own scripts
"""Dates told by how long ago they were ("3 hours ago", "昨日 14:05"), counted from the moment of capture.

Weeks, months and years are left alone: they name no day.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from thresher.lazy import lazy
from thresher.metadata import clocks
from thresher.metadata.moments import Moment
from thresher.metadata.months import folded

if TYPE_CHECKING:
    from datetime import datetime

AGO_CHARS = 60
"""Longest text that may be a relative date."""
MOST = {"minutes": 24 * 60, "hours": 24 * 7, "days": 100}
"""Greater numbers are no dates: ages, subscriptions, shelf lives."""

WORDS = """
ago|m min|h hr hour|d day
vor|m min|std stunde|tag
il_y_a|min|h heure|j jour
hace atras|m min|h hora|d dia
fa|min|h or hor|g gg giorn dia dies
ha atras|min|h hora|d dia
geleden gelede|m min|u uur|d dag dae dgn
sedan sen siden|min|h t tim|d dag døg
sitten|min|h t tun|pv paiv
fyrir|min|klst klukku|deg dog
eest tagasi|min|t tun|p paev
pirms|min|h st stund|d dien
pries|min|val|d dien
temu|min|g godz|dn dzien
pred|min|h hod ur|d dn
prije pre|min|h sat|d dan
пре пред преди пр|мин|ч час сат|д дан ден дена дни
назад тому таму|мин хв|ч час год гадз|д день дн дні днів дзен
acum|m min|h or|zi
ezelott|perc|ora|nap
πριν|λ λεπ|ω ωρ|ημ
once oncə|dk dak dəq|sa|gun
oldin avval|daq|soat|kun
бұрын мурн мурун|мин мүн|с саат сағ|күн
me_pare|min|or|dit
hai|min|h hora|dia
duela|min|ordu|egun
o_shin|noim|uair huair|la
yn_ol|mun fun|awr|diwrnod ddiwrnod
قبل منذ|دق|ساع|يوم ايام
לפני|דק|שע|ימים
پیش قبل|دقیق|ساعت|روز
पहले पहिले|मि|घं घण|दिन
আগে|মিনিট|ঘনট|দিন
முன|நி|ம|நா
కరితం|నిమి|గం|రోజు
മുമപ|മിനി|മണി|ദിവസ
ಹಿಂದೆ|ನಿಮಿ|ಗಂಟ|ದಿನ
પહેલાં|મિ|ક|દિ
ਪਹਿਲਾਂ|ਮਿੰ|ਘੰ|ਦਿਨ
پہلے|منٹ|گھنٹ|دن
पूरवी|मि|तास|दिव
truoc|phut|gio tieng|ngay
lalu|min men mnt|jam|h hari
nakalipas|min|oras|araw
առաջ|ր|ժ|օր
წინ|წთ წუთ|სთ საათ|დღ
өмнө|мин|ц цаг|өд
前|分|小时 小時 時間 个小时 個小時|天 日
전|분|시간|일
แลว ผานมา|นาที|ชัวโมง ชม|วัน
"""
"""What says "ago", then how minutes, hours and days begin, as `folded` spells them: a language or two a line."""

ONE = [
    "an?",
    "one",
    "eine?r?",
    "einem",
    "una?",
    "uma?",
    "une",
    "et?",
    "ett",
    "en",
    "een",
    "jedn[aąouy]",
    "один",
    "одну",
    "одна",
    "egy",
    "bir",
    "satu",
]
"""What stands for the number where it is one."""

DAYS = """
0 today heute aujourd'hui hoy oggi hoje vandaag idag i_dag tanaan dzis dzisiaj dnes danas сегодня сьогодні днес azi ma
0 σημερα bugun avui hari_ini hom_nay اليوم היום امروز आज วันนี 今天 今日 오늘
1 yesterday gestern hier ayer ieri ontem gisteren igar i_gar eilen wczoraj vcera jucer juce вчера вчора tegnap
1 χθες dun ahir kemarin hom_qua امس אתמול دیروز เมือวาน เมือวานนี 昨天 昨日 어제
"""
"""How many days ago, and the words for it."""

_JOINED = lazy(r"[\u0900-\u0dff\u1100-\u11ff\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts without spaces between words, or whose particles are written with the word."""
DAY_WORDS = -1
"""What stands for the line of the words for today and yesterday."""
_MARKS = ".,:;·|()[]•-–—"
_CLOCK = (
    r"(?:[,.·|]?\s?(?:at|um|a las|a|as|alle|ore|om|kl\.?|o|в|о|u|στις|saat|pukul|luc)?\s?\d{1,2}[:.h]\d\d[^\n]{0,12})?"
)
_LABEL = r"(?:[^\W\d_][\w ]{0,24}[:：]\s?)?"


def parse(text: str, captured_at: datetime | None) -> Moment | None:
    """The day that a short text tells by its distance from the capture, with a time where it gives one; or None."""
    if captured_at is None or len(text) > AGO_CHARS:
        return None
    plain = folded(text)
    words = [word.strip(_MARKS) for word in plain.split()]
    lines = {line for word in words for line in _alone().get(word, ())}
    lines.update(line for sign, line in _within() if sign in plain)
    if DAY_WORDS in lines and (word := _named().fullmatch(plain)) is not None:
        day = (captured_at - timedelta(days=_day_words()[word["day"]])).date()
        return Moment(day, clocks.after(day, (text if len(text) == len(plain) else plain)[word.end("day") :]))
    for line in sorted(lines - {DAY_WORDS}):
        if (found := _counted()[line].search(plain)) is not None:
            unit = str(found.lastgroup)
            amount = int(found[1]) if found[1].isdigit() else 1
            return Moment((captured_at - timedelta(**{unit: amount})).date()) if amount <= MOST[unit] else None
    return None


@cache
def _told() -> list[tuple[str, int]]:
    """The words that tell a relative date, each with the number of its line."""
    ago = [(word, number) for number, line in enumerate(_table()) for word in line[0]]
    return ago + [(word, DAY_WORDS) for word in _day_words()]


@cache
def _alone() -> dict[str, list[int]]:
    """The lines of words that stand alone."""
    lines: dict[str, list[int]] = {}
    for word, line in _told():
        lines.setdefault(word, []).append(line)
    return lines


@cache
def _within() -> list[tuple[str, int]]:
    """What is sought within the text: phrases, and words of scripts that set none apart."""
    return [(word, line) for word, line in _told() if " " in word or _JOINED.search(word)]


@cache
def _table() -> list[list[list[str]]]:
    """The words of each line: those for "ago", and the beginnings of minutes, hours and days."""
    table = [[part.split() for part in line.split("|")] for line in folded(WORDS).strip().split("\n")]
    return [[[word.replace("_", " ") for word in part] for part in line] for line in table]


@cache
def _counted() -> list[re.Pattern[str]]:
    """For each line the pattern of a number and a unit, the unit's name as the group."""
    one = "|".join(ONE)
    patterns = []
    for line in _table():
        units = []
        for name, stems in zip(MOST, line[1:], strict=True):
            # A single letter is an abbreviation, whole; a longer beginning may go on.
            forms = [rf"{stem}(?!\w)" if len(stem) == 1 and stem.isascii() else stem for stem in stems]
            units.append(f"(?P<{name}>{'|'.join(forms)})")
        patterns.append(lazy(rf"(?<![\w.,])(\d{{1,4}}|(?:{one})\b)(?:\s?|\sde\s)(?:{'|'.join(units)})"))
    return patterns


@cache
def _day_words() -> dict[str, int]:
    lines = [line.split() for line in folded(DAYS).strip().split("\n")]
    return {word.replace("_", " "): int(line[0]) for line in lines for word in line[1:]}


@cache
def _named() -> re.Pattern[str]:
    words = sorted(_day_words(), key=lambda word: -len(word))
    return lazy(rf"{_LABEL}(?P<day>{'|'.join(map(re.escape, words))}){_CLOCK}", re.IGNORECASE)
