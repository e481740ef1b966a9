# ruff: noqa: RUF001, RUF002 - words and signs of their own scripts
"""The place of a dateline: "NORDHAFEN (Norpress) -", "Nordhafen (dpa) –", "北港1月3日电"."""

from __future__ import annotations

import re

from thresher.lazy import lazy
from thresher.metadata import lexicon

LEAD_CHARS = 140
"""How much of a paragraph is searched for its dateline."""

_DASH = rf"\s?(?:[{lexicon.DASHES}]+|\.[{lexicon.DASHES}])\s?"
_DATE = r"(?:,? (?:\d{1,2}\.? ?[^\W\d_]{3,12}\.?|[^\W\d_]{3,12}\.? \d{1,2})(?:,? \d{4})?)?"
_AGENCY = rf"\((?:[A-ZÀ-Þ][\w.&/-]*(?: [A-ZÀ-Þ][\w.&-]*){{0,3}}|{lexicon.WIRE}(?:/[\w-]{{1,12}})?)\)"
_UPPER = r"[^\W\d_a-zß-ÿа-яёα-ωά-ώ]"
_CAPITALS = rf"{_UPPER}(?:[ .'/-]?{_UPPER})+"
_PLACE = (
    r"[^\W\d_a-zß-ÿа-яёα-ωά-ώ][^\W\d_'’-]*(?:[ /'’-](?:(?:am|an der|de|del|di|do|da|la|le|of|sur"
    r"|upon) )?[^\W\d_a-zß-ÿа-яёα-ωά-ώ][^\W\d_]+){0,3}"
)
_REGION = r"(?:, [A-ZÀ-Þ][\w.]{1,14}(?: [A-ZÀ-Þ][\w.]{1,14})?)?"
_FORMS = (
    lazy(rf"({_PLACE}{_REGION}){_DATE},? {_AGENCY}{_DASH}"),
    lazy(rf"({_CAPITALS}{_REGION}){_DATE}{_DASH}(?=\S)"),
    lazy(rf"\((?:ANSA|AGI|Adnkronos|EFE|AA)\){_DASH}({_CAPITALS}){_DATE}{_DASH}"),
)
_CHINESE = lazy(
    r"(?:[(（【]?(?:新华社|中新社|中新网|本报|本報"
    r"|综合报道)?\s?)([\u4e00-\u9fff]{2,8}?)(?:\d{1,2}月)?\d{1,2}日(?:电|電|讯|訊)"
)
_JAPANESE = lazy(r"【([^】=＝・\s]{2,10}?)(?:(?:[=＝・]|共同|時事|ＡＦＰ|AFP)[^】]{0,20})】")
_ARABIC = lazy(
    r"([\u0621-\u064a]{3,14}(?: [\u0621-\u064a]{3,14})?)\s?[-–]?\s?\(?(?:رويترز|أ ف ب|د ب أ|واس|وام|سانا)\)?\s?[-–:]"
)
_LEAST = 4
"""Fewest letters of a place in capitals."""
_NO_PLACE = frozenset(
    (
        *("BREAKING", "EXCLUSIVE", "UPDATE", "UPDATED", "WATCH", "LIVE", "VIDEO", "OPINION"),
        *("ANALYSIS", "NEWS", "EDITORIAL", "PHOTOS", "REVIEW", "COMMENT", "EXKLUSIV", "KOMMENTAR"),
        *("URGENT", "VIDÉO", "DIRECT", "NOTE", "WARNING", "SPOILER", "PODCAST", "INTERVIEW"),
        *("CORRECTION"),
    )
)
"""What stands in capitals before a dash and is no place."""


def place(text: str) -> str | None:
    """The place that a paragraph begins with, as it is spelled there, capitals apart; None where it has no dateline."""
    lead = text[:LEAD_CHARS]
    if not lead.isascii():
        for pattern in (_CHINESE, _JAPANESE, _ARABIC):
            if match := pattern.match(lead):
                return match[1].strip()
    if not lead[:1].isupper() and lead[:1] != "(":
        return None
    for pattern in _FORMS:
        if match := pattern.match(lead):
            return _cased(match[1].strip())
    return None


def _cased(name: str) -> str | None:
    """A place in capitals as it stands in a sentence; short ones may be initials, which are no place."""
    town, comma, region = name.partition(",")
    if not town.isupper():
        return name
    if len(town) < _LEAST or town.split()[0] in _NO_PLACE:
        return None
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), town) + comma + region
