# ruff: noqa: RUF001 - signs that stand between links
"""What tells a headline from other lines: traits of its wording, of its place and of its neighbours.

Each is 0 or 1, or a share between; `spot` weighs them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from thresher.lazy import lazy
from thresher.metadata import nearby
from thresher.metadata.months import folded

if TYPE_CHECKING:
    from thresher.metadata.sheet import Sheet

SLUG_WORDS = 3
"""Fewest words that the part of an address must have to name a story."""
BELOW = 4
"""How many blocks below a headline its byline or date is sought."""
ECHO_CHARS = 3_000
"""How much of the text is searched for the words of a headline."""
ECHO_LETTERS = 4
"""Shortest word that says something."""
IMPRINT_CHARS = 120
LONG = 10
"""Words at which length counts in full."""
WORDY = 18
"""Words from which a line is hardly a headline."""
REPEAT_CHARS = 20
"""Shortest line whose second copy says anything."""
AGAIN_CHARS = 1_000
"""How far below a headline its second copy is near."""
CLOSE = 3
NEAR = 12
FAR = 30
"""Distances from the text, in blocks."""

_CAPTION = lazy(r"^\d{1,2}\. |\b(?:Illustration|Photo|Image|Credit|Getty|Courtesy)\b", re.IGNORECASE)
_ENDS = frozenset(".;,:|…。，")
_START = lazy(
    r"^\W*(?:(?:skip|jump) to|share\b|follow\b|subscribe|sign (?:up|in)|log ?in|search|menu\b|home\b|copyright|©"
    r"|you are here|https?://|www\.|published|updated|posted|advertisement|\d{1,2}:\d\d|\+?\d[\d ()-]{6,}"
    r"|join\b|get (?:the|our|your)|download|newsletter|comments?\b|related|recommended|more (?:from|on|in)|read more"
    r"|about (?:the|us)|contact|we use|cookie|this (?:site|website)|we value|your privacy)",
    re.IGNORECASE,
)
"""How lines of chaff begin."""
_MARKS = ".,:;!?\"'()“”„’‘«»"
_SIGNS = lazy(r"[›»→>©•]|\s(?:/|::|\|)\s")
"""Signs between links."""
_FORMS = (("chaff", _START), ("signs", _SIGNS), ("caption", _CAPTION))
_DATED = lazy(r"(?:19|20)\d\d|\d{1,2}[./]\d{1,2}\b|\bago\b|\bmin(?:ute)?s? read")
_WORD = lazy(r"[^\W\d_]{2,}|\d+")
_EXTENSION = lazy(r"\.[a-z]{2,5}\d?$|(?<!\d)\d{5,}(?!\d)|(?<![^\W_])(?=[a-z]*\d)[a-z\d]{9,}(?![^\W_])", re.IGNORECASE)
"""What is no word of the story in an address: the file's extension, the numbers of stories, and other keys."""


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
    """The words of the last part of an address that has three or more, and so names the story; empty where none has.

    Parts before it are sections, however many words they have.
    """
    try:
        path = unquote(urlsplit(address[:2000]).path)
    except ValueError:
        return frozenset()
    for part in reversed(path.split("/")):
        words = frozenset(words_of(_EXTENSION.sub("", part)))
        if sum(not word.isdigit() for word in words) >= SLUG_WORDS:
            return words
    return frozenset()


