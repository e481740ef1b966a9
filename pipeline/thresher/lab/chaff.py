"""Chaff left behind: the lines of an output that are no part of the article and that a reader would notice.

A measure of the lab's own. It shares no wording, list or code with the product's rules, or the product
would be marked by its own key. A line is chaff when the gold lacks it and either its wording is one of
`chaff.toml`, or it stands in a run of title-like lines behind the end of the article (a related list).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from thresher.lab.measures import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KEY = Path(__file__).with_name("chaff.toml")
LIST = "list"  # the family of lines that only their place gives away

_BULLET = re.compile(r"^[\s\-–—•*·▪►»>|#・●■◆★\[（(【]+")  # noqa: RUF001 - the bullets of many sites
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|(?<=[。！？])")  # noqa: RUF001
_NO_TITLE = ("|", "://", "@", "www.", "{", "\t", "↩")
_START = {"anywhere": r"(?<!\w)"}  # a phrase begins with a word
_CLOSING = (".", "!", ";", ":", "。", "！", "…", ",", "，")  # noqa: RUF001 - how sentences end, and titles do not
_OPENING_WORDS = 30  # a line whose opening gives it away is no longer than this
_PHRASE_WORDS = 45  # the same for a sentence with a phrase in it
_EXACT_WORDS = 3  # so short a line is in the gold only where the gold has the same line
_TITLE_WORDS = range(4, 26)
_RUN = 3  # title-like lines in a row make a list
_PROSE_WORDS = 30  # behind an article whose gold is cut short there is more such prose than titles
_ANCHOR_WORDS = 8  # a line from which on one can tell whether it is in the gold
_SHINGLE = 4
_IN_GOLD = 0.5  # share of a line's shingles


@dataclass(frozen=True, slots=True)
class Chaff:
    """A line, or a sentence of one, that should have gone, and what kind of chaff it is."""

    text: str
    family: str


@dataclass(frozen=True, slots=True)
class _Gold:
    """The gold as a run of words, its lines, and its shingles."""

    run: str
    lines: frozenset[str]
    shingles: frozenset[tuple[str, ...]]

    def has(self, found: Sequence[str]) -> bool:
        """Whether the words stand in the gold in a row; a very short line only as a line of its own."""
        if not found:
            return True
        joined = " ".join(found)
        if len(found) <= _EXACT_WORDS and len(self.lines) > 1:
            return joined in self.lines
        return f" {joined} " in self.run

    def shares(self, found: Sequence[str]) -> bool:
        """Whether at least half of a line's runs of four words are the gold's."""
        runs = _shingles(found)
        return sum(run in self.shingles for run in runs) >= _IN_GOLD * len(runs)


def _shingles(found: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(found[at : at + _SHINGLE]) for at in range(max(1, len(found) - _SHINGLE + 1))]


def folded(text: str) -> str:
    """The text in NFKD without accents and case: wordings are compared in this form."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold().replace("’", "'")  # noqa: RUF001


def chaff_lines(text: str, gold: str) -> tuple[Chaff, ...]:
    """The chaff in an output whose gold is known; an empty gold says nothing, so there is none."""
    lines = [line for raw in text.splitlines() if (line := _BULLET.sub("", raw).strip())]
    if not gold.strip() or not lines:
        return ()
    known = _known(gold)
    worded = {at: found for at, line in enumerate(lines) if (found := _worded(line, known))}
    listed = [Chaff(lines[at], LIST) for at in _listed(lines, known) if at not in worded]
    return (*worded.values(), *listed)


@lru_cache(maxsize=4)  # all extractors of a page are judged by one gold
def _known(gold: str) -> _Gold:
    split = [words(folded(line)) for line in gold.splitlines()]
    run = [word for line in split for word in line]
    return _Gold(f" {' '.join(run)} ", frozenset(" ".join(line) for line in split), frozenset(_shingles(run)))


def _worded(line: str, gold: _Gold) -> Chaff | None:
    """The first sentence of a line that its wording gives away, if any."""
    pieces = _SENTENCE_END.split(line)
    for piece in pieces:
        plain = folded(piece).strip()
        found = words(plain)
        if (family := wording(plain, len(found), is_line=len(pieces) == 1)) and not gold.has(found):
            return Chaff(piece.strip(), family)
    return None


def wording(plain: str, length: int, *, is_line: bool = True) -> str | None:
    """The family that a folded line or sentence of `length` words sounds like, or None."""
    for name, opening, whole, anywhere in _compiled():
        if is_line and whole and whole.fullmatch(plain):
            return name
        if length <= _OPENING_WORDS and opening and opening.match(plain):
            return name
        if length <= _PHRASE_WORDS and anywhere and anywhere.search(plain):
            return name
    return None


_Pattern = re.Pattern[str] | None


@cache
def _compiled() -> tuple[tuple[str, _Pattern, _Pattern, _Pattern], ...]:
    key = tomllib.loads(_KEY.read_text(encoding="utf-8"))
    lists = {f"<{name}>": f"(?:{'|'.join(key[name])})" for name in ("networks", "share", "pieces")}

    def pattern(family: dict[str, list[str]], place: str) -> _Pattern:
        wordings = "|".join(family.get(place, ()))
        for name, alternatives in lists.items():
            wordings = wordings.replace(name, alternatives)
        return re.compile(_START.get(place, "") + f"(?:{folded(wordings)})") if wordings else None

    return tuple(
        (each["name"], pattern(each, "opening"), pattern(each, "whole"), pattern(each, "anywhere"))
        for each in key["family"]
    )


def _listed(lines: Sequence[str], gold: _Gold) -> Iterator[int]:
    """The lines in runs of title-like lines that the gold lacks, behind the last line that is surely the article's.

    None where as much prose stands there as titles: then the gold ends before the article does.
    """
    split = [words(folded(line)) for line in lines]
    anchors = [at for at, found in enumerate(split) if len(found) >= _ANCHOR_WORDS and gold.shares(found)]
    if not anchors:
        return
    tail = range(anchors[-1] + 1, len(lines))
    title_like = [_is_title_like(lines[at], split[at]) and not gold.has(split[at]) for at in tail]
    if sum(len(split[at]) >= _PROSE_WORDS for at in tail) >= sum(title_like):
        return
    at = anchors[-1] + 1
    for is_title, group in groupby(title_like):
        length = len(list(group))
        if is_title and length >= _RUN:
            yield from range(at, at + length)
        at += length


def _is_title_like(line: str, found: Sequence[str]) -> bool:
    """Whether a line could be the headline of another page: no sentence, no row of a table, address or code."""
    return (
        len(found) in _TITLE_WORDS
        and not line.endswith(_CLOSING)
        and not any(mark in line for mark in _NO_TITLE)
        and not line[0].islower()
        and sum(word.isdigit() for word in found) * 2 < len(found)
    )
