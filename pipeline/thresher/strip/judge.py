"""What the rules want gone from a page. Decides only: `apply` is the one that cuts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thresher.strip.hearing import Hearing
from thresher.strip.matcher import Matcher
from thresher.strip.spans import gaps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.nouns import Page, Reason, Removal, Vote
    from thresher.strip.rules import Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of a page; `detail` tells what the rejection rests on."""

    removals: tuple[Removal, ...] = ()
    votes: tuple[Vote, ...] = ()
    rejection: Reason | None = None
    detail: str = ""


class Judge:
    """All rules at once. Picklable; holds no state between pages."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._matcher = Matcher(rules)
        self._after = self._waiting("after")
        self._before = self._waiting("before")

    def __reduce__(self) -> tuple[type[Judge], tuple[tuple[Rule, ...]]]:
        return Judge, (self.rules,)

    def judge(self, page: Page) -> Verdict:
        """What should go, what it says about the article, and whether the page is no article at all.

        A rejected page keeps its text: nothing is removed from it.
        """
        hearing = Hearing(self._matcher, self._after, self._before, page)
        charges = hearing.charges()
        if charges:
            rule, words = min(charges, key=lambda charge: (-charge[0].confidence, charge[0].id))
            return Verdict(rejection=rule.rejects, detail=f"{rule.id}: {words}")
        removals, votes = hearing.sentences()
        return Verdict(removals, votes)

    def hits(self, line: str) -> tuple[Rule, ...]:
        """The rules whose text a line meets, whatever would stand around it."""
        return self._matcher.rules_hit(line)

    def _waiting(self, side: str) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for place, rule in enumerate(self.rules):
            for key in getattr(rule, side):
                index.setdefault(key, []).append(place)
        return index


def disjoint(first: Iterable[Removal], second: Iterable[Removal]) -> tuple[Removal, ...]:
    """The removals of two judges without overlaps, in order: where both want a piece, the first gets it."""
    taken: dict[int, list[Removal]] = {}
    for removal in first:
        taken.setdefault(removal.block, []).append(removal)
    for removal in second:
        spans = taken.setdefault(removal.block, [])
        for start, end in gaps([(one.start, one.end) for one in spans], removal.start, removal.end):
            text = removal.text[start - removal.start : end - removal.start]
            spans.append(replace(removal, start=start, end=end, text=text))
        spans.sort(key=lambda one: one.start)
    return tuple(removal for block in sorted(taken) for removal in sorted(taken[block], key=lambda one: one.start))
