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
_LESS, _GREATER, _SLASH, _SPACE, _SAYS, _ASKS = b"<>/ !?"
_LONGEST = 12  # bytes that tell a name; longer ones are of no element that is known
_MASKS = np.array([[at < length for at in range(_LONGEST)] for length in range(_LONGEST + 1)], np.uint8)
_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


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
    codes: Bytes = np.frombuffer(html.encode("ascii", "replace") + b" " * (_LONGEST + 2), np.uint8)
    starts = np.flatnonzero(codes == _LESS)
    if len(starts) > most:
        return tags(html[: starts[most]], most)
    greater = np.flatnonzero(codes == _GREATER)
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
    window = codes[before[:, None] + np.arange(1, _LONGEST + 1)]
    stops = (window == _SPACE) | (window == _GREATER) | (window == _LESS)
    lengths = np.where(stops.any(axis=1), stops.argmax(axis=1), 0)
    window *= _MASKS[lengths]
    keys, numbers = _table()
    sought = _keys(window)
    place = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
    found: NDArray[np.uint8] = np.where(keys[place] == sought, numbers[place], 0).astype(np.uint8)
    return found


def _keys(window: Bytes) -> NDArray[np.uint64]:
    """A number for each name of `_LONGEST` bytes, zeros behind it."""
    halves = np.zeros((len(window), 16), np.uint8)
    halves[:, :_LONGEST] = window
    pairs = halves.view(np.uint64)
    keys: NDArray[np.uint64] = pairs[:, 0] * _FACTORS[0] + pairs[:, 1] * _FACTORS[1]
    return keys


@cache
def _table() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """The keys of all names, sorted, and their numbers."""
    window = np.zeros((len(NAMES), _LONGEST), np.uint8)
    for number, name in enumerate(NAMES):
        window[number, : len(name)] = list(name.encode())
    keys = _keys(window)
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
