"""What the rules want gone from a page. Decides only: `apply` is the one that cuts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thresher.strip.hearing import Hearing
from thresher.strip.matcher import Matcher
from thresher.strip.policy import Policy, is_said
from thresher.strip.shape import rough_words
from thresher.strip.spans import gaps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.nouns import Page, Reason, Removal, Vote
    from thresher.strip.rules import Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of a page; `detail` tells what the rejection rests on.

    `topics` has a pair of bit masks over `Judge.topics` for each block of the page: the topics of the
    rules whose text the block meets, whether they fired or not, and of those that fired on it. It is
    empty for a rejected page.
    """

    removals: tuple[Removal, ...] = ()
    votes: tuple[Vote, ...] = ()
    rejection: Reason | None = None
    detail: str = ""
    topics: tuple[tuple[int, int], ...] = ()


class Judge:
    """All rules at once. Picklable; holds no state between pages.

    `topics` are the names of the rules' topics in alphabetical order, whatever the order of the rules.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._matcher = Matcher(rules)
        self.topics = self._matcher.topics
        self._policy = Policy(self._matcher)

    def __reduce__(self) -> tuple[type[Judge], tuple[tuple[Rule, ...]]]:
        return Judge, (self.rules,)

    def judge(self, page: Page) -> Verdict:
        """What should go, what it says about the article, and whether the page is no article at all.

        A rejected page keeps its text: nothing is removed from it.
        """
        hearing = Hearing(self._policy, page)
        charges = hearing.charges()
        if charges:
            rule, words = min(charges, key=lambda charge: (-charge[0].confidence, charge[0].id))
            return Verdict(rejection=rule.rejects, detail=f"{rule.id}: {words}")
        removals, votes = hearing.sentences()
        return Verdict(removals, votes, topics=hearing.topics())

    def hits(self, line: str) -> tuple[Rule, ...]:
        """The rules that a line by itself meets; those that go without `near` are not asked."""
        return tuple(self.rules[place] for place in self._matcher.met(line) if self._is_met(place, line))

    def is_hit(self, rule: Rule, line: str) -> bool:
        """Whether a line by itself meets one rule of this judge, `near` or not."""
        place = self.rules.index(rule)
        met = place in self._matcher.met(line) if rule.near else self._matcher.is_hit(place, line)
        return met and self._is_met(place, line)

    def is_near(self, rule: Rule, line: str) -> bool:
        """Whether a line holds a literal of the rule's `near`."""
        return bool(self._matcher.literals((line,))[0] >> self.rules.index(rule) & 1)

    def _is_met(self, place: int, line: str) -> bool:
        limit = self.rules[place].max_words
        is_short = self.rules[place].unit == "page" or limit is None or rough_words(line) <= limit
        return is_short and is_said(self._matcher, place, line)


def disjoint(first: Iterable[Removal], second: Iterable[Removal]) -> tuple[Removal, ...]:
    """The removals of two judges without overlaps, in order: where both want a piece, the first gets it."""
    first, second = tuple(first), tuple(second)
    if not (first and second) and _is_disjoint(first or second):
        return first or second
    taken: dict[int, list[Removal]] = {}
    for removal in first:
        taken.setdefault(removal.block, []).append(removal)
    for removal in second:
        spans = taken.setdefault(removal.block, [])
        if not spans and removal.start < removal.end:
            spans.append(removal)
            continue
        for start, end in gaps([(one.start, one.end) for one in spans], removal.start, removal.end):
            text = removal.text[start - removal.start : end - removal.start]
            spans.append(replace(removal, start=start, end=end, text=text))
        spans.sort(key=lambda one: one.start)
    return tuple(removal for block in sorted(taken) for removal in sorted(taken[block], key=lambda one: one.start))


def _is_disjoint(removals: tuple[Removal, ...]) -> bool:
    """Whether removals stand in order, each with something to remove and none over another."""
    block, place = -1, 0
    for one in removals:
        if one.block < block or (one.block == block and one.start < place) or one.start >= one.end:
            return False
        block, place = one.block, one.end
    return True
