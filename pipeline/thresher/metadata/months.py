# ruff: noqa: RUF001 - names of months in their own scripts
"""Month names of 21 languages, and the words that stand round dates: a fast path before dateparser."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = """
1 january jan januar janner jaenner janvier janv enero ene gennaio gen janeiro januari stycznia styczen sty
1 leden ledna января январь янв ianuarie ian ocak siecnia січня січень sijecanj sijecnja tammikuu tammikuuta
1 januara ianouariou ιανουαριου ιανουαριος ιαν
2 february feb februar feber fevrier fevr fev febrero febbraio fevereiro februari lutego luty lut unor unora
2 февраля февраль фев februarie subat лютого лютий veljaca veljace helmikuu helmikuuta februara φεβρουαριου
2 φεβρουαριος φεβ
3 march mar marz maerz mrz mars marzo marco maart mrt marca marzec brezen brezna марта март martie mart березня
3 березень ozujak ozujka maaliskuu maaliskuuta μαρτιου μαρτιος μαρ
4 april apr avril avr abril abr aprile kwietnia kwiecien kwi duben dubna апреля апрель апр aprilie nisan квітня
4 квітень travanj travnja huhtikuu huhtikuuta aprila απριλιου απριλιος απρ
5 may mai mayo maggio mag maio mei maja maj kveten kvetna мая май mayis травня травень svibanj svibnja toukokuu
5 toukokuuta μαιου μαιος μαι
6 june jun juni juin junio giugno giu junho czerwca czerwiec cze cerven cervna июня июнь июн iunie iun haziran
6 червня червень lipanj lipnja kesakuu kesakuuta juna ιουνιου ιουνιος ιουν
7 july jul juli juillet juil julio luglio lug julho lipca lipiec lip cervenec cervence июля июль июл iulie iul
7 temmuz липня липень srpanj srpnja heinakuu heinakuuta jula ιουλιου ιουλιος ιουλ
8 august aug aout agosto ago augustus sierpnia sierpien sie srpen srpna августа август авг agustos серпня
8 серпень kolovoz kolovoza elokuu elokuuta augusti avgusta avgust αυγουστου αυγουστος αυγ
9 september sep sept septembre septiembre set settembre setembro wrzesnia wrzesien wrz zari сентября сентябрь
9 сен сент septembrie eylul вересня вересень rujan rujna syyskuu syyskuuta septembra σεπτεμβριου σεπτεμβριος σεπ
10 october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik paz rijen rijna
10 октября октябрь окт octombrie ekim жовтня жовтень lokakuu lokakuuta oktobra οκτωβριου οκτωβριος οκτ
11 november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя noiembrie noi kasim
11 листопада листопад studeni studenoga marraskuu marraskuuta novembra νοεμβριου νοεμβριος νοε
12 december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien gru prosinec prosince
12 декабря декабрь дек decembrie aralik грудня грудень joulukuu joulukuuta decembra δεκεμβριου δεκεμβριος δεκ
"""
"""A month's number, then its names and abbreviations in any language, without accents (see `folded`)."""


def folded(text: str) -> str:
    """In lower case and without accents ("März" is "marz"), as the month table spells names."""
    if text.isascii():
        return text.lower()
    # Cyrillic й is its own letter, not an и with an ornament.
    kept = (
        text.lower()
        .replace("ß", "ss")
        .replace("ł", "l")
        .replace("ı", "i")
        .replace("й", "\ue000")
        .replace("ї", "\ue001")
    )
    plain = _marks().sub("", unicodedata.normalize("NFKD", kept))
    return plain.replace("\ue000", "й").replace("\ue001", "ї")


@cache
def _marks() -> re.Pattern[str]:
    """All combining marks of the basic plane; a pattern, for a test of each letter costs thirty times as much."""
    return re.compile("[" + "".join(c for c in map(chr, range(0x10000)) if unicodedata.combining(c)) + "]+")


@cache
def numbers() -> Mapping[str, int]:
    """The month number of each name in the table."""
    table: dict[str, int] = {}
    for line in NAMES.split("\n"):
        number, *names = line.split() or [""]
        for name in names:
            table.setdefault(name, int(number))
    return MappingProxyType(table)
