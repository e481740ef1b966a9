"""The lines of a plain text: indentation, marker and words of each, in parallel lists.

A capture has hundreds of lines, so nothing here makes an object a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from thresher.extract import wording
from thresher.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

PLAIN: Final = 0
BLANK: Final = 1  # nothing to read on it
BULLET: Final = 2
NUMBER: Final = 3
HEADING: Final = 4
RULE: Final = 5  # drawn with characters
FENCE: Final = 6  # where a listing begins or ends

QUOTED: Final = 1  # flags: it stands behind `>`
GAPPED: Final = 2  # flags: tabs, a bar or runs of spaces part its words

_TAB = 8
_BULLETS = "*\u2022\u2023\u25e6\u25aa\u25ab\u25cf\u25cb\u25a0\u00b7\u2043+-"
_MARK = lazy(
    r"(?P<rule>(?:([=\-_*~\u2500\u2501\u2550.#+])(?:\s?\2){2,})$)"
    r"|(?P<fence>```|~~~)"
    r"|(?P<heading>\#{1,6}\s+(?=\S))"
    rf"|(?P<bullet>(?:[{_BULLETS}]|o(?=\s))(?:\s+(?=\S)|$))"
    r"|(?P<number>(?:\(?\d{1,3}[.)]|\(?[a-z]\))\s+(?=\S))"
)
_STARTS = frozenset(f"{_BULLETS}=_~\u2500\u2501\u2550.#`|>(.0123456789")  # what a marker begins with, but for letters
_INDENTED_ONLY = frozenset("o+")  # bullets of text browsers; at the margin they are words and signs
_KINDS = {"rule": RULE, "fence": FENCE, "number": NUMBER}
_QUOTE = lazy(r"(?:>\s?)+")
# Letters that take two columns on a screen.
_WIDE = lazy("[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]")
_WIDE_FROM = "\u2e80"


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text, by number: indentation and end in columns, words without marker, kind and flags."""

    raws: Sequence[str]
    indents: tuple[int, ...]
    ends: tuple[int, ...]
    texts: tuple[str, ...]
    kinds: tuple[int, ...]
    flags: tuple[int, ...]

    def level(self, number: int) -> int:
        """How many `#` mark the heading on a line."""
        body = _QUOTE.sub("", self.raws[number].strip(), count=1)
        return len(body) - len(body.lstrip("#"))


_SHORT = 120  # characters of lines that come again on page after page, and are read once

_Line = tuple[int, int, str, int, int]
_EMPTY: _Line = (0, 0, "", BLANK, 0)


def lines(raws: Sequence[str]) -> Lines:
    """The lines as they stand; markers are read but only bullets, `>` and `#` are taken off."""
    found = [_short_line(raw) if len(raw) <= _SHORT else _line(raw) for raw in raws]
    indents, ends, texts, kinds, flags = zip(*found, strict=True)
    return Lines(raws, indents, ends, texts, kinds, flags)


def _line(raw: str) -> _Line:
    body = raw.strip()
    if not body:
        return _EMPTY
    if not body.isprintable():
        raw = wording.visible(raw).replace("\u00a0", " ").expandtabs(_TAB)
        flags = GAPPED if "\t" in body else 0
        body = raw.strip()
        if not body:
            return _EMPTY
    else:
        flags = 0
    indent = raw.index(body[0])
    end = indent + len(body)
    if not body.isascii() and max(body) >= _WIDE_FROM:
        end += len(_WIDE.findall(body))
    kind = PLAIN
    if body[0] in _STARTS or body[1:2] == ")" or (indent and body[0] == "o"):
        kind, body, quoted = _marked(body, indent)
        flags |= quoted
    if "  " in body or not body.isprintable():
        flags |= GAPPED
        body = " ".join(body.split())
    return indent, end, body, kind, flags


_short_line = lru_cache(maxsize=8192)(_line)


def _marked(body: str, indent: int) -> tuple[int, str, int]:
    """What the marker of a line says it is, the rest of the line, and its flags."""
    flags = GAPPED if body[0] == "|" else 0
    if mark := _QUOTE.match(body):
        flags, body = QUOTED, body[mark.end() :].lstrip()
        if not body:
            return BLANK, "", flags
    mark = _MARK.match(body)
    if mark is None:
        return PLAIN, body, flags
    name = mark.lastgroup
    if name == "heading":
        rest = body[mark.end() :].rstrip("#").rstrip()
        return HEADING if rest else BLANK, rest, flags
    if name == "bullet":
        if body[0] in _INDENTED_ONLY and not indent:
            return PLAIN, body, flags
        rest = body[mark.end() :]
        return BULLET if rest else BLANK, rest, flags
    return _KINDS[str(name)], body, flags
