"""A line of plain text: its indentation, its marker and its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thresher.extract import wording

_TAB = 8
_BULLET = re.compile("(?:[*\u2022\u2023\u25e6\u25aa\u25ab\u25cf\u25cb\u25a0\u00b7\u2043+-]|o(?=\\s))\\s+(?=\\S)")
_INDENTED_ONLY = frozenset("o+")  # bullets of text browsers; at the margin they are words and signs
_NUMBER = re.compile(r"(?:\(?(\d{1,3})[.)]|\(?([a-z])\))\s+(?=\S)")
_QUOTE = re.compile(r"(?:>\s?)+")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"([=\-_*~\u2500\u2501\u2550.#+])(?:\s?\1){2,}$")
_EMPTY_BULLET = re.compile("[*\u2022\u25e6\u25aa\u25cf\u25cb\u00b7+o-]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `text` has no marker, `columns` is its length as it stands, without indentation."""

    number: int
    indent: int
    columns: int
    text: str
    raw: str
    bullet: str = ""
    ordinal: int | None = None
    quoted: bool = False
    heading: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read on it."""
        return not self.text

    @property
    def is_rule(self) -> bool:
        """Whether it is a line drawn with characters."""
        return bool(_RULE.fullmatch(self.raw.strip()))

    @property
    def is_marked(self) -> bool:
        """Whether a marker says what it is, so that it starts a block."""
        return bool(self.bullet or self.heading or self.ordinal is not None)


def line(raw: str, number: int) -> Line:
    """The line that stands there; markers are read but only bullets, `>` and `#` are taken off."""
    expanded = raw.replace("\u00a0", " ").expandtabs(_TAB).rstrip()
    content = expanded.lstrip()
    indent, columns = len(expanded) - len(content), len(content)
    quoted = False
    if mark := _QUOTE.match(content):
        quoted, content = True, content[mark.end() :].lstrip()
    if _EMPTY_BULLET.fullmatch(content) and (indent or content not in _INDENTED_ONLY):
        return Line(number, indent, columns, "", raw, quoted=quoted)
    bullet, ordinal, level = "", None, 0
    if heading := _HEADING.fullmatch(content):
        level, content = len(heading.group(1)), heading.group(2)
    elif (mark := _BULLET.match(content)) and (indent or content[0] not in _INDENTED_ONLY):
        bullet, content = content[0], content[mark.end() :]
    elif mark := _NUMBER.match(content):
        ordinal = int(mark.group(1)) if mark.group(1) else ord(mark.group(2)) - ord("a") + 1
    return Line(number, indent, columns, wording.line(content), raw, bullet, ordinal, quoted, level)
