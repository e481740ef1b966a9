"""Relations between texts that are no copies: who is derived from whom, and what shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from thresher.dedup.compare import QUOTATION
from thresher.dedup.library import COMMON
from thresher.dedup.passages import is_same_title
from thresher.dedup.prints import SHINGLE
from thresher.dedup.tokens import LAST, NAME, QUOTED
from thresher.dedup.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from thresher.dedup.compare import Side
    from thresher.dedup.library import Texts
    from thresher.dedup.pairs import ComparedPairs
    from thresher.dedup.sheet import Sheet
    from thresher.dedup.tokens import Hashes

    Sheets = Mapping[int, Sheet] | Sequence[Sheet]

EXCERPT, CONTAINS, QUOTES, SHARED_QUOTES, UPDATE = "excerpt_of", "contains", "quotes", "shared_quotes", "update_of"

_LATE = 60  # words before a shared passage from which it cannot be the beginning of a story
_LATE_SHARE = 0.1
_VERSION = 0.2  # least share of words that a later version of a page has kept
_TITLE = 3  # fewest words of a title that is looked for
_NEAR = 12  # words around a quotation among which its speaker is named
_SPEAKS_FOR_ITSELF = 16  # quoted words that need no common speaker: fewer may be a headline that two sites tease
_MOST_SPANS = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A shared passage: words `start` to `end` of one text, from word `other` on of the other."""

    start: int
    end: int
    other: int


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of text `source` to text `target`, by their numbers; the first is derived from the second."""

    source: int
    target: int
    kind: str
    score: float
    spans: tuple[Span, ...]
    speaker: tuple[int, ...] = ()  # hashes of names that stand beside the quotation in both texts


class _Pair(NamedTuple):
    """Two texts with all that was found when they were compared."""

    texts: tuple[int, int]
    sides: tuple[Side, Side]
    measures: tuple[np.void, np.void]

    def turned(self) -> _Pair:
        """The other text first."""
        return _Pair(self.texts[::-1], self.sides[::-1], self.measures[::-1])

    def link(self, kind: str, score: float) -> Link:
        """The first is derived from the second."""
        return Link(*self.texts, kind, round(score, 4), spans(*self.sides, self.sides[0].shared))


def worth(pairs: ComparedPairs, cluster_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """The pairs that may be a relation: of different clusters, with a verdict, or of one address."""
    apart = cluster_of[pairs.ones] != cluster_of[pairs.others]
    addresses = pairs.library.addresses
    is_version = (pairs.verdicts == Verdict.NOTHING) & (addresses[pairs.ones] == addresses[pairs.others])
    return np.flatnonzero((pairs.verdicts >= Verdict.ONE_IN_OTHER) & apart | is_version)


def links(
    pairs: ComparedPairs, sheets: Sheets, cluster_of: NDArray[np.int64], some: NDArray[np.int64] | None = None
) -> list[Link]:
    """The relations between texts of different clusters, sorted; `sheets` are of the texts, by their number.

    `some` are the pairs to look at, of those that are `worth` it; all of them when left out.
    """
    several = _holders(pairs, cluster_of)
    some = worth(pairs, cluster_of) if some is None else some
    ones, others = pairs.ones[some], pairs.others[some]
    made: list[Link] = []
    for one, other, verdict, measures, sides in zip(
        ones.tolist(),
        others.tolist(),
        pairs.verdicts[some].tolist(),
        pairs.measures[some],
        pairs.comparer.sides(ones, others),
        strict=True,
    ):
        pair = _Pair((one, other), sides, (measures["one"], measures["other"]))
        if verdict == Verdict.NOTHING:
            made += _version(pair, sheets)
        elif verdict == Verdict.QUOTES:
            made += _quotations(pair)
        else:
            turned = verdict == Verdict.OTHER_IN_ONE
            made.append(_containment(pairs.library, pair.turned() if turned else pair, sheets, several))
    return sorted(made, key=lambda link: (link.source, link.target, link.kind))


def _version(pair: _Pair, sheets: Sheets) -> Iterable[Link]:
    """Later captures of one address that have kept too little of the text for copies."""
    score = max(float(side["shared"] / max(1, side["own"])) for side in pair.measures)
    if score >= _VERSION:
        first, second = ((sheets[text].moment, text) for text in pair.texts)
        yield (pair if first > second else pair.turned()).link(UPDATE, score)


def _holders(pairs: ComparedPairs, cluster_of: NDArray[np.int64]) -> frozenset[int]:
    """Texts that hold texts of several clusters."""
    held: dict[int, set[int]] = defaultdict(set)
    for verdict, small, large in (
        (Verdict.ONE_IN_OTHER, pairs.ones, pairs.others),
        (Verdict.OTHER_IN_ONE, pairs.others, pairs.ones),
    ):
        for number in np.flatnonzero(pairs.verdicts == verdict).tolist():
            held[int(large[number])].add(int(cluster_of[small[number]]))
    return frozenset(text for text, stories in held.items() if len(stories) > 1)


def _containment(library: Texts, pair: _Pair, sheets: Sheets, several: frozenset[int]) -> Link:
    """The relation of two texts of which the second holds the first."""
    small, large = pair.texts
    score = float(pair.measures[0]["shared"] / max(1, pair.measures[0]["own"]))
    if _has_grown(library, sheets, small, large):
        return pair.turned().link(UPDATE, score)
    holder = pair.measures[1]
    is_excerpt = is_same_title(library.title(small), library.title(large)) or (
        not (holder["head"] > _LATE and holder["head"] > _LATE_SHARE * holder["own"])
        and not _has_heading(sheets[small].title, *pair.sides)
        and _is_later(sheets[small], sheets[large], large in several)
    )
    return pair.link(EXCERPT, score) if is_excerpt else pair.turned().link(CONTAINS, score)


def _has_grown(library: Texts, sheets: Sheets, small: int, large: int) -> bool:
    """Whether the larger text is a later version of the smaller: of one host and title, and published after it."""
    is_of_one_story = is_same_title(library.title(small), library.title(large))
    return is_of_one_story and sheets[small].host == sheets[large].host and sheets[small].moment < sheets[large].moment


def _is_later(small: Sheet, large: Sheet, holds_several: bool) -> bool:  # noqa: FBT001
    """Whether the smaller text came after the larger; of one moment, what holds several stories came after them."""
    return large.moment < small.moment if large.moment != small.moment else not holds_several


def _has_heading(title: tuple[int, ...], small: Side, large: Side) -> bool:
    """Whether the title of the smaller text stands above it in the larger, as above a story in a round-up.

    Where the smaller text has its title as a line at its head, the larger must have both together; else the title must
    stand outside the shared passages, since the first words of a text may be its title, too.
    """
    if len(title) < _TITLE:
        return False
    heading = np.array(title, large.tokens.dtype)
    begins = np.array_equal(small.tokens[: len(title)], heading)
    if begins and small.marks[len(title) - 1] & LAST:
        return len(_places(large.tokens, small.tokens[: len(title) + _TITLE])) > 0
    places = _places(large.tokens, heading).tolist()
    return any(2 * np.count_nonzero(large.shared[at : at + len(title)]) < len(title) for at in places)


def spans(source: Side, target: Side, shared: NDArray[np.bool_]) -> tuple[Span, ...]:
    """The longest passages of a text that it shares and that are its own, in order."""
    own = shared & (source.marks & COMMON == 0)
    starts, ends = _runs(own)
    longest = sorted(range(len(starts)), key=lambda number: (starts[number] - ends[number], starts[number]))
    chosen = sorted(longest[:_MOST_SPANS])
    return tuple(Span(starts[n], ends[n], _found(source, target, starts[n], ends[n])) for n in chosen)


def _runs(column: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    edges = ((column[1:] != column[:-1]).nonzero()[0] + 1).tolist()
    found = [0, *edges] if len(column) and column[0] else edges
    return found[::2], [*found[1::2], *([len(column)] if len(found) % 2 else [])]


def _found(source: Side, target: Side, start: int, end: int) -> int:
    """Where a passage of one text begins in the other."""
    places = _places(target.tokens, source.tokens[start : min(end, start + SHINGLE)])
    return int(places[0]) if len(places) else 0


def _places(text: Hashes, wanted: Hashes) -> NDArray[np.int64]:
    """Where a run of tokens, one or more, stands in a text."""
    (hits,) = (text[: max(0, len(text) - len(wanted) + 1)] == wanted[0]).nonzero()
    for step in range(1, len(wanted)):
        if not len(hits):
            break
        hits = hits[text[hits + step] == wanted[step]]
    return np.asarray(hits)


def _quotations(pair: _Pair) -> Iterable[Link]:
    """Who quotes whom: the one that sets the words in quotation marks; both, where both do."""
    quoted = [_long_runs(side.shared & (side.marks & QUOTED != 0)) for side in pair.sides]
    kind = SHARED_QUOTES if all(column.any() for column in quoted) else QUOTES
    names = [_names(side, column) for side, column in zip(pair.sides, quoted, strict=True)]
    speaker = tuple(sorted(names[0] & names[1]))
    if (
        kind == SHARED_QUOTES
        and not speaker
        and max(np.count_nonzero(column) for column in quoted) < _SPEAKS_FOR_ITSELF
    ):
        return
    for one, column in zip((pair, pair.turned()), quoted, strict=True):
        if column.any():
            words = int(np.count_nonzero(column))
            score = 1 - 0.5 ** (words / QUOTATION)  # half for the shortest quotation that counts
            yield Link(*one.texts, kind, round(score, 4), spans(*one.sides, column), speaker)


def _long_runs(column: NDArray[np.bool_]) -> NDArray[np.bool_]:
    kept = np.zeros(len(column), np.bool_)
    for start, end in zip(*_runs(column), strict=True):
        if end - start >= QUOTATION:
            kept[start:end] = True
    return kept


def _names(side: Side, quoted: NDArray[np.bool_]) -> set[int]:
    """The names near a quotation, but outside it."""
    near = np.zeros(len(quoted), np.bool_)
    for start, end in zip(*_runs(quoted), strict=True):
        near[max(0, start - _NEAR) : end + _NEAR] = True
    return set(side.tokens[near & ~quoted & (side.marks & NAME != 0)].tolist())
