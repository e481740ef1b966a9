"""Hard-wrapped text: which groups of lines were wrapped, where, and what they were before.

A line that was wrapped ends where the next word would not have fitted. Lines that do so at one
width were wrapped at that width; any other line break was meant. Part of a text may be wrapped,
and the rest stand one paragraph a line.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from thresher.extract.line import PLAIN, QUOTED
from thresher.lazy import lazy
from thresher.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.extract.line import Lines

_NARROWEST, _WIDEST = 40, 100  # columns at which text is wrapped
_WIDTHS = 3  # so many widths a text may have: its paragraphs, its quotations, a reply
_EVIDENCE = 3  # fewer wrapped lines are chance
_SHARE = 0.6  # of the line breaks of a group that could be wraps, at least so many must be
_MOST = 0.5  # the same over the groups of a text: fewer, and only part of it is wrapped
_STRONG = 4  # so many wraps in one group prove that the part was
_UNCAPPED = 0.25  # share of the lines after a wrap that begin with no capital; of lists of titles hardly any do
_LONGER = 0.1  # share of the lines of a group that may be longer: URLs, headers put in front
_SLACK = 4  # columns by which a line wrapped by hand may pass the width
_FULL = 0.55  # a wrapped line is at least this part of the width
_UNSPACED = lazy("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]")
_UNSPACED_FROM = "\u3000"
_HYPHENED = lazy(r"([^\W\d_]{2,})([-\u2010\u00ad])$")
_ADDRESS = lazy(r"\S+[.@:/]\w\S*$")  # a line of its own for a site or a mailbox
_LOWER_WORD = lazy(r"[^\W\d_]+")
_HYPHENS = ("-", "\u2010", "\u00ad")
_SUSPENDED = frozenset(("and", "or", "und", "oder", "et", "ou", "y", "o"))  # "short- and long-term"

Group = tuple[int, int]
_Breaks = list[tuple[int, int]]  # how far a line reaches, and with the next word how far it would


def widths(lines: Lines, groups: Iterable[Group]) -> dict[int, int]:
    """The column at which each wrapped group was wrapped, by the number of its first line."""
    margin = min((lines.indents[n] for a, b in groups for n in range(a, b) if _is_long(lines, n)), default=0)
    open_groups = {group: found for group in groups if (found := _breaks(lines, group, margin))}
    wrapped: dict[int, int] = {}
    for _ in range(_WIDTHS):
        width = _width(open_groups.values())
        if width is None:
            break
        taken = _wrapped(lines, open_groups, width, margin)
        if not taken:
            break
        for group in taken:
            wrapped[group[0]] = width + margin
            del open_groups[group]
    return wrapped


def joins(lines: Lines, before: int, after: int, width: int) -> bool:
    """Whether the break between two lines that follow each other is a wrap at that column."""
    end = lines.ends[before]
    return end >= _FULL * width and end + 1 + _first_word(lines.texts[after]) > width


def vocabulary(lines: Lines, wrapped: bool) -> frozenset[str]:  # noqa: FBT001 - nothing to mend without wraps
    """The words of a text, needed where one of its wrapped lines ends in a hyphen."""
    if not wrapped or not any(text.endswith(_HYPHENS) for text in lines.texts):
        return frozenset()
    return frozenset(words("\n".join(lines.texts).casefold()))


def joined(texts: Iterable[str], known: frozenset[str] = frozenset()) -> str:
    """The texts of wrapped lines as one line, words that were divided made whole when `known` has them."""
    whole = ""
    for text in texts:
        if not whole or not text or (_UNSPACED.match(text) and _UNSPACED.match(whole[-1])):
            whole += text
        elif whole.endswith(_HYPHENS):
            whole = _mended(whole, text, known)
        else:
            whole = f"{whole} {text}"
    return whole


def _mended(before: str, after: str, known: frozenset[str]) -> str:
    """Two lines joined; a hyphen goes only when the text elsewhere has the word without it."""
    head, tail = _HYPHENED.search(before[-50:]), _LOWER_WORD.match(after)
    if head is None or tail is None or not tail.group().islower():
        return f"{before} {after}"
    if head.group(2) == "\u00ad" or (head.group(1) + tail.group()).casefold() in known:
        return before[:-1] + after
    return f"{before} {after}" if tail.group() in _SUSPENDED else before + after


def _is_long(lines: Lines, number: int) -> bool:
    return lines.ends[number] - lines.indents[number] >= _NARROWEST


def _breaks(lines: Lines, group: Group, margin: int) -> _Breaks:
    """The breaks of a group that could be wraps at some width."""
    found: _Breaks = []
    ends, kinds, flags, least = lines.ends, lines.kinds, lines.flags, margin + _FULL * _NARROWEST
    for number in range(group[0] + 1, group[1]):
        end = ends[number - 1]
        if end >= least and kinds[number] == PLAIN and (flags[number] ^ flags[number - 1]) & QUOTED == 0:
            found.append((end - margin, end - margin + 1 + _first_word(lines.texts[number])))
    return found


def _width(groups: Iterable[_Breaks]) -> int | None:
    """The width at which most of the breaks can have been made."""
    steps: Counter[int] = Counter()
    for found in groups:
        for end, need in found:
            if end <= _WIDEST and need > _NARROWEST:
                steps[max(end, _NARROWEST)] += 1
                steps[min(need, _WIDEST + 1)] -= 1
    if not steps:
        return None
    votes = list(accumulate(steps[width] for width in range(_WIDEST + 1)))
    best = max(votes)
    return votes.index(best) if best >= _EVIDENCE else None


def _wrapped(lines: Lines, groups: dict[Group, _Breaks], width: int, margin: int) -> list[Group]:
    """The groups that were wrapped at a width; none when the text does not prove that width."""
    taken: list[Group] = []
    all_breaks = all_wraps = strongest = uncapped = 0
    for group, found in groups.items():
        if sum(end > width + _SLACK for end, _ in found) > _LONGER * len(found):
            continue
        breaks = [need > width for end, need in found if end >= _FULL * width]
        wraps = sum(breaks)
        all_breaks += len(breaks)
        if not wraps or wraps < _SHARE * len(breaks):
            continue
        taken.append(group)
        all_wraps += wraps
        strongest = max(strongest, wraps)
        uncapped += _uncapped(lines, group, width + margin)
    if all_wraps < _EVIDENCE or uncapped < _UNCAPPED * all_wraps:
        return []
    if all_wraps >= _MOST * all_breaks:
        return taken
    if strongest < _STRONG:
        return []
    return [group for group in taken if _uncapped(lines, group, width + margin)]


def _uncapped(lines: Lines, group: Group, width: int) -> int:
    """How many lines after a wrap begin with a small letter, or one of a script that has no capitals."""
    return sum(
        lines.texts[number][0].isalpha()
        and not lines.texts[number][0].isupper()
        and not _ADDRESS.match(lines.texts[number][:_WIDEST])
        for number in range(group[0] + 1, group[1])
        if lines.kinds[number] == PLAIN and joins(lines, number - 1, number, width)
    )


def _first_word(text: str) -> int:
    """How many columns the first word takes that cannot be divided."""
    if text and text[0] >= _UNSPACED_FROM and _UNSPACED.match(text):
        return 2
    length = text.find(" ")
    return len(text) if length < 0 else length
