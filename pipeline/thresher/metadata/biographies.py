# ruff: noqa: RUF001 - words in their own scripts
"""Authors by the biographies under a text: "Jane Roe is a staff writer for the Harbour Post"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.lazy import lazy

if TYPE_CHECKING:
    from thresher.metadata.ballot import Ballot
    from thresher.metadata.sheet import Sheet

BIOGRAPHIES = 4
"""Most biographies of one page."""
ROLE_CHARS = 140
"""How soon a biography says what its author does."""
LONGEST = 700
SHORTEST = 12

_ENDS = frozenset(".!?:)\u3002\u2026\u060c") | frozenset("\u0621\u0627\u0629\u0647\u064a\u0646\u0631\u062f\u0621")
"""How biographies end: like sentences, and in Arabic, where many have no full stop, with a letter."""
_CAPITAL = r"[^\W\d_a-zß-ÿа-яёα-ωά-ώ\u0600-\u06ff\u3040-\u9fff][\w'’.-]+"
_NAME = rf"{_CAPITAL}(?: (?:de|da|di|del|della|van|von|der|den|la|le|el|al|bin|{_CAPITAL})){{1,3}}"
_LABEL = (
    r"(?:(?:about the authors?|über (?:den autor|die autorin)|zur person|à propos de l['’]auteure?"
    r"|sobre (?:el autor|la autora)"
    r"|l['’]autor[ei]|l['’]autrice|sobre [oa] autora?|over de auteur|o autor(?:ze|ce)|об авторе"
    r"|σχετικά με τ(?:ον|ην) συντάκτ\w+"
    r"|yazar hakkında)\s?:?\s+)"
)
_IS = r"(?:is|was|has been|ist|war|est|es|è|é|jest|είναι|[-–—])"
_BIOGRAPHY = lazy(rf"(?:(?i:{_LABEL}))?(?:[ΟΗ] )?({_NAME})(?:,[^.!?]{{2,60}},)?,? {_IS} ")
_SUFFIXED = lazy(rf"({_NAME}),? [^.!?]{{0,80}}(?:muhabir|gazeteci|yazar|editör)\w{{0,4}}d[ıiuü]r\b")
_ROLE = lazy(
    r"\b(?:writer|reporter|journalist|editor|correspondent|columnist|author|contributor"
    r"|critic|\w*redakteur|\w*korrespondent"
    r"|reporterin|autorin|autor|journaliste|rédact|correspondant|auteure?|chroniqueu|periodista|redactora?"
    r"|corresponsal"
    r"|columnista|giornalista|redattor|redattrice|corrispondente|autore|autrice|jornalista|repórter|redatora?"
    r"|redacteur"
    r"|verslagge[ev]|dziennikar[zk]|redaktor|publicyst|журналист|корреспондент|автор|редактор|обозреватель"
    r"|δημοσιογράφο"
    r"|συντάκτ|ανταποκρ)",
    re.IGNORECASE,
)
_CHINESE = lazy(r"(?:作者简介|作者簡介|关于作者|關於作者)\s?[:：]?\s?([\u4e00-\u9fff]{2,4})(?=[，,、。（( ]|$)")
_JAPANESE = lazy(
    r"(?:著者|筆者|ライター|執筆者)(?:プロフィール|紹介"
    r"|略歴)\s?[:：]?\s?([\u4e00-\u9fff\u3041-\u30ff\u3005]{2,8})(?=[（( 、。]|$)"
)
_ARABIC = lazy(
    r"(?:عن الكاتبة?\s?:?\s?)?([\u0621-\u064a]{2,12} [\u0621-\u064a]{2,12})،? (?:كاتبة?|صحفية?|صحافية?|مراسلة?"
    r"|محررة?)\b"
)


def cast(sheet: Sheet, ballot: Ballot) -> None:
    """Cast the votes of the biographies after the start of the text."""
    if sheet.body is None:
        return
    found = 0
    for text in sheet.texts[sheet.body + 1 :]:
        if SHORTEST <= len(text) <= LONGEST and text[-1] in _ENDS and (name := named(text)):
            ballot.cast("authors", name, "text:biography")
            found += 1
            if found >= BIOGRAPHIES:
                return


def named(text: str) -> str | None:
    """Whom a paragraph tells of, where it is a biography: a name, and soon after it what authors are."""
    if text.isascii() or not "\u0600" <= text[0] <= "\u9fff":
        match = _BIOGRAPHY.match(text)
        if match is not None:
            return match[1] if _ROLE.search(text, match.end(), match.end() + ROLE_CHARS) else None
        match = None if text.isascii() else _SUFFIXED.match(text)
    else:
        match = _CHINESE.match(text) or _JAPANESE.match(text) or _ARABIC.match(text)
    return match[1] if match else None
