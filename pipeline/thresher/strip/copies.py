"""What a text capture says twice: lines, runs of blocks, captions, teasers and pull quotes.

Renderers print what a browser hides: the page for telephones below the one for desks, a picture's
description above its caption. Decides only. One copy always stays: no run of eight words that the
page holds is lost, save those of captions that another judge has taken already.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from thresher.nouns import BlockKind
from thresher.strip.apply import apply
from thresher.strip.captions import CAPTION_WORDS, bare, is_caption, unlabelled
from thresher.strip.excerpts import excerpts
from thresher.strip.shape import rough_words
from thresher.strip.spans import whole
from thresher.strip.starts import LEAST_WORDS, ends_sentence, head_of, lines_of, shared_starts
from thresher.strip.surroundings import Surroundings
from thresher.words import normalised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from thresher.nouns import Block, Page, Removal
    from thresher.strip.starts import Line, Place

PARAGRAPH_WORDS = 16
"""Words from which a sentence that stands elsewhere again is a copy; a shorter one may be a refrain."""

_TWICE = 2  # copies of a paragraph; what stands there more often is said in each place on purpose
_UNENDED_WORDS = 8  # words from which a line next to its like is a copy, though it does not end as a sentence
_ROW = 4  # blocks from a line to its like, at most, where only short ones stand between them
_ASIDE_WORDS = 10  # fewer words of other prose around a copy, and it stands aside of the text
_IN_TEXT_WORDS = 40  # as many, and it stands in the text
_WHOLE_RUN = 3  # paragraphs that a copy of the whole text has at least
_WHOLE_SHARE = 0.2  # of the words of prose of a page, which holds the text twice
_STRIDE = 5  # blocks from one copied paragraph of a run to the next, at most
_NEAR = 3  # blocks looked at on either side of a copy, and between a caption and its like
_PROSE_CAP = 60  # words for which a neighbour counts at most
_CHANGED_WORDS = 8  # words from which the copy of a caption may differ in one
_SAYS = (":", "\uff1a")  # ends a line that tells whose words follow
_SOLID = frozenset({BlockKind.TABLE, BlockKind.CODE, BlockKind.TITLE, BlockKind.QUOTE})

Found = dict[int, tuple[str, float]]  # number of a block: the kind of copy, the confidence


class _Run(NamedTuple):
    """Paragraphs (their numbers) that stand again `offset` blocks further down."""

    numbers: tuple[int, ...]
    offset: int
    in_row: bool  # nothing stands between the copies but short blocks


def copies(page: Page, removals: Collection[Removal] = ()) -> tuple[Removal, ...]:
    """Removals of the blocks that say again what the page says elsewhere, in order.

    `removals` is what all other judges take: what they leave is compared, so that never both of two
    copies go. The reason is `duplicate-line`, the judge `copies:` and the kind: `line`, `run`,
    `caption`, `teaser` or `quote`. Where they are applied, nothing that is left is a copy.
    """
    blocks = apply(page, removals).blocks if removals else page.blocks
    lines = lines_of(blocks)
    found = _captions(page, removals, lines) if removals else {}
    while starts := shared_starts([line for line in lines if line.number not in found]):
        prose = Surroundings(blocks, found)
        fresh = _doubled(starts, blocks, prose, found) or excerpts(starts, prose)
        if not fresh:
            break
        found |= fresh
    return tuple(
        whole(number, page.blocks[number], "duplicate-line", f"copies:{kind}", sure)
        for number, (kind, sure) in sorted(found.items())
    )


def _captions(page: Page, removals: Iterable[Removal], lines: Iterable[Line]) -> Found:
    """The lines that repeat a caption which another judge has taken, to the word or but for one."""
    gone: dict[str, list[tuple[int, list[str]]]] = {}
    for removal in removals:
        block = page.blocks[removal.block]
        if removal.text == block.text and (removal.reason == "caption" or is_caption(block)):
            key = head_of(unlabelled(block.text))
            gone.setdefault(key, []).append((removal.block, bare(block.text).split()))
    gone.pop("", None)
    found: Found = {}
    for line in lines:
        if line.words > CAPTION_WORDS:
            continue
        for number, words in gone.get(line.head, ())[:_NEAR]:
            here = bare(line.text).split()
            is_near = abs(number - line.number) <= _NEAR and min(len(words), len(here)) >= _CHANGED_WORDS
            if here == words or (is_near and _is_but_one(here, words)):
                found[line.number] = ("caption", 0.85)
    return found


def _is_but_one(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two texts differ in one word: changed, added or left out."""
    shorter, longer = sorted((first, second), key=len)
    same = 0
    while same < len(shorter) and shorter[same] == longer[same]:
        same += 1
    rest = len(longer) - same - 1
    return len(longer) - len(shorter) <= 1 and (rest <= 0 or shorter[-rest:] == longer[-rest:])


