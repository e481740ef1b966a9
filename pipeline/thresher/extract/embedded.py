"""The article that a page carries outside what it shows: JSON-LD, `noscript`, `template`, framework state.

Paywalls show a teaser and declare the whole text; forums and lazy pages send readers without scripts,
and crawlers, a second page in `noscript`; shells keep the text as data. Nothing is run: markup is parsed, JSON is
read. The visible text wins wherever it holds most of the same words, for it alone has the paragraphs.

Swept on the 1,820 pages of wcxb, andythefactory and fundus: it fires on 9, whose word F1 rises from .47 to .98.
With `_WORDS` 1.2 and `_LACKING` .25 it fires on 5 more, of which 4 fall. Only JSON-LD and `noscript` fire there;
`template` and `state`, measured to do no harm, stand on invented pages alone.

Left out on that evidence: the `text` of forum posts in JSON-LD (86 pages, better on none), markup in scripts of
other types (112, better by chance on one) and in `textarea` (3).
"""

from __future__ import annotations

import heapq
import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from thresher.extract import depth, script, state, wording
from thresher.extract.prose import is_prose, prose_words, words_of
from thresher.extract.tree import walk
from thresher.nouns import Block, BlockKind
from thresher.words import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thresher.extract.declaration import Declaration

_SHELL_WORDS = 40  # a page that shows fewer shows nothing
_CHARS = 2_000_000  # of one text that are read
_TRIED = 4  # longest elements of a kind that are read
_ESCAPED = 3  # times that a text may be escaped
_FEWEST_CHARS = 400  # of markup that may hold an article
_SHINGLE = 3  # words that are compared together
_TITLE_BLOCKS = 8  # among which the headline is looked for
_WORDS = 1.5  # a hidden text has at least so many times the words that are shown
_CHARS_TOO = 1.2  # and so many times the characters: tested before anything is parsed
_LACKING = 0.4  # share of its shingles that are not shown
_NOTHING = 5  # a page that shows fewer words shows none

_MARKUP = re.compile(r"</[a-z]|<(?:p|br|div|h[1-6]|li)\b", re.IGNORECASE)
_SHADOW = re.compile(r"<template\b[^<>]*\bshadowroot(?:mode)?\s*=[^<>]*>", re.IGNORECASE)
_ELEMENT = {
    name: (re.compile(rf"<{name}\b[^<>]*>", re.IGNORECASE), re.compile(rf"</{name}\b", re.IGNORECASE))
    for name in ("noscript", "template")
}


def better(
    tree: LexborHTMLParser, markup: str, blocks: Sequence[Block], said: Declaration
) -> tuple[tuple[Block, ...], str] | None:
    """The article that the page hides and the name of its hiding place, when `blocks` lack it; else None.

    `tree` and `said` are the page parsed, `markup` the page as decoded, with its scripts; `blocks` what was found in
    what it shows.
    """
    shown = _Shown(tuple(blocks))
    fewest = max(1, int(_CHARS_TOO * sum(len(block.text) for block in blocks)))
    for name, found in _texts(tree, markup, fewest, shown, said):
        if completed := shown.completed(found, declared=name == "json-ld"):
            return completed, name
    return None


def readable(markup: str) -> str:
    """The markup as it is parsed: without scripts, with shadow roots in place, so that lexbor is quick about it."""
    return depth.borne(opened(script.without(markup)))


