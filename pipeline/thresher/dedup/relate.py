"""Relations between texts that are no copies: who is derived from whom, and what shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    made: list[Link] = []
    for number in (worth(pairs, cluster_of) if some is None else some).tolist():
        verdict = pairs.verdicts[number]
        if verdict == Verdict.NOTHING:
            made += _version(pairs, number, sheets)
        elif verdict == Verdict.QUOTES:
            made += _quotations(pairs, number)
        else:
            made.append(_containment(pairs, number, sheets, several))
    return sorted(made, key=lambda link: (link.source, link.target, link.kind))


def _version(pairs: ComparedPairs, number: int, sheets: Sheets) -> Iterable[Link]:
    """Later captures of one address that have kept too little of the text for copies."""
    both = int(pairs.ones[number]), int(pairs.others[number])
    old, new = sorted(both, key=lambda text: (sheets[text].moment, text))
    score = max(float(side["shared"] / max(1, side["own"])) for side in pairs.measures[number])
    if score >= _VERSION:
        shared = pairs.comparer.shared(new, old)[0]
        yield Link(new, old, UPDATE, round(score, 4), spans(pairs.library, new, old, shared))


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


def _containment(pairs: ComparedPairs, number: int, sheets: Sheets, several: frozenset[int]) -> Link:
    """The relation of two texts of which one holds the other."""
    library = pairs.library
    small, large = int(pairs.ones[number]), int(pairs.others[number])
    sides = [pairs.measures["one"][number], pairs.measures["other"][number]]
    shared = list(pairs.comparer.shared(small, large))
    if pairs.verdicts[number] == Verdict.OTHER_IN_ONE:
        small, large = large, small
        sides.reverse()
        shared.reverse()
    score = round(float(sides[0]["shared"] / max(1, sides[0]["own"])), 4)
    if _has_grown(library, sheets, small, large):
        return Link(large, small, UPDATE, score, spans(library, large, small, shared[1]))
    is_excerpt = is_same_title(library.title(small), library.title(large)) or (
        not (sides[1]["head"] > _LATE and sides[1]["head"] > _LATE_SHARE * sides[1]["own"])
        and not _has_heading(library, sheets[small].title, (small, large), shared[1])
        and _is_later(sheets[small], sheets[large], large in several)
    )
    if is_excerpt:
        return Link(small, large, EXCERPT, score, spans(library, small, large, shared[0]))
    return Link(large, small, CONTAINS, score, spans(library, large, small, shared[1]))


def _has_grown(library: Texts, sheets: Sheets, small: int, large: int) -> bool:
    """Whether the larger text is a later version of the smaller: of one host and title, and published after it."""
    is_of_one_story = is_same_title(library.title(small), library.title(large))
    return is_of_one_story and sheets[small].host == sheets[large].host and sheets[small].moment < sheets[large].moment


def _is_later(small: Sheet, large: Sheet, holds_several: bool) -> bool:  # noqa: FBT001
    """Whether the smaller text came after the larger; of one moment, what holds several stories came after them."""
    return large.moment < small.moment if large.moment != small.moment else not holds_several


def _has_heading(library: Texts, title: tuple[int, ...], pair: tuple[int, int], shared: NDArray[np.bool_]) -> bool:
    """Whether the title of the smaller text stands above it in the larger, as above a story in a round-up.

    Where the smaller text has its title as a line at its head, the larger must have both together; else the title must
    stand outside the shared passages, since the first words of a text may be its title, too.
    """
    small, text = library.tokens(pair[0]), library.tokens(pair[1])
    if len(title) < _TITLE:
        return False
    heading = np.array(title, text.dtype)
    begins = np.array_equal(small[: len(title)], heading)
    if begins and library.marked(pair[0])[len(title) - 1] & LAST:
        return len(_places(text, small[: len(title) + _TITLE])) > 0
    places = _places(text, heading).tolist()
    return any(2 * np.count_nonzero(shared[at : at + len(title)]) < len(title) for at in places)


def spans(library: Texts, source: int, target: int, shared: NDArray[np.bool_]) -> tuple[Span, ...]:
    """The longest shared passages of a text that are its own, in order."""
    own = shared & (library.marked(source) & COMMON == 0)
    starts, ends = _runs(own)
    longest = sorted(range(len(starts)), key=lambda number: (starts[number] - ends[number], starts[number]))
    chosen = sorted(longest[:_MOST_SPANS])
    return tuple(Span(starts[n], ends[n], _found(library, source, target, starts[n], ends[n])) for n in chosen)


def _runs(column: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], column.view(np.int8), [0]))))
    return edges[::2].tolist(), edges[1::2].tolist()


def _found(library: Texts, source: int, target: int, start: int, end: int) -> int:
    """Where a passage of one text begins in the other."""
    places = _places(library.tokens(target), library.tokens(source)[start : min(end, start + SHINGLE)])
    return int(places[0]) if len(places) else 0


def _places(text: Hashes, wanted: Hashes) -> NDArray[np.int64]:
    """Where a run of tokens stands in a text."""
    hits = np.ones(max(0, len(text) - len(wanted) + 1), np.bool_)
    for step, value in enumerate(wanted):
        hits &= text[step : step + len(hits)] == value
    return np.flatnonzero(hits)


def _quotations(pairs: ComparedPairs, number: int) -> Iterable[Link]:
    """Who quotes whom: the one that sets the words in quotation marks; both, where both do."""
    library = pairs.library
    pair = int(pairs.ones[number]), int(pairs.others[number])
    shared = pairs.comparer.shared(*pair)
    quoted = [_long_runs(side & (library.marked(text) & QUOTED != 0)) for text, side in zip(pair, shared, strict=True)]
    kind = SHARED_QUOTES if all(column.any() for column in quoted) else QUOTES
    names = [_names(library, text, column) for text, column in zip(pair, quoted, strict=True)]
    speaker = tuple(sorted(names[0] & names[1]))
    if (
        kind == SHARED_QUOTES
        and not speaker
        and max(np.count_nonzero(column) for column in quoted) < _SPEAKS_FOR_ITSELF
    ):
        return
    for (source, target), column in zip((pair, pair[::-1]), quoted, strict=True):
        if column.any():
            words = int(np.count_nonzero(column))
            score = 1 - 0.5 ** (words / QUOTATION)  # half for the shortest quotation that counts
            yield Link(source, target, kind, round(score, 4), spans(library, source, target, column), speaker)


def _long_runs(column: NDArray[np.bool_]) -> NDArray[np.bool_]:
    kept = np.zeros(len(column), np.bool_)
    for start, end in zip(*_runs(column), strict=True):
        if end - start >= QUOTATION:
            kept[start:end] = True
    return kept


def _names(library: Texts, text: int, quoted: NDArray[np.bool_]) -> set[int]:
    """The names near a quotation, but outside it."""
    marks, tokens = library.marked(text), library.tokens(text)
    near = np.zeros(len(quoted), np.bool_)
    for start, end in zip(*_runs(quoted), strict=True):
        near[max(0, start - _NEAR) : end + _NEAR] = True
    return set(tokens[near & ~quoted & (marks & NAME != 0)].tolist())
