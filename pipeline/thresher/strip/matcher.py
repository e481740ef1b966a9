"""Which rules hit a text: one pass for the literals of all rules, then the patterns of the candidates.

Everything here is linear in the length of the text. The patterns themselves are not made into one
RE2 set: with their counted repetitions its automaton has a new state for almost every byte, and it
took 50 ms a page, where the two candidates that the literals leave for a block take 1 ms (40 pages
of `speed.warc.gz`, 400 rules).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from thresher.nouns import BlockKind
from thresher.strip import pattern as patterns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.strip.rules import Rule

SET_BYTES = 48 << 20  # of the set of literals: its program and its cache of states


LONG = 500
"""Words beyond which all lengths are alike: a rule that sets `max_words` sets it lower, or sets none."""


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
        self._literals = _Literals(rules, self.topics)
        near = [place for place, rule in enumerate(rules) if rule.near or not rule.is_neighbourly]
        self._lines = sum(1 << place for place in near if rules[place].unit == "line")
        self._searches = sum(1 << place for place in near if rules[place].unit != "line")
        self.neighbourly = sum(1 << place for place, rule in enumerate(rules) if rule.is_neighbourly)
        self._of_kind = {
            kind: sum(1 << place for place, rule in enumerate(rules) if not rule.kinds or kind in rule.kinds)
            for kind in BlockKind
        }
        self.always = sum(1 << p for p, rule in enumerate(rules) if not rule.near and not rule.is_neighbourly)
        limits = [rule.max_words if rule.max_words and rule.unit != "page" else LONG for rule in rules]
        self._fitting = [sum(1 << p for p, most in enumerate(limits) if most >= words) for words in range(LONG + 1)]

    def regex(self, place: int) -> str:
        """The pattern of a rule as it is compiled; a line's pattern must hit the whole line."""
        rule = self.rules[place]
        return f"^(?:{rule.pattern})$" if rule.unit == "line" else rule.pattern

    def literals(self, data: bytes) -> tuple[int, int]:
        """The rules whose `near` and the topics whose `about` is in the text, as bit masks."""
        return self._literals.masks(data)

    def fitting(self, kind: BlockKind, words: int) -> int:
        """The rules that take a block of this kind and of so many words, as a bit mask."""
        return self._of_kind[kind] & self._fitting[min(words, LONG)]

    def line_hits(self, text: str, candidates: int) -> list[int]:
        """The places of the line rules among the candidates that hit the whole of a line's core."""
        return self._hits(self._lines & candidates, text)

    def search_hits(self, text: str, candidates: int) -> list[int]:
        """The places of the other rules among the candidates that hit anywhere in the text."""
        return self._hits(self._searches & candidates, text)

    def _hits(self, asked: int, text: str) -> list[int]:
        if not asked:
            return []
        data = text.encode("utf-8", "replace")
        return [place for place in _bits(asked) if self._compiled(place).search(data)]

    def met(self, text: str) -> list[int]:
        """The places of the rules that a text of one line meets, `near` included."""
        near = self.literals(text.encode("utf-8", "replace"))[0]
        return sorted(self.search_hits(text, near) + self.line_hits(core(text), near))

    def is_hit(self, place: int, text: str) -> bool:
        """Whether one rule hits the text, without the prefilter."""
        return next(self.finds(place, text), None) is not None

    def finds(self, place: int, text: str) -> Iterator[Hit]:
        """The hits of one rule from left to right, not overlapping; a line's are counted from its core."""
        if self.rules[place].unit == "line":
            text = core(text)
        for match in self._compiled(place).finditer(_sound(text)):
            groups = {name: value for name, value in match.groupdict().items() if value}
            yield Hit(match.start(), match.end(), groups)

    def program_size(self, place: int) -> int:
        """How many instructions one pattern compiles to; the memory and time of its set grow with it."""
        return int(self._compiled(place).programsize)

    def _compiled(self, place: int) -> Any:
        import re2

        if place not in self._patterns:
            self._patterns[place] = re2.compile(self.regex(place), patterns.options())
        return self._patterns[place]


class _Literals:
    """The prefilter: all `near` and `about` literals in one RE2 set.

    A set that runs out of memory returns no hits without a word, so this one holds a sentinel that
    always hits: when it is missing, every rule is a candidate.
    """

    def __init__(self, rules: tuple[Rule, ...], topics: tuple[str, ...]) -> None:
        import re2

        masks: dict[str, tuple[int, int]] = {}
        for place, rule in enumerate(rules):
            for text in rule.near:
                near, about = masks.get(text, (0, 0))
                masks[text] = (near | 1 << place, about)
            for text in rule.about:
                near, about = masks.get(text, (0, 0))
                masks[text] = (near, about | 1 << topics.index(rule.topic))
        texts = sorted(masks)
        self._all = (sum(1 << place for place, rule in enumerate(rules) if rule.near), 0)
        self._set = re2.Set.SearchSet(patterns.options(SET_BYTES))
        for text in texts:
            self._set.Add(patterns.literal(text))
        self._sentinel = self._set.Add("")
        self._masks = [*(masks[text] for text in texts), (0, 0)]
        self._set.Compile()

    def masks(self, data: bytes) -> tuple[int, int]:
        found = self._set.Match(data)
        if found is None or self._sentinel not in found:
            return self._all
        near = about = 0
        for place in found:
            masks = self._masks[place]
            near |= masks[0]
            about |= masks[1]
        return near, about


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


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