def _doubled(starts: Iterable[Sequence[Place]], blocks: Sequence[Block], prose: Surroundings, gone: Found) -> Found:
    """The copies of whole blocks: next to each other, or long ones anywhere, with what stands between them."""
    found: Found = {}
    for run in _runs(_pairs(starts, blocks, gone)):
        first, second = _surroundings(run, prose)
        moves_up = second > first and not run.in_row  # which copy goes: the one that stands less in prose
        above = run.numbers[0] - 1 + (0 if moves_up else run.offset)
        if not run.in_row and above >= 0 and blocks[above].text.endswith(_SAYS):
            continue  # it is quoted
        is_aside = min(first, second) < _ASIDE_WORDS and max(first, second) >= _IN_TEXT_WORDS
        if not run.in_row and not is_aside and not _is_whole(run, prose):
            continue  # a reply that quotes, or a phrase for each entry of a list: said in both places on purpose
        kind, sure = ("run", 0.95) if len(run.numbers) > 1 else ("line", 0.95 if run.in_row else 0.9)
        for number in _members(run, blocks, gone):
            stays, goes = (number + run.offset, number) if moves_up else (number, number + run.offset)
            if stays not in found:
                found[goes] = (kind, sure)
    return found


def _is_whole(run: _Run, prose: Surroundings) -> bool:
    """Whether a run is the text of the page, or much of it."""
    words = sum(prose[number] for number in run.numbers)
    return len(run.numbers) >= _WHOLE_RUN and words >= _WHOLE_SHARE * prose.among(0, len(prose))


def _pairs(starts: Iterable[Sequence[Place]], blocks: Sequence[Block], gone: Found) -> Iterator[tuple[bool, int, int]]:
    """Two lines of the same words: whether only short blocks part them, how far apart they are, the first's number."""
    for group in starts:
        alike: dict[str, list[Line]] = {}
        heads = [place.line for place in group if place.at == 0]
        for line in heads if len(heads) > 1 else ():
            alike.setdefault(normalised(line.text), []).append(line)
        for lines in alike.values():
            is_copied = len(lines) == _TWICE and _is_paragraph(lines[0])
            is_said = len(lines) > 1 and (lines[0].words >= _UNENDED_WORDS or ends_sentence(lines[0].text))
            for one, again in pairwise(lines):
                between = range(one.number + 1, again.number)
                in_row = is_said and len(between) < _ROW and all(_is_short(blocks, gone, at) for at in between)
                if is_copied or in_row:
                    yield in_row, again.number - one.number, one.number


def _is_short(blocks: Sequence[Block], gone: Found, number: int) -> bool:
    text = blocks[number].text
    return number in gone or (rough_words(text) < LEAST_WORDS and not text.endswith(_SAYS))  # "Ida Brekke wrote:"


def _is_paragraph(line: Line) -> bool:
    return line.block.kind is BlockKind.PARAGRAPH and line.words >= PARAGRAPH_WORDS and ends_sentence(line.text)


def _runs(pairs: Iterable[tuple[bool, int, int]]) -> Iterator[_Run]:
    numbers: list[int] = []
    kind = (False, 0)
    for in_row, offset, number in sorted(pairs):
        if numbers and (kind != (in_row, offset) or number - numbers[-1] > _STRIDE):
            yield _Run(tuple(numbers), kind[1], kind[0])
            numbers = []
        numbers.append(number)
        kind = (in_row, offset)
    if numbers:
        yield _Run(tuple(numbers), kind[1], kind[0])


def _members(run: _Run, blocks: Sequence[Block], gone: Found) -> Iterator[int]:
    """The numbers of the first copies in a run: its paragraphs, and the short blocks among and beside them."""
    yield from run.numbers
    if len(run.numbers) == 1:
        return
    first, last = run.numbers[0], run.numbers[-1]

    def is_again(number: int) -> bool:
        again = number + run.offset
        if not 0 <= number < again < len(blocks) or number in gone or again in gone:
            return False
        one, other = blocks[number], blocks[again]
        return bool(one.text) and one.text == other.text and one.kind not in _SOLID and other.kind not in _SOLID

    yield from (number for number in range(first, last) if number not in run.numbers and is_again(number))
    while is_again(first - 1) and first - 1 + run.offset > last:
        first -= 1
        yield first
    while is_again(last + 1) and last + 1 < run.numbers[0] + run.offset:
        last += 1
        yield last


def _surroundings(run: _Run, prose: Surroundings) -> tuple[int, int]:
    """Words of other prose among and around either copy."""
    copied = {number + shift for number in run.numbers for shift in (0, run.offset)}
    first, last = run.numbers[0], run.numbers[-1]
    return tuple(  # type: ignore[return-value]
        sum(
            min(prose[number], _PROSE_CAP)
            for number in range(max(0, first + shift - _NEAR), min(len(prose), last + shift + _NEAR + 1))
            if number not in copied
        )
        for shift in (0, run.offset)
    )
