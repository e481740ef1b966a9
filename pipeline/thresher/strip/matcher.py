"""Which rules hit a text: one pass for the literals of all rules, then the patterns of the candidates.

Everything here is linear in the length of the text. The patterns themselves are not made into one
RE2 set: with their counted repetitions its automaton has a new state for almost every byte, and it
took 50 ms a page, where the two candidates that the literals leave for a block take 1 ms (40 pages
of `speed.warc.gz`, 400 rules).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from thresher.nouns import BlockKind
from thresher.strip import pattern as patterns
from thresher.strip.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from thresher.strip.rules import Rule


class Hit(NamedTuple):
    """Where a pattern hit, in characters, and what its named groups hold."""

    start: int
    end: int
    groups: dict[str, str]


class Matcher:
    """The compiled form of a tuple of rules; a rule is named by its place in it.

    Sets of rules are integers used as bit masks: bit `n` stands for the rule at place `n`.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.topics = tuple(sorted({rule.topic for rule in rules}))
        self.topic_of = tuple(self.topics.index(rule.topic) for rule in rules)
        self._patterns: dict[int, Any] = {}
        self._groups: dict[int, tuple[tuple[str, int], ...]] = {}
        self._tests: list[Callable[..., Any] | None] = [None for _ in rules]
        self._literals = _literals(rules, self.topic_of)
        self.all = (1 << len(rules)) - 1
        self.lines = self.those(lambda rule: rule.unit == "line")
        self.near = self.those(lambda rule: bool(rule.near))
        self.neighbourly = self.those(lambda rule: rule.is_neighbourly)
        self.always = self.all & ~self.near & ~self.neighbourly
        self.alone = self.all & ~self.neighbourly
        self.searches = self.all & ~self.lines
        self.of_kind = {
            kind: sum(1 << place for place, rule in enumerate(rules) if not rule.kinds or kind in rule.kinds)
            for kind in BlockKind
        }
        self._fitting = _fitting(rules)

    def those(self, wanted: Callable[[Rule], bool]) -> int:
        """The rules of which something is true, as a bit mask."""
        return sum(1 << place for place, rule in enumerate(self.rules) if wanted(rule))

    def regex(self, place: int) -> str:
        """The pattern of a rule as it is compiled; a line's pattern must hit the whole line."""
        rule = self.rules[place]
        return f"^(?:{rule.pattern})$" if rule.unit == "line" else rule.pattern

    def literals(self, texts: Sequence[str]) -> list[int]:
        """For each text the rules whose `near` is in it, as a bit mask; above them the topics whose `about` is."""
        return self._literals.masks(texts)

    def fitting(self, words: int) -> int:
        """The rules that take a block of so many words, as a bit mask."""
        return self._fitting[min(words, len(self._fitting) - 1)]

    def hits(self, asked: int, text: str) -> int:
        """Which of the rules asked for hit a text; line rules are to be asked for the core of a line."""
        data = text.encode("utf-8", "replace")
        size, tests, hits = len(data), self._tests, 0
        while asked:
            bit = asked & -asked
            place = bit.bit_length() - 1
            test = tests[place] or self._test(place)
            if test(data, 0, size)[0][0] >= 0:
                hits |= bit
            asked ^= bit
        return hits

    def met(self, text: str) -> list[int]:
        """The places of the rules that a text of one line meets, `near` included."""
        near = self.literals((text,))[0]
        return list(bits(self.hits(near & self.searches, text) | self.hits(near & self.lines, core(text))))

    def is_hit(self, place: int, text: str) -> bool:
        """Whether one rule hits the text, without the prefilter."""
        return bool(self.hits(1 << place, core(text) if self.rules[place].unit == "line" else text))

    def finds(self, place: int, text: str) -> Iterator[Hit]:
        """The hits of one rule from left to right, not overlapping; a line's are counted from its core."""
        if self.rules[place].unit == "line":
            text = core(text)
        pattern = self._compiled(place)
        for match in pattern.finditer(_sound(text)):
            groups = {name: value for name, group in self._groups[place] if (value := match.group(group))}
            yield Hit(match.start(), match.end(), groups)

    def _compiled(self, place: int) -> Any:
        import re2

        if place not in self._patterns:
            pattern = re2.compile(self.regex(place), patterns.options())
            self._groups[place] = tuple(pattern.groupindex.items())
            self._patterns[place] = pattern  # last: whoever finds it there, on another thread too, finds its groups
        return self._patterns[place]

    def _test(self, place: int) -> Callable[..., Any]:
        """What says of bytes where a rule hits first; `search` of the same pattern takes twice as long."""
        import re2

        test = partial(self._compiled(place)._regexp.Match, re2._Anchor.UNANCHORED)  # noqa: SLF001
        self._tests[place] = test
        return test


def _literals(rules: tuple[Rule, ...], topic_of: Sequence[int]) -> Literals:
    """The prefilter: all `near` and `about` literals; the bits of topics stand above those of rules."""
    masks: dict[str, int] = {}
    for place, rule in enumerate(rules):
        for text in rule.near:
            masks[text] = masks.get(text, 0) | 1 << place
        for text in rule.about:
            masks[text] = masks.get(text, 0) | 1 << len(rules) + topic_of[place]
    return Literals(masks)


def _fitting(rules: tuple[Rule, ...]) -> list[int]:
    """For each number of words the rules that take so many; the last is for all beyond."""
    limits = [rule.max_words if rule.unit != "page" else None for rule in rules]
    longest = max((limit for limit in limits if limit is not None), default=0)
    fitting = [0] * (longest + 2)
    for place, limit in enumerate(limits):
        fitting[-1 if limit is None else limit] |= 1 << place
    for words in range(longest, -1, -1):
        fitting[words] |= fitting[words + 1]
    return fitting


_LEADING = frozenset("\"'(@#?.\u00bf\u00a1\u201c\u201d\u201e\u2018\u2019\u00ab\u00a9$")
_TRAILING = frozenset(".!?:)%*\"'\u2026\u201c\u201d\u2018\u2019\u3002")


def core(line: str) -> str:
    """A line without the bullets, arrows and dashes around it; quotation and sentence marks are left."""
    start, end = 0, len(line)
    while start < end and not line[start].isalnum() and line[start] not in _LEADING:
        start += 1
    while end > start and not line[end - 1].isalnum() and line[end - 1] not in _TRAILING:
        end -= 1
    return line[start:end]


def _sound(text: str) -> str:
    """The text with half surrogates, which UTF-8 cannot say, as question marks: as long as before."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def bits(mask: int) -> Iterator[int]:
    """The places of the rules in a bit mask, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
