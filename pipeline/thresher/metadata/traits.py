# ruff: noqa: RUF001 - signs that stand between links
"""What tells a headline from other lines: traits of its wording, of its place and of its neighbours.

Each is 0 or 1, or a share between; `spot` weighs them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from thresher.metadata import nearby
from thresher.metadata.months import folded

if TYPE_CHECKING:
    from thresher.metadata.sheet import Sheet

SLUG_WORDS = 3
"""Fewest words that the part of an address must have to name a story."""
BELOW = 4
"""How many blocks below a headline its byline or date is sought."""
ECHO_BLOCKS = 6
"""How many paragraphs are searched for the words of a headline."""
ECHO_LETTERS = 4
"""Shortest word that says something."""
IMPRINT_CHARS = 120
LONG = 10
"""Words at which length counts in full."""
REPEAT_CHARS = 12
"""Shortest line whose second copy says anything."""
CLOSE = 3
NEAR = 12
FAR = 30
"""Distances from the text, in blocks."""

_CAPTION = re.compile(r"^\d{1,2}\. |\b(?:Illustration|Photo|Image|Credit|Getty|Courtesy)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;,:|…。，]['\"”’»)]*$")
_START = re.compile(
    r"\W*(?:(?:skip|jump) to|share\b|follow\b|subscribe|sign (?:up|in)|log ?in|search|menu\b|home\b|copyright|©"
    r"|you are here|https?://|www\.|published|updated|posted|advertisement|\d{1,2}:\d\d|\+?\d[\d ()-]{6,}"
    r"|join\b|get (?:the|our|your)|download|newsletter|comments?\b|related|recommended|more (?:from|on|in)|read more"
    r"|about (?:the|us)|contact|we use|cookie|this (?:site|website)|we value|your privacy)",
    re.IGNORECASE,
)
"""How lines of chaff begin."""
_SIGNS = re.compile(r"[›»→>©•]|\s(?:/|::|\|)\s")
"""Signs between links."""
_DATED = re.compile(r"(?:19|20)\d\d|\d{1,2}[./]\d{1,2}\b|\bago\b|\bmin(?:ute)?s? read")
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
_EXTENSION = re.compile(r"\.[a-z]{2,5}\d?$|(?<!\d)\d{5,}(?!\d)", re.IGNORECASE)
"""What is no word of the story in an address: the file's extension, and the numbers of stories."""


def words_of(text: str) -> list[str]:
    """The words of a line as addresses spell them: no accents, no case, no apostrophes."""
    return _WORD.findall(folded(text).replace("'", "").replace("\u2019", ""))


def _tail(address: str) -> frozenset[str]:
    """The words of the last part of an address, however few."""
    try:
        last = unquote(urlsplit(address[:2000]).path).rstrip("/").rpartition("/")[2]
    except ValueError:
        return frozenset()
    return frozenset(words_of(_EXTENSION.sub("", last)))


def slug(address: str) -> frozenset[str]:
    """The words of the part of an address that names the story; empty where it has fewer than three."""
    try:
        path = unquote(urlsplit(address[:2000]).path)
    except ValueError:
        return frozenset()
    parts = [frozenset(words_of(_EXTENSION.sub("", part))) for part in path.split("/")]
    best = max(parts, key=lambda words: sum(not word.isdigit() for word in words), default=frozenset())
    return best if sum(not word.isdigit() for word in best) >= SLUG_WORDS else frozenset()


class Traits:
    """The traits of the lines of one page."""

    def __init__(self, sheet: Sheet, address: str) -> None:
        self.sheet = sheet
        self.named = slug(address)
        self.tail = frozenset() if self.named else _tail(address)
        self._imprints: dict[int, bool] = {}

    @cached_property
    def _body_words(self) -> frozenset[str]:
        body = self.sheet.body or 0
        prose = [self.sheet.texts[number] for number in self.sheet.prose if number >= body][:ECHO_BLOCKS]
        return frozenset(word for word in words_of(" ".join(prose)) if len(word) >= ECHO_LETTERS)

    def of(self, at: int) -> dict[str, float]:
        """The traits of a line; those that it lacks are left out."""
        block = self.sheet.blocks[at]
        words = frozenset(words_of(block.text))
        traits = {str(block.kind): 1.0} | self._of_address(words) | self._of_place(at) | _of_form(block.text)
        traits |= self._of_copies(at)
        long = [word for word in words if len(word) >= ECHO_LETTERS]
        if long and self.sheet.body is not None:
            traits["echo"] = len(self._body_words.intersection(long)) / len(long)
        return traits

    def _of_address(self, words: frozenset[str]) -> dict[str, float]:
        shared = len(words & self.named)
        if not self.named:
            alike = len(words & self.tail)
            return {"tail": 2 * alike / (len(words) + len(self.tail))} if alike else {}
        if not shared:
            return {"elsewhere": 1.0}
        recall = shared / len(self.named)
        return {"alike": 2 * shared / (len(words) + len(self.named)), "recall": recall, "whole": float(recall == 1)}

    def _of_place(self, at: int) -> dict[str, float]:
        traits = {}
        body = self.sheet.body
        if body is None:
            traits["top"] = 1 - min(at, FAR) / FAR
        elif at >= body:
            traits["after"] = 1.0
            traits["long after"] = float(at - body > CLOSE)
        else:
            away = body - at
            traits |= {"close": float(away <= CLOSE), "near": float(away <= NEAR), "far": float(away > FAR)}
        first = self.sheet.prose[0] if self.sheet.prose else None
        if first is not None and at > first:
            traits["after prose"] = 1.0
        below = [n for n in range(at + 1, min(at + 1 + BELOW, len(self.sheet.texts))) if self.is_imprint(n)]
        traits["imprint"] = float(bool(below))
        traits["imprint next"] = float(below[:1] == [at + 1])
        traits["imprint above"] = float(at > 0 and self.is_imprint(at - 1))
        return traits

    def _of_copies(self, at: int) -> dict[str, float]:
        start, end = self.sheet.starts[at], self.sheet.starts[at] + len(self.sheet.texts[at])
        if end - start < REPEAT_CHARS:
            return {}
        line = self.sheet.lower[start:end]
        traits = {"before": 1.0} if self.sheet.lower.find(line, 0, start) >= 0 else {}
        later = self.sheet.lower.find(line, end)
        if later >= 0:
            traits |= {"again": 1.0, "again near": float(self.sheet.at(later) - at <= NEAR)}
        return traits

    def is_imprint(self, at: int) -> bool:
        """Whether a line is like those that name author or date below a headline."""
        known = self._imprints.get(at)
        if known is None:
            text = self.sheet.texts[at]
            known = len(text) <= IMPRINT_CHARS and bool(
                (_DATED.search(text) and nearby.DIGIT.search(text))
                or nearby.BYLINE.match(text)
                or nearby.BY_ALONE.match(text)
            )
            self._imprints[at] = known
        return known


def _of_form(text: str) -> dict[str, float]:
    count = len(text.split()) if text.isascii() or " " in text else len(text) / 2
    return {
        "length": min(count, LONG) / LONG,
        "short": float(count <= 2),  # noqa: PLR2004
        "wordy": float(count > 18),  # noqa: PLR2004
        "sentence": float(_SENTENCE.search(text) is not None),
        "chaff": float(_START.match(text) is not None),
        "signs": float(_SIGNS.search(text) is not None),
        "caption": float(_CAPTION.search(text) is not None),
        "lower": float(text[0].islower()),
    }
