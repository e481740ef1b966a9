"""What two copies of a standing line share: its words, without case, spacing, numbers and dates.

A month in words is known by the number beside it: by the table of names, or, in any language, by its place
in a date, "12 de marzo de 2026" or "March 12, 2026". What stands between is at most two words of three letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

from thresher.metadata.months import folded, numbers
from thresher.words import normalised

_SHORT = 120  # characters of lines that stand on page after page
_NUMBER = "0"
_ASCII_DIGIT = re.compile("[0-9]")
_LINK_CHARS = 3  # "de", "ten", "of"
_DAY_DIGITS, _YEAR_DIGITS = 2, 4


def masked(text: str) -> str:
    """The words of a text in folded case, each run of numbers one `0`, a date the same; in linear time."""
    return _short(text) if len(text) <= _SHORT else _masked(text)


def _masked(text: str) -> str:
    whole = normalised(text)
    if not _has_digit(text):
        return whole
    tokens = whole.split(" ")
    numbers_at = [place for place, token in enumerate(tokens) if token[0:1].isdigit()]
    for place in _dates(tokens, numbers_at) if numbers_at and len(tokens) > 1 else ():
        tokens[place] = _NUMBER
    out: list[str] = []
    for token in tokens:
        plain = token if token.isalpha() else _without_digits(token)
        if plain != _NUMBER or not out or out[-1] != _NUMBER:
            out.append(plain)
    return " ".join(out)


_short = lru_cache(maxsize=8192)(_masked)


def _has_digit(text: str) -> bool:
    if _ASCII_DIGIT.search(text) is not None:
        return True
    return not text.isascii() and any(map(str.isdigit, text))


def _dates(tokens: list[str], numbers_at: list[int]) -> set[int]:
    """Which tokens are the month of a date, or a small word between its parts: all stand near a number."""
    gone: set[int] = set()
    names = numbers()
    near = {place + step for place in numbers_at for step in (-2, -1, 1, 2)}
    for place in near:
        if not 0 <= place < len(tokens) or not tokens[place].isalpha():
            continue
        before, after = _number_beside(tokens, place, -1), _number_beside(tokens, place, 1)
        digits = (_digits(tokens, before), _digits(tokens, after))
        is_named = (before is not None or after is not None) and folded(tokens[place]) in names
        is_placed = digits[1] == _YEAR_DIGITS and 1 <= digits[0] <= _DAY_DIGITS
        leads = after == place + 1 and 1 <= digits[1] <= _DAY_DIGITS and _digits(tokens, place + 2) == _YEAR_DIGITS
        if is_named or is_placed or leads:
            gone.update(range(place if before is None else before + 1, place + 1 if after is None else after))
    return gone


def _number_beside(tokens: list[str], place: int, step: int) -> int | None:
    """The place of the number next to a word, or behind one small word."""
    for _ in range(2):
        place += step
        if not 0 <= place < len(tokens):
            return None
        if tokens[place][0:1].isdigit():
            return place
        if len(tokens[place]) > _LINK_CHARS:
            return None
    return None


def _digits(tokens: list[str], place: int | None) -> int:
    """How many digits the number at a place has; "1er" and "12th" have as many as they begin with."""
    if place is None or not 0 <= place < len(tokens):
        return 0
    token = tokens[place]
    return len(token) - len(token.lstrip("0123456789"))


def _without_digits(token: str) -> str:
    """A token with each run of digits as one `0`; one that begins with a digit, as "12th", is a number."""
    if token[0:1].isdigit():
        return _NUMBER
    if not _has_digit(token):
        return token
    return "".join(
        _NUMBER if char.isdigit() else char
        for place, char in enumerate(token)
        if not (char.isdigit() and place and token[place - 1].isdigit())
    )