def opened(markup: str) -> str:
    """The markup with declarative shadow roots in place, as a browser shows them; almost free without any."""
    if "shadowroot" not in markup:
        return markup
    parts: list[str] = []
    position = 0
    for start, inner, end in _spans(markup, "template"):
        if not _SHADOW.match(markup, start):
            continue
        close = markup.find(">", end)
        parts += markup[position:start], "<div>", markup[inner:end], "</div>"
        position = close + 1 if close >= 0 else len(markup)
    parts.append(markup[position:])
    return "".join(parts)


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a text out of data: markup or lines, escaped as often as its makers thought fit."""
    text = text[:_CHARS]
    for _ in range(_ESCAPED):
        if _MARKUP.search(text) or (plain := html.unescape(text)) == text:
            break
        text = plain
    if _MARKUP.search(text):
        return _blocks(text)
    return tuple(Block(BlockKind.PARAGRAPH, line) for line in map(wording.line, text.split("\n")) if line)


def _blocks(markup: str) -> tuple[Block, ...]:
    return walk.outline(LexborHTMLParser(depth.limited(script.without(markup)))).blocks()


def _texts(
    tree: LexborHTMLParser, markup: str, fewest: int, shown: _Shown, said: Declaration
) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """The texts of `fewest` characters or more in the hiding places, the surest first."""
    body = max(said.bodies, key=len, default="")
    if len(body) >= fewest:
        yield "json-ld", read(body)
    for name in _ELEMENT:
        if (f"<{name}" in markup or f"<{name.upper()}" in markup) and (found := _elements(markup, name, fewest)):
            yield name, found
    if words_of(shown.blocks, state.SHOWN_WORDS) < state.SHOWN_WORDS and (body := state.body(markup, tree)):
        yield "state", read(body)


def _elements(markup: str, name: str, fewest: int) -> tuple[Block, ...]:
    """The blocks of the element of that name that holds most prose."""
    fewest = max(fewest, _FEWEST_CHARS)
    if not any(end - inner >= fewest for _, inner, end in _spans(markup, name)):
        return ()
    bare = script.without(markup)  # scripts write such elements too, in strings
    spans = ((end - inner, inner, end) for _, inner, end in _spans(bare, name) if end - inner >= fewest)
    longest = heapq.nlargest(_TRIED, spans)
    texts = (_element(bare[inner : min(end, inner + _CHARS)]) for _, inner, end in longest)
    return _trimmed(max(texts, key=prose_words, default=()))


def _element(markup: str) -> tuple[Block, ...]:
    """The blocks of an element's content, which lazy pages escape."""
    return _blocks(markup) if "&lt;p" not in markup or "<p" in markup else read(html.unescape(markup))


def _trimmed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without those that are links, and from the first heading or prose to the last prose."""
    told = [block for block in blocks if 2 * block.link_chars < len(block.text)]
    prose = [at for at, block in enumerate(told) if is_prose(block)]
    starts = (at for at, block in enumerate(told) if block.kind is BlockKind.HEADING or is_prose(block))
    return tuple(told[next(starts) : prose[-1] + 1]) if prose else ()


def _spans(markup: str, name: str) -> Iterator[tuple[int, int, int]]:
    """Where each element of that name starts, and where its content does and ends; one without an end ends all.

    An element inside one of its own name ends where that does: none of the two is taken to be in the right.
    """
    opening, closing = _ELEMENT[name]
    position = 0
    while start := opening.search(markup, position):
        end = closing.search(markup, start.end())
        if end is None:
            return
        yield start.start(), start.end(), end.start()
        position = end.end()


@dataclass(frozen=True)
class _Shown:
    """What was found in what the page shows."""

    blocks: tuple[Block, ...]

    @cached_property
    def words(self) -> list[str]:
        return _words(self.blocks)

    @cached_property
    def prose(self) -> int:
        return prose_words(self.blocks)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        return _shingles(self.words)

    def completed(self, found: tuple[Block, ...], *, declared: bool) -> tuple[Block, ...]:
        """The article made of a hidden text, when what is shown lacks it; else nothing.

        A text that the page declares to be its article may be short where nothing else is shown.
        """
        words = _words(found)
        prose = prose_words(found)
        if declared and len(self.words) < _NOTHING <= len(words):
            return found
        if prose < _SHELL_WORDS or 2 * prose < len(words):
            return ()
        if prose < _WORDS * self.prose or len(words) < _WORDS * len(self.words):
            return ()
        shingles = _shingles(words)
        if len(shingles - self.shingles) < _LACKING * len(shingles):
            return ()
        return (*self._headline(found), *found)

    def _headline(self, found: tuple[Block, ...]) -> tuple[Block, ...]:
        """The headline that is shown, unless the hidden text begins with it."""
        begins = {normalised(block.text) for block in found[:_TITLE_BLOCKS]}
        for block in self.blocks[:_TITLE_BLOCKS]:
            if block.kind is BlockKind.TITLE or (block.kind is BlockKind.HEADING and block.level == 1):
                return () if normalised(block.text) in begins else (block,)
        return ()


def _words(blocks: Sequence[Block]) -> list[str]:
    return normalised("\n".join(block.text for block in blocks)).split()


def _shingles(words: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(*(words[shift:] for shift in range(_SHINGLE)), strict=False))
