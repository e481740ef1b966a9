"""Text that was decoded by the wrong encoding and stored again, repaired where that is certain.

UTF-8 read as Windows-1252 or Latin-1 (`cafÃ©`) or as Windows-1251 leaves sequences that right
text does not have: encoded again as it was wrongly decoded, a line is UTF-8 from end to end.
"""

from __future__ import annotations

import re
from typing import Final

_C1 = range(0x80, 0xA0)
_TO_BYTE: Final[dict[str, int]] = {
    **{chr(code): code for code in range(0x100)},
    **{bytes([code]).decode("cp1252"): code for code in _C1 if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)},
}
_SPECIALS = "".join(char for char, code in _TO_BYTE.items() if code in _C1)
_AFTER = f"[{re.escape(_SPECIALS)}\u00a0-\u00bf]"
# The first bytes of European letters and signs, Greek, Cyrillic, Hebrew, Arabic, Indic, kana and Han.
_LEADS = "".join(map(chr, (*range(0xC2, 0xC6), 0xCE, 0xCF, 0xD0, 0xD1, *range(0xD7, 0xDA), 0xE0, *range(0xE2, 0xEA))))
_SEQUENCE = re.compile(f"[\u00c2-\u00df]{_AFTER}|[\u00e0-\u00ef]{_AFTER}{{2}}|[\u00f0-\u00f4]{_AFTER}{{3}}")
_BEGUN = re.compile(f"[\u00c2-\u00f4]{_AFTER}")  # what each of them begins with: found in a fifth of the time
_EVIDENCE = 2  # sequences within or at words that prove the habit of a text
_PASSES = 3  # text may have been stored wrongly again and again
_CYRILLIC_LEADS = ("\u0420", "\u0421")  # the first bytes of Russian letters in UTF-8, read as Windows-1251
_CYRILLIC_SHARE = 0.25  # of all characters; in right text these two capitals are under 2 %


def repaired(text: str) -> str:
    """The text as it was first written; the text itself when nothing is certain."""
    if text.isascii():
        return text
    for _ in range(_PASSES):
        better = _from_western(text) if any(lead in text for lead in _LEADS) else text
        if sum(map(better.count, _CYRILLIC_LEADS)) > _CYRILLIC_SHARE * len(better):
            better = _from_cyrillic(better)
        if better == text:
            break
        text = better
    return text


def _from_western(text: str) -> str:
    if not (_BEGUN.search(text) and _SEQUENCE.search(text)):
        return text
    lines = text.split("\n")
    whole = {number: better for number, line in enumerate(lines) if (better := _redecoded(line)) is not None}
    evidence = sum(_in_words(lines[number]) for number in whole)
    if evidence < _EVIDENCE:
        return text
    return "\n".join(whole.get(number) or _SEQUENCE.sub(_decoded, line) for number, line in enumerate(lines))


def _redecoded(line: str) -> str | None:
    """A line whose every letter beyond ASCII belongs to wrongly decoded UTF-8, right; else None."""
    if line.isascii() or not _SEQUENCE.search(line):
        return None
    try:
        return bytes([_TO_BYTE[char] for char in line]).decode()
    except (KeyError, UnicodeDecodeError):
        return None


def _in_words(line: str) -> int:
    """How many wrong sequences of a line touch a letter or each other: nobody writes them so on purpose."""
    touching = 0
    for match in _SEQUENCE.finditer(line):
        start, end = match.span()
        touching += not _is_doubtful(match) and (line[start - 1 : start].isalnum() or line[end : end + 1].isalnum())
    return touching


def _is_doubtful(match: re.Match[str]) -> bool:
    """Whether a sequence may be right: the last capital of a word and a closing quotation mark."""
    return match.end() - match.start() == 2 and match.string[match.start() - 1 : match.start()].isupper()  # noqa: PLR2004


def _decoded(match: re.Match[str]) -> str:
    """One sequence of a mixed line, when it is UTF-8."""
    if _is_doubtful(match):
        return match.group()
    try:
        return bytes([_TO_BYTE[char] for char in match.group()]).decode()
    except UnicodeDecodeError:
        return match.group()


def _from_cyrillic(text: str) -> str:
    return "\n".join(map(_from_cyrillic_line, text.split("\n")))


def _from_cyrillic_line(line: str) -> str:
    if line.isascii():
        return line
    try:
        return line.encode("cp1251").decode()
    except UnicodeError:
        return line
