"""The tags of well-formed HTML, all at once: where each stands, which element it is of, and whether it ends it.

lexbor writes a tree back as HTML in which `<` opens a tag, unless it stands in a comment, in raw text or in the name
of an attribute. So tags are found by comparing bytes, in numpy over the whole page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Bytes = NDArray[np.uint8]
    Words = NDArray[np.uint64]

NAMES = (
    *("", "a", "abbr", "acronym", "address", "amp-img", "applet", "area", "article", "aside", "audio", "b", "base"),
    *("basefont", "bdi", "bdo", "bgsound", "big", "blockquote", "body", "br", "button", "canvas", "caption", "center"),
    *("cite", "code", "col", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt"),
    *("em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "h1", "h2", "h3", "h4"),
    *("h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "keygen", "label", "li"),
    *("link", "main", "map", "mark", "math", "menu", "meta", "nav", "nobr", "noembed", "noframes", "noscript"),
    *("object", "ol", "p", "param", "picture", "plaintext", "pre", "q", "rp", "rt", "ruby", "s", "samp", "script"),
    *("section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg"),
    *("table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt"),
    *("u", "ul", "var", "video", "wbr", "xmp"),
)
"""Elements by number; 0 stands for all others."""
NUMBERS = {name: number for number, name in enumerate(NAMES)}

_RAW = (
    "script",
    "style",
    "iframe",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
)  # no elements in them, whatever they hold
_LESS, _GREATER, _SLASH, _SAYS, _ASKS = b"<>/!?"
_EITHER = _LESS & _GREATER  # what is left of both without the bit in which they differ
_WORD = np.dtype("<u8")  # names are compared eight bytes at a time
_BYTES = 0x0101010101010101
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of `html` in order, before them one that stands for its beginning: arrays of one length.

    `html[starts[i]]` is the `<` of a tag and `html[ends[i]]` its `>` (`len(html)` where it has none); `numbers[i]` is
    the place of its element in `NAMES`, `is_end[i]` whether it ends it, and `is_element[i]` whether it is of an element
    at all: comments, doctypes and instructions are of none.
    """

    html: str
    starts: Ints
    ends: Ints
    numbers: NDArray[np.uint8]
    is_end: Flags
    is_element: Flags


def tags(html: str, most: int) -> Tags:
    """The tags of HTML that lexbor wrote, and of a page with more than `most` that of its beginning."""
    codes: Bytes = np.frombuffer(html.encode("ascii", "replace") + b" " * 2 * _WORD.itemsize, np.uint8)
    places = np.flatnonzero(codes & _EITHER == _EITHER)
    places = places[(codes[places] == _LESS) | (codes[places] == _GREATER)]
    is_start = codes[places] == _LESS
    starts, greater = places[is_start], places[~is_start]
    if len(starts) > most:
        return tags(html[: starts[most]], most)
    first = codes[starts + 1]
    is_end = first == _SLASH
    numbers = _numbers(codes, starts + is_end)
    hiding = np.flatnonzero((first == _SAYS) | (_is_raw()[numbers] & ~is_end))
    if len(hiding) and (spans := list(_unparsed(html, starts[hiding].tolist(), numbers[hiding].tolist()))):
        outside = _outside(spans, starts)
        starts, first, is_end, numbers = starts[outside], first[outside], is_end[outside], numbers[outside]
        greater = greater[_outside(spans, greater)]
    place = np.searchsorted(greater, starts)
    # Two that share a `>` are one tag, with a `<` in the name of an attribute.
    apart = np.diff(place, prepend=-1) != 0
    ends = np.append(greater, len(html))[place[apart]]
    is_element = (first != _SAYS) & (first != _ASKS)
    return Tags(
        html,
        np.append(0, starts[apart]),
        np.append(-1, ends),
        np.append(np.uint8(0), numbers[apart]),
        np.append(False, is_end[apart]),
        np.append(False, is_element[apart]),
    )


def _numbers(codes: Bytes, before: Ints) -> NDArray[np.uint8]:
    """The numbers of the names that begin after places."""
    words: Words = np.ndarray(len(codes) - _WORD.itemsize + 1, _WORD, codes.tobytes(), strides=(1,))
    sought = _keys(words[before + 1], words[before + 1 + _WORD.itemsize])
    keys, numbers = _table()
    place = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
    found: NDArray[np.uint8] = np.where(keys[place] == sought, numbers[place], 0).astype(np.uint8)
    return found


def _keys(first: Words, second: Words) -> Words:
    """A number for each name, out of the sixteen bytes from its beginning."""
    stop, second_stop = _stops(first), _stops(second)
    rest = np.where(stop == 0, second & _below(second_stop), 0)
    # A name that does not end in sixteen bytes is of no element that is known.
    rest[(stop == 0) & (second_stop == 0)] = np.uint64(2**64 - 1)
    return (first & _below(stop)) * _FACTOR + rest


def _stops(words: Words) -> Words:
    """The highest bit of the first byte that ends a name, a space or a bracket; 0 where there is none.

    As in Hacker's Delight (Warren 2012), 6-1: subtracting 1 from each byte borrows from the first one that is 0.
    """
    found = np.zeros_like(words)
    for code in b" <>":
        apart = words ^ np.uint64(code * _BYTES)
        found |= (apart - np.uint64(_BYTES)) & ~apart & np.uint64(0x80 * _BYTES)
    return found & (~found + np.uint64(1))


def _below(stop: Words) -> Words:
    """The bytes before that whose highest bit is set; all of eight where none is."""
    return (stop >> np.uint64(7)) - np.uint64(1)


@cache
def _table() -> tuple[Words, NDArray[np.uint8]]:
    """The keys of all names, sorted, and their numbers."""
    written = b"".join(f"{name}>".encode().ljust(2 * _WORD.itemsize) for name in NAMES)
    words = np.frombuffer(written, _WORD).reshape(len(NAMES), 2)
    keys = _keys(words[:, 0], words[:, 1])
    order = np.argsort(keys)
    return keys[order], order.astype(np.uint8)


@cache
def _is_raw() -> Flags:
    return np.isin(np.arange(len(NAMES)), [NUMBERS[name] for name in _RAW])


def _unparsed(html: str, starts: list[int], numbers: list[int]) -> Iterator[tuple[int, int]]:
    """The spans between whose ends, themselves left out, `<` and `>` mean nothing: in comments and in raw text."""
    done = 0
    for start, number in zip(starts, numbers, strict=True):
        if start < done:
            continue
        if number:
            opened = html.find(">", start)
            closed = html.find(f"</{NAMES[number]}>", opened) if opened >= 0 else -1
        elif html.startswith("!--", start + 1):
            opened = start
            closed = html.find("-->", start + 1)
            closed += 2 if closed >= 0 else 0
        else:
            continue
        done = closed if closed >= 0 else len(html)
        yield opened if opened >= 0 else start, done


def _outside(spans: list[tuple[int, int]], places: Ints) -> Flags:
    """Which places lie in none of the spans, which do not overlap."""
    opened, closed = np.array(spans).T
    outside: Flags = np.searchsorted(opened, places, "left") == np.searchsorted(closed, places, "right")
    return outside
