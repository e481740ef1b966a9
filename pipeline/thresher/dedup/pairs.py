"""The pairs of texts that are worth a comparison, compared and judged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from thresher.dedup.candidates import candidates
from thresher.dedup.compare import MEASURES, Comparer
from thresher.dedup.groups import components
from thresher.dedup.passages import is_same_title, mark_common_passages, mark_host_passages
from thresher.dedup.tokens import NAME
from thresher.dedup.verdict import Ties, Verdict, verdicts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thresher.dedup.candidates import Pairs
    from thresher.dedup.groups import Pair
    from thresher.dedup.library import Texts
    from thresher.settings import Dedup

    Numbers = NDArray[np.int64]
    Rows = NDArray[np.void]

PAIR = np.dtype([("one", "i8"), ("other", "i8"), ("verdict", "i1"), ("is_whole", "?"), ("measures", MEASURES)])
"""A compared pair; where it is not whole, of its measures only `shared` is known, and its verdict is `NOTHING`."""

_SUBJECT = 3  # mentions of a name that is in the title, too, from which a text is about it
_PROMISING = 20  # shared words from which common passages may decide


class Evidence(Protocol):
    """What earlier comparisons found: each is made once, however often its pair comes up."""

    def are_new(self, ones: Numbers, others: Numbers) -> NDArray[np.bool_]:
        """Which pairs cannot have been compared before."""

    def recall(self, rows: Rows) -> NDArray[np.bool_]:
        """Fill in the rows of pairs that have been compared before, as their texts are now; says which."""

    def learn(self, rows: Rows, whole: NDArray[np.bool_]) -> None:
        """Take in pairs that were compared now, with all their measures where they are wanted `whole`."""


class ComparedPairs:
    """The pairs of a library that are anything to each other, or might be: sorted, with measures and verdicts.

    They are found, unless their `rows` are known already.
    """

    def __init__(
        self, library: Texts, settings: Dedup, evidence: Evidence | None = None, rows: Rows | None = None
    ) -> None:
        self.library, self.settings = library, settings
        self.comparer = Comparer(library)
        self._evidence = evidence
        self.rows = self._found() if rows is None else rows
        self.ones, self.others = self.rows["one"].copy(), self.rows["other"].copy()
        if rows is None:
            self._without_common_passages()

    def _found(self) -> Rows:
        """The pairs that come up, compared while only the passages of single hosts are known to be common."""
        most = self.settings.most_tokens
        mark_host_passages(self.library, most)
        found = list(candidates(self.library, most))
        self.library.bring(self._wanted(found))
        return np.concatenate([self.worth_keeping(self.compared(*some)) for some in found])

    @property
    def verdicts(self) -> NDArray[np.int8]:
        """The verdict on each pair."""
        return np.asarray(self.rows["verdict"])

    @property
    def measures(self) -> Rows:
        """The measures of each pair, as far as they are whole."""
        return np.asarray(self.rows["measures"])

    def _wanted(self, found: list[Pairs]) -> Numbers:
        """The texts of candidates that have not been compared before, so that they are fetched in one go."""
        wanted = np.zeros(len(self.library), np.bool_)
        for ones, others in found:
            fresh = self._evidence.are_new(ones, others) if self._evidence else slice(None)
            wanted[ones[fresh]] = wanted[others[fresh]] = True
        return np.flatnonzero(wanted)

    def compared(self, ones: Numbers, others: Numbers) -> Rows:
        """Pairs with measures and verdicts: from the evidence of earlier comparisons, or compared now."""
        rows = np.zeros(len(ones), PAIR)
        rows["one"], rows["other"] = ones, others
        known = self._evidence.recall(rows) if self._evidence else np.zeros(len(rows), np.bool_)
        unknown = np.flatnonzero(~known)
        fresh = rows[unknown]
        self.library.bring(np.unique(np.append(fresh["one"], fresh["other"])))
        fresh["measures"] = self.comparer.all(fresh["one"], fresh["other"])
        fresh["verdict"] = self._judged(fresh["one"], fresh["other"], fresh["measures"])
        fresh["is_whole"] = True
        if self._evidence:
            addresses = self.library.addresses
            whole = (fresh["verdict"] != Verdict.NOTHING) | (addresses[fresh["one"]] == addresses[fresh["other"]])
            self._evidence.learn(fresh, whole)
        rows[unknown] = fresh
        return rows

    def worth_keeping(self, rows: Rows) -> Rows:
        """Those of some pairs that are anything to each other, or might be."""
        addresses = self.library.addresses
        kept = (rows["verdict"] != Verdict.NOTHING) | (addresses[rows["one"]] == addresses[rows["other"]])
        return np.asarray(rows[kept | is_promising(rows)])

    def _without_common_passages(self) -> None:
        """Judge again once the passages that unrelated texts share are known."""
        related = (self.verdicts >= Verdict.COPIES) & (self.verdicts <= Verdict.OTHER_IN_ONE)
        pairs = zip(self.ones[related].tolist(), self.others[related].tolist(), strict=True)
        groups = components(len(self.library), pairs)
        touched = mark_common_passages(self.library, groups, self.settings.most_tokens)
        again = (touched[self.ones] | touched[self.others]) & is_promising(self.rows)
        self.rows[again] = self.compared(self.ones[again], self.others[again])

    def _judged(self, ones: Numbers, others: Numbers, measures: Rows) -> NDArray[np.int8]:
        """The verdicts on pairs with their measures."""
        library = self.library
        title, lengths = library.title, library.lengths
        same = (is_same_title(title(a), title(b)) for a, b in zip(ones.tolist(), others.tolist(), strict=True))
        ties = Ties(
            np.fromiter(same, np.bool_, len(ones)), np.asarray(library.addresses[ones] == library.addresses[others])
        )
        found = verdicts(measures, (lengths[ones], lengths[others]), ties, self.settings)
        for number in np.flatnonzero((found == Verdict.COPIES) & ~ties.same_address).tolist():
            one, other = int(ones[number]), int(others[number])
            if title(one) != title(other) and self._tells_of(one, other) and self._tells_of(other, one):
                found[number] = Verdict.NOTHING
        return found

    def _tells_of(self, one: int, other: int) -> bool:
        """Whether a text is about a name that the other never mentions: one template filled in for two towns."""
        tokens, marks = self.library.tokens(one), self.library.marked(one)
        named = Counter(tokens[marks & NAME != 0].tolist())
        subjects = [word for word in self.library.title(one) if named[word] >= _SUBJECT]
        if not subjects:
            return False
        others = self.library.tokens(other)
        return any(not (others == word).any() for word in subjects)

    def are_copies(self, pairs: list[Pair]) -> list[bool]:
        """Whether pairs are copies, compared now where they were no candidates."""
        ordered = sorted(pairs)
        ones, others = (np.array(column, np.int64) for column in zip(*ordered, strict=True))
        found = dict(zip(ordered, (self.compared(ones, others)["verdict"] == Verdict.COPIES).tolist(), strict=True))
        return [found[pair] for pair in pairs]

    def measured(self, one: int, other: int) -> Any:
        """The measures of a pair, compared now if it was no candidate."""
        low, high = sorted((one, other))
        start, end = np.searchsorted(self.ones, (low, low + 1))
        at = start + np.searchsorted(self.others[start:end], high)
        if at < end and self.others[at] == high and self.rows["is_whole"][at]:
            return self.measures[at]
        return self.comparer.all(np.array([low]), np.array([high]))[0]

    def copies(self) -> list[Pair]:
        """The verified pairs of copies."""
        chosen = self.verdicts == Verdict.COPIES
        return list(zip(self.ones[chosen].tolist(), self.others[chosen].tolist(), strict=True))


def is_promising(rows: Rows) -> NDArray[np.bool_]:
    """Whether pairs share so much that common passages may decide what they are."""
    measures = rows["measures"]
    return np.asarray(np.maximum(measures["one"]["shared"], measures["other"]["shared"]) >= _PROMISING)
