"""What the keys of the rules say besides their patterns, as bit masks: made once, asked for every page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from thresher.strip.matcher import Matcher, bits
from thresher.strip.shape import is_quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from thresher.strip.rules import Rule, Where

LONG_BLOCK = 4_000
"""Characters beyond which a block is looked at only at its edges."""
EDGE = 1_000
"""Characters looked at at each edge of a long block."""

MET_CHARS = 120
"""Characters of the longest line of which it is remembered what it meets."""
MET_LINES = 8_192
"""Lines that are remembered: 3.5 MB (lines of 220 text captures)."""

_QUOTES = frozenset("\"'\u201c\u201d\u201e\u00ab\u00bb\u2018\u300c\u300e")


class Memory(dict[Any, Any]):
    """Answers by question; all of them are forgotten when there are too many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: object, value: object) -> None:
        if len(self) >= self._most:
            self.clear()
        super().__setitem__(key, value)


class Policy:
    """Where the rules of a matcher may fire, and what waits for what."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher, those = matcher, matcher.those
        self.whole = those(lambda rule: rule.unit in ("line", "block") and not rule.mine)
        self.pages = those(lambda rule: rule.unit == "page")
        self.unsaid = those(lambda rule: rule.unit not in ("page", "line"))
        self.only_short = those(lambda rule: rule.unit == "block" and not rule.certain)
        self.rare = those(lambda rule: rule.most is not None)
        self.between = those(lambda rule: bool(rule.after and rule.before))
        self.mute = self.whole & those(lambda rule: not rule.gives)
        self.after = self._waiting("after")
        self.before = self._waiting("before")
        order = sorted(range(len(matcher.rules)), key=self._rank)
        self.rank = {place: rank for rank, place in enumerate(order)}
        self._of_topic = [0 for _ in matcher.topics]
        for place in bits(those(lambda rule: not rule.certain and not rule.mine)):
            self._of_topic[matcher.topic_of[place]] |= 1 << place
        self._dated = [place for place, rule in enumerate(matcher.rules) if rule.since or rule.until]
        self._guarded = those(lambda rule: rule.where is None and rule.unit == "block" and not rule.is_neighbourly)
        self._at = {where: those(self._stands(where)) for where in ("anywhere", "head", "tail", "edge")}
        self.standing = cache(self._standing)
        self.met = Memory(MET_LINES)

    def _rank(self, place: int) -> tuple[bool, float, str]:
        rule = self.matcher.rules[place]
        return rule.unit == "span", -rule.confidence, rule.id

    def _stands(self, where: Where) -> Callable[[Rule], bool]:
        return lambda rule: rule.unit != "page" and (rule.where or "anywhere") == where

    def _standing(self, head: bool, tail: bool, looks: bool) -> int:  # noqa: FBT001 - the key of a cache
        """The rules that may fire there; prose in the body goes only to those that claim it."""
        mask = self._at["anywhere"]
        if looks and not (head or tail):
            mask &= ~self._guarded
        if head:
            mask |= self._at["head"]
        if tail:
            mask |= self._at["tail"]
        return mask | self._at["edge"] if head or tail else mask

    def _waiting(self, side: str) -> list[int]:
        """For each rule those that wait on one side of them for it or for its topic."""
        keys: dict[str, int] = {}
        for place, rule in enumerate(self.matcher.rules):
            for key in getattr(rule, side):
                keys[key] = keys.get(key, 0) | 1 << place
        return [keys.get(rule.id, 0) | keys.get(rule.topic, 0) for rule in self.matcher.rules]

    def waiting(self, gone: int) -> tuple[int, int]:
        """The rules that wait for one of those that took a block: behind it, and before it."""
        after = before = 0
        for place in bits(gone):
            after |= self.after[place]
            before |= self.before[place]
        return after, before

    def in_force(self, day: date | None) -> int:
        """The rules that hold for pages captured on a day."""
        mask = self.matcher.all
        for place in self._dated:
            if day and not _is_in_force(self.matcher.rules[place], day):
                mask ^= 1 << place
        return mask

    def spared(self, topics: int) -> int:
        """The rules that take nothing from an article about these topics."""
        mask = 0
        for topic in bits(topics):
            mask |= self._of_topic[topic]
        return mask

    def topics(self, places: int) -> int:
        """The topics of rules."""
        mask = 0
        for place in bits(places):
            mask |= 1 << self.matcher.topic_of[place]
        return mask


def is_said(matcher: Matcher, place: int, text: str) -> bool:
    """Whether the page itself says what a rule hits: what stands in quotation marks is somebody's speech."""
    if matcher.rules[place].unit in ("page", "line") or _QUOTES.isdisjoint(text):
        return True
    return any(not is_quoted(text, hit.start) for hit in matcher.finds(place, text))


def _is_in_force(rule: Rule, day: date) -> bool:
    return (rule.since is None or rule.since <= day) and (rule.until is None or day <= rule.until)
