# ruff: noqa: RUF001 - words in their own scripts
"""Who first published a text, as its last lines tell: "Originally published by …", "Zuerst erschienen in …"."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from thresher.lazy import lazy
from thresher.metadata import lexicon, months
from thresher.metadata.sheet import Literals

if TYPE_CHECKING:
    from thresher.metadata.ballot import Ballot
    from thresher.metadata.sheet import Sheet

LINE_CHARS = 400

_NAME = (
    r"(?:the )?(?P<name>[^\W\d_a-zß-ÿа-яёα-ωά-ώ][^.!?|;:,()\n]{1,60}?(?:\.(?:com|org|net|de|fr|es|it"
    r"|example)\b)?)"
)
_END = (
    rf"(?=\s?(?:[.!|;:,()]|$|\s[{lexicon.DASHES}]\s|\s(?:and|under|on|in|at|with|as|unter|am|vom|mit|und|le"
    rf"|sous|el|bajo|il|sotto|sob|em|onder|op)\s))"
)
_HEADS = (
    r"originally (?:published|appeared|reported|ran)(?: (?:by|on|in|at))",
    r"first (?:published|appeared)(?: (?:by|on|in|at))",
    (
        r"(?:re-?published|reprinted|reposted"
        r"|syndicated)(?: here)?(?: with (?:the )?(?:kind )?permission)?(?: (?:from|of|by))"
    ),
    r"(?:story|report|article) was produced by",
    (
        r"(?:zuerst|zunächst|ursprünglich|erstmals) (?:erschienen|veröffentlicht|publiziert) (?:auf|bei|in|im|von"
        r"|auf der seite)"
    ),
    r"erschien (?:zuerst|zunächst|ursprünglich|erstmals) (?:auf|bei|in|im|von)",
    r"(?:publié|paru)e?s? (?:initialement|à l['’]origine|d['’]abord|pour la première fois) (?:dans|sur|par|chez)",
    r"(?:initialement|originellement|d['’]abord) (?:publié|paru)e?s? (?:dans|sur|par|chez)",
    r"(?:publicad[oa]|publicó) (?:originalmente|originariamente|por primera vez) (?:en|por)",
    r"(?:originalmente|por primera vez) (?:publicad[oa]|apareció) (?:en|por)",
    (
        r"(?:pubblicat[oa]|apparso) (?:originariamente|originalmente|per la prima volta|inizialmente) (?:su|da|in"
        r"|sul|sulla)"
    ),
    r"publicad[oa] (?:originalmente|primeiro|primeiramente) (?:em|no|na|por|pelo|pela)",
    r"(?:verscheen|gepubliceerd) (?:eerder|oorspronkelijk|eerst|voor het eerst) (?:op|in|bij|door)",
    r"(?:ukazał się|opublikowan[ya]|opublikowano) (?:pierwotnie|po raz pierwszy)? ?(?:w|na|przez)",
    r"(?:впервые опубликован[оа]?|первоначально опубликован[оа]?) (?:в|на|изданием)",
    r"(?:πρωτοδημοσιεύτηκε|πρωτοδημοσιεύθηκε|δημοσιεύτηκε αρχικά|αναδημοσίευση) (?:στο|στην|στη|από)(?: την?)?",
    r"(?:ilk olarak|ilk kez)",
)
_FOUND = lazy(rf"(?:{'|'.join(_HEADS)}) [\"“„«]?(?-i:{_NAME}){_END}", re.IGNORECASE)
_ASIAN = lazy(
    r"(?:本文)?(?:转载自|轉載自|原载于|原載於|首发于|文章来源|来源|來源|出典|初出|転載元|المصدر"
    r"|نشر لأول مرة في)\s?[:：]?\s?[《「“]?([^\s》」”，。、,.（(|]{2,20})"
)
LITERALS = (
    *(
        "originally",
        "first published",
        "first appeared",
        "republished",
        "re-published",
        "reprinted",
        "reposted",
        "syndicated",
    ),
    *(
        "was produced by",
        "zuerst",
        "zunächst",
        "ursprünglich",
        "erstmals",
        "initialement",
        "à l'origine",
        "d'abord",
        "originalmente",
    ),
    *(
        "por primera vez",
        "originariamente",
        "per la prima volta",
        "primeiro",
        "primeiramente",
        "oorspronkelijk",
        "verscheen eerder",
    ),
    *(
        "pierwotnie",
        "po raz pierwszy",
        "опубликован",
        "δημοσι",
        "ilk olarak",
        "ilk kez",
        "转载自",
        "轉載自",
        "原载于",
        "原載於",
    ),
    *("来源：", "來源：", "出典", "初出", "転載元", "المصدر", "نشر لأول مرة"),
)
_WITHIN = lexicon.PARTICLES | {"für", "und", "et", "des", "di", "del", "for", "&", "of", "op", "het", "een"}
"""Words in lower case that may stand within a name."""
_WEEKDAYS = (
    *("monday", "tue", "wed", "thu", "fri", "sat", "sunday"),
    *("montag", "diens", "mittw", "donner", "freitag", "sams", "sonn"),
)
_TURKISH = lazy(r"['’]n?[dt][ae]\b.*$")


@cache
def _literals() -> Literals:
    return Literals(LITERALS)


def cast(sheet: Sheet, ballot: Ballot) -> None:
    """Cast the votes of the lines that say where a text was first published."""
    for number in _literals().within(sheet):
        name = first_publisher(sheet.texts[number])
        if name:
            ballot.cast("publisher", name, "text:provenance")


def first_publisher(text: str) -> str | None:
    """Who first published a text, by a line that says so."""
    if len(text) > LINE_CHARS:
        return None
    if match := _FOUND.search(text):
        return _name(_TURKISH.sub("", match["name"]).strip(" \"“”„«»'"))
    if not text.isascii() and (asian := _ASIAN.match(text)):
        return asian[1]
    return None


def _name(text: str) -> str | None:
    """A name without the sentence that goes on after it; None for what is none, such as a date."""
    words = text.split()
    kept = list(takewhile(lambda word: not word[0].islower() or word.lower() in _WITHIN, words))
    while kept and kept[-1].lower() in _WITHIN:
        kept.pop()
    if not kept or words[0][0].islower() or any(_is_of_date(word) for word in kept[:2]):
        return None
    return " ".join(kept)


def _is_of_date(word: str) -> bool:
    plain = months.folded(word).strip(".,")
    return plain in months.numbers() or word[0].isdigit() or plain.startswith(_WEEKDAYS)
