"""The headline and the menus of a plain text, told by shape and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.lazy import lazy
from thresher.nouns import BlockKind
from thresher.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROSE_WORDS = 25  # the first block with so many words and a sentence end is where the text begins
_FEW_SPACES, _MANY_SPACES = 12, 60  # beyond these the words need not be counted
_REACH = 40  # blocks above the prose in which a headline is looked for
_WORDS = range(3, 31)
_CHARS = 200
_END_CHARS = 12  # in which the end of a sentence is looked for
_BODY_CHARS = 4_000  # of the prose that are compared with a headline
_STOP_CHARS = 3
_LONG_WORD = lazy(r"\w{4,}")  # of text in ASCII letters
_TYPOGRAPHIC = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026"
_MENU_RUN = 3
_MENU_WORDS = 4
_MENU_CHARS = 40
_SENTENCE_END = lazy("[.;,:\u3002\uff0c\uff1a]['\"\u201d\u2019\u00bb)]*$")
_ANY_END = lazy("[.!?\u2026\u3002\uff01\uff1f\u0964]['\"\u201d\u2019\u00bb)\\]]*(?:\\s|$)|[\u3002\uff01\uff1f]")
_START = (
    *(r"(?:skip|jump) (?:to|navigation)", "zum inhalt", "(?:aller|passer) au contenu", "(?:saltar|ir) al contenido"),
    *(r"(?:photo|image|picture|bild|foto|file|video)\b", r"(?:advertisement|anzeige|publicité|publicidad)\b"),
    *(r"(?:posted|published|updated|last (?:updated|modified)|written by|author|date|filed under)\b", r"by\b"),
    r"(?:von|par|por|veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado)\b",
    *(r"(?:share|follow|subscribe|sign (?:up|in)|log in|login|search|menu|home|copyright|all rights)\b", r"\(c\)"),
    *("you are here", "sie sind hier", "vous êtes ici", "this entry was", "https?://", r"www\."),
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}",
)
# What no headline begins with, and what none has in it: the signs between links, a time of day.
_NO_START = lazy(rf"(?i)\W*(?:{'|'.join(_START)})")
_NO_SIGN = lazy(r"[|\u203a\u00bb\u2192>\u00a9]|\s(?:/|::)\s|(?<!\d)\d{1,2}:\d{2}\b")
# A line about author or date, as stands below headlines.
_IMPRINT = lazy(
    r"(?i)\b(?:by|von|par|por|posted|published|updated|min read|veröffentlicht|publié|publicado|(?:19|20)\d\d"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|uhr)\b"
)
_IMPRINT_WORDS = 15

# The weights were swept on the pages of wcxb and andythefactory, as text, that have their title
# on a line of its own above the prose: the best line is the title on 88 % of them.
_LONG = 10  # words at which length counts in full
_IS_REPEATED, _ABOVE_IMPRINT, _PER_BLOCK = 0.3, 0.6, 0.02
_PLAIN = 1.2  # the score from which a line is plainly the headline


def named(kinds: Sequence[BlockKind], texts: Sequence[str], levels: Sequence[int]) -> tuple[int | None, list[int]]:
    """The place of the headline, None where no line plainly is one, and those of the lines of navigation."""
    count = len(texts)
    first = next((number for number in range(count) if _is_prose(kinds[number], texts[number])), None)
    if first is None:
        return None, []
    last = next(number for number in range(count - 1, -1, -1) if _is_prose(kinds[number], texts[number]))
    title = _title(kinds, texts, levels, first)
    menus = [*_runs(kinds, texts, range(first)), *_runs(kinds, texts, range(last + 1, count))]
    return title, [number for number in menus if number != title]


def _title(kinds: Sequence[BlockKind], texts: Sequence[str], levels: Sequence[int], prose: int) -> int | None:
    """The place of the headline above the prose; None where no line plainly is one."""
    shaped = [number for number in range(max(0, prose - _REACH), prose) if _is_headline(kinds[number], texts[number])]
    marked = [number for number in shaped if kinds[number] is BlockKind.HEADING]
    if marked or not shaped:
        return min(marked, key=lambda number: levels[number], default=None)
    above = "\n".join(texts[max(0, prose - 2 * _REACH) : prose]).casefold()
    body = _long_words(_body(kinds, texts, prose).casefold())
    scores = {number: _score(texts, number, prose, body, above) for number in shaped}
    best = max(scores, key=lambda number: (scores[number], -number))
    return best if scores[best] >= _PLAIN else None


def _body(kinds: Sequence[BlockKind], texts: Sequence[str], prose: int) -> str:
    """The beginning of the prose."""
    found: list[str] = []
    length = 0
    for kind, text in zip(kinds[prose:], texts[prose:], strict=True):
        if _is_prose(kind, text):
            found.append(text)
            length += len(text)
            if length >= _BODY_CHARS:
                break
    return " ".join(found)[:_BODY_CHARS]


def _score(texts: Sequence[str], number: int, prose: int, body: frozenset[str], above: str) -> float:
    """How much a line is like a headline: long, in the words of the text, repeated, above an imprint."""
    folded = texts[number].casefold()
    own = _long_words(folded)
    score = min(len(words(folded)), _LONG) / _LONG + len(own & body) / max(1, len(own)) - _PER_BLOCK * (prose - number)
    if above.count(folded) > 1:
        score += _IS_REPEATED
    below = texts[number + 1 : min(number + 4, prose)]
    if any(len(words(text)) <= _IMPRINT_WORDS and _IMPRINT.search(text) for text in below):
        score += _ABOVE_IMPRINT
    return score


def _long_words(text: str) -> frozenset[str]:
    """The words that say something: of more than three letters, or of a script without spaces."""
    for sign in _TYPOGRAPHIC:
        text = text.replace(sign, " ")
    if text.isascii():
        return frozenset(_LONG_WORD.findall(text))
    return frozenset(word for word in words(text) if len(word) > _STOP_CHARS or not word.isascii())


def _is_headline(kind: BlockKind, text: str) -> bool:
    if kind is not BlockKind.PARAGRAPH and kind is not BlockKind.HEADING:
        return False
    if len(text) > _CHARS or (text.isascii() and " " not in text):
        return False
    if _NO_START.match(text) or _SENTENCE_END.search(text[-_END_CHARS:]) or _NO_SIGN.search(text):
        return False
    first = next((char for char in text if char.isalnum()), "a")
    return not first.islower() and len(words(text)) in _WORDS


def _is_prose(kind: BlockKind, text: str) -> bool:
    if len(text) < _PROSE_WORDS or (kind is not BlockKind.PARAGRAPH and kind is not BlockKind.QUOTE):
        return False
    spaces = text.count(" ")
    if spaces < _FEW_SPACES and text.isascii():
        return False
    return _ANY_END.search(text) is not None and (spaces >= _MANY_SPACES or len(words(text)) >= _PROSE_WORDS)


def _runs(kinds: Sequence[BlockKind], texts: Sequence[str], where: range) -> list[int]:
    """The lines in runs of at least three that are short and no sentences."""
    found: list[int] = []
    run: list[int] = []
    for number in where:
        if _is_label(kinds[number], texts[number]):
            run.append(number)
            continue
        found += run if len(run) >= _MENU_RUN else []
        run = []
    return found + (run if len(run) >= _MENU_RUN else [])


def _is_label(kind: BlockKind, text: str) -> bool:
    if len(text) > _MENU_CHARS or (kind is not BlockKind.PARAGRAPH and kind is not BlockKind.ITEM):
        return False
    if text.isascii() and text.count(" ") < _MENU_WORDS and text.replace(" ", "").isalnum():
        return True
    return not _ANY_END.search(text) and len(words(text)) <= _MENU_WORDS * (1 if text.isascii() else 3)
