"""The pairs of texts that are worth a comparison, compared and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from thresher.dedup.candidates import candidates, is_same_title, mark_common_passages, mark_host_passages
from thresher.dedup.compare import Comparer
from thresher.dedup.groups import components
from thresher.dedup.tokens import NAME
from thresher.dedup.verdict import Ties, Verdict, verdicts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thresher.dedup.groups import Pair
    from thresher.dedup.library import Library
    from thresher.settings import Dedup

    Numbers = NDArray[np.int64]

_SUBJECT = 3  # mentions of a name that is in the title, too, from which a text is about it
_PROMISING = 20  # shared words from which common passages may decide


class ComparedPairs:
    """The pairs of a library: `ones` and `others` by number, sorted, with their measures and verdicts."""

    def __init__(self, library: Library, settings: Dedup) -> None:
        self.library, self.settings = library, settings
        self.comparer = Comparer(library)
        mark_host_passages(library, settings.most_tokens)
        self.ones, self.others = candidates(library, settings.most_tokens)
        self.measures = self.comparer.all(self.ones, self.others)
        self.verdicts = self.judged(self.ones, self.others, self.measures)
        self._without_common_passages()

    def _without_common_passages(self) -> None:
        """Judge again once the passages that unrelated texts share are known."""
        related = (self.verdicts >= Verdict.COPIES) & (self.verdicts <= Verdict.OTHER_IN_ONE)
        pairs = zip(self.ones[related].tolist(), self.others[related].tolist(), strict=True)
        groups = components(len(self.library), pairs)
        touched = mark_common_passages(self.library, groups, self.settings.most_tokens)
        shared = np.maximum(self.measures["one"]["shared"], self.measures["other"]["shared"])
        again = (touched[self.ones] | touched[self.others]) & (shared >= _PROMISING)
        self.measures[again] = self.comparer.all(self.ones[again], self.others[again])
        self.verdicts = self.judged(self.ones, self.others, self.measures)

    def judged(self, ones: Numbers, others: Numbers, measures: NDArray[np.void]) -> NDArray[np.int8]:
        """The verdicts on pairs with their measures."""
        library = self.library
        titles = library.titles
        same = (is_same_title(titles[a], titles[b]) for a, b in zip(ones.tolist(), others.tolist(), strict=True))
        ties = Ties(
            np.fromiter(same, np.bool_, len(ones)), np.asarray(library.addresses[ones] == library.addresses[others])
        )
        lengths = np.diff(library.bounds)
        found = verdicts(measures, (lengths[ones], lengths[others]), ties, self.settings)
        for number in np.flatnonzero((found == Verdict.COPIES) & ~ties.same_address).tolist():
            one, other = int(ones[number]), int(others[number])
            if titles[one] != titles[other] and self._tells_of(one, other) and self._tells_of(other, one):
                found[number] = Verdict.NOTHING
        return found

    def _tells_of(self, one: int, other: int) -> bool:
        """Whether a text is about a name that the other never mentions: one template filled in for two towns."""
        tokens, marks = self.library.tokens(one), self.library.marked(one)
        named = tokens[(marks & NAME != 0)]
        subjects = [word for word in self.library.titles[one] if np.count_nonzero(named == word) >= _SUBJECT]
        return any(not (self.library.tokens(other) == word).any() for word in subjects)

    def are_copies(self, pairs: list[Pair]) -> list[bool]:
        """Whether pairs are copies, compared now where they were no candidates."""
        ones, others = (np.array(column, np.int64) for column in zip(*pairs, strict=True))
        found = self.judged(ones, others, self.comparer.all(ones, others))
        return [bool(one) for one in found == Verdict.COPIES]

    def measured(self, one: int, other: int) -> Any:
        """The measures of a pair, compared now if it was no candidate."""
        low, high = sorted((one, other))
        start, end = np.searchsorted(self.ones, (low, low + 1))
        at = start + np.searchsorted(self.others[start:end], high)
        if at < end and self.others[at] == high:
            return self.measures[at]
        return self.comparer.all(np.array([low]), np.array([high]))[0]

    def copies(self) -> list[Pair]:
        """The verified pairs of copies."""
        chosen = self.verdicts == Verdict.COPIES
        return list(zip(self.ones[chosen].tolist(), self.others[chosen].tolist(), strict=True))