class Traits:
    """The traits of the lines of one page."""

    def __init__(self, sheet: Sheet, address: str) -> None:
        self.sheet = sheet
        self.named = slug(address)
        self.tail = frozenset() if self.named else _tail(address)
        self._imprints: dict[int, bool] = {}

    @cached_property
    def literals(self) -> list[str]:
        """The words of the address that are sought in the text."""
        return [word for word in self.named | self.tail if len(word) >= ECHO_LETTERS and not word.isdigit()]

    @cached_property
    def _body(self) -> frozenset[str]:
        start = self.sheet.starts[self.sheet.body or 0]
        words = set(self.sheet.lower[start : start + ECHO_CHARS].split())  # each stripped once
        return frozenset(word.strip(_MARKS) for word in words)

    def of_address(self, at: int, *, is_hit: bool) -> dict[str, float]:
        """The traits of a line's kind and of its likeness with the address; `is_hit` says that it has words of that."""
        traits: dict[str, float] = {str(self.sheet.blocks[at].kind): 1.0}
        if is_hit or not self.literals:
            self._add_address(self.sheet.texts[at], traits)
        elif self.named:
            traits["elsewhere"] = 1.0
        return traits

    def of(self, at: int) -> dict[str, float]:
        """All other traits; those that a line lacks are left out."""
        text = self.sheet.texts[at]
        traits: dict[str, float] = {}
        self._add_place(at, traits)
        _add_form(text, traits)
        if self.sheet.body is not None:
            start = self.sheet.starts[at]
            words = [word.strip(_MARKS) for word in self.sheet.lower[start : start + len(text)].split()]
            long = [word for word in words if len(word) >= ECHO_LETTERS]
            traits["echo"] = sum(word in self._body for word in long) / (len(long) or 1)
        return traits

    def _add_address(self, text: str, traits: dict[str, float]) -> None:
        words = frozenset(words_of(text))
        shared = len(words & self.named)
        if not self.named:
            alike = len(words & self.tail)
            traits["tail"] = 2 * alike / (len(words) + len(self.tail) or 1)
        elif not shared:
            traits["elsewhere"] = 1.0
        else:
            traits["alike"] = 2 * shared / (len(words) + len(self.named))
            traits["recall"] = recall = shared / len(self.named)
            traits["whole"] = float(recall == 1)

    def _add_place(self, at: int, traits: dict[str, float]) -> None:
        body = self.sheet.body
        if body is None:
            traits["top"] = 1 - min(at, FAR) / FAR
        elif at >= body:
            traits["after"] = 1.0
            traits["long after"] = float(at - body > CLOSE)
        else:
            traits["near"] = float(body - at <= NEAR)
        if self.sheet.prose and at > self.sheet.prose[0]:
            traits["after prose"] = 1.0
        if any(self.is_imprint(number) for number in range(at + 1, min(at + 1 + BELOW, len(self.sheet.texts)))):
            traits["imprint"] = 1.0
        self._add_copies(at, traits)

    def _add_copies(self, at: int, traits: dict[str, float]) -> None:
        start, end = self.sheet.starts[at], self.sheet.starts[at] + len(self.sheet.texts[at])
        if end - start < REPEAT_CHARS:
            return
        line = self.sheet.lower[start:end]
        if self.sheet.lower.find(line, 0, start) >= 0:
            traits["before"] = 1.0
        if self.sheet.lower.find(line, end, end + AGAIN_CHARS) >= 0:
            traits["again near"] = 1.0

    def is_imprint(self, at: int) -> bool:
        """Whether a line is like those that name author or date below a headline."""
        known = self._imprints.get(at)
        if known is None:
            text = self.sheet.texts[at]
            is_dated = nearby.DIGIT.search(text) is not None and _DATED.search(text) is not None
            known = len(text) <= IMPRINT_CHARS and (is_dated or self.sheet.is_labelled(at))
            self._imprints[at] = known
        return known


def _add_form(text: str, traits: dict[str, float]) -> None:
    count = text.count(" ") + 1 if text.isascii() or " " in text else len(text) // 2
    traits["length"] = min(count, LONG) / LONG
    if count > WORDY:
        traits["wordy"] = 1.0
    if text.rstrip("'\"”’»)")[-1:] in _ENDS:
        traits["sentence"] = 1.0
    if text[0].islower():
        traits["lower"] = 1.0
    for name, pattern in _FORMS:
        if pattern.search(text) is not None:
            traits[name] = 1.0
