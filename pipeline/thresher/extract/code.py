"""Listings in plain text: lines of a program, kept as they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.extract import wording
from thresher.extract.line import NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.extract.line import Lines
    from thresher.extract.wrap import Group

_START = re.compile(r"(?:def|class|import|from|return|if|for|while|var|let|const|function|#include|//|\$)\b")
_SIGN = re.compile(r"\w\(.*\)|[=!<>]=|=>|->")
_INDENT = 4  # columns deeper than the text from which a group may be code
_CHARS = 200  # a longer line is prose with signs in it


def is_code(lines: Lines, group: Group, margin: int) -> bool:
    """Whether a group lies deep and reads like a program: most of its lines have the signs of one."""
    numbers = range(*group)
    if min(lines.indents[number] for number in numbers) < margin + _INDENT:
        return False
    least = len(numbers) // 2 + 1
    signs = 0
    for passed, number in enumerate(numbers):
        if signs + len(numbers) - passed < least:
            return False
        signs += lines.kinds[number] != NUMBER and _has_signs(lines.texts[number])
    return signs >= least


def listing(lines: Lines, numbers: Sequence[int]) -> str:
    """The lines with their indentation, but for what all of them share."""
    raws = [wording.visible(lines.raws[number]).expandtabs(8) for number in numbers]
    margin = min((len(raw) - len(raw.lstrip()) for raw in raws if raw.strip()), default=0)
    return wording.lines("\n".join(raw[margin:] for raw in raws))


def _has_signs(text: str) -> bool:
    if not text or len(text) > _CHARS:
        return False
    if text[-1] in "{};":
        return True
    if ("(" in text or "=" in text or "->" in text) and _SIGN.search(text):
        return True
    return not text[0].isupper() and _START.match(text) is not None
