"""One page before the judge: which rules its blocks meet, and which of them may fire.

A rule is named by its place in the judge's rules. Whatever decides here is monotone in the rules:
one rule more never saves text from another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import BlockKind, Removal
from thresher.strip import mining
from thresher.strip.matcher import core
from thresher.strip.shape import bounds, is_prose, is_quoted, rough_words
from thresher.strip.spans import merged, widened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from thresher.nouns import Block, Page, Vote
    from thresher.strip.matcher import Hit, Matcher
    from thresher.strip.rules import Rule

LONG_BLOCK = 4_000
"""Characters beyond which a block is looked at only at its edges."""
EDGE = 1_000
"""Characters looked at at each edge of a long block."""
LITTLE_TEXT = 60
"""Words of prose up to which a page may be rejected by a rule that does not say otherwise."""
MENU_WORDS = 15
"""Words of any kind (menus, headlines) that weigh as much as one of prose when a page is to be rejected."""

_UNTOUCHED = frozenset({BlockKind.TITLE, BlockKind.CODE})
_QUOTES = frozenset("\"'\u201c\u201d\u201e\u00ab\u00bb\u2018")
DETAIL_CHARS = 120
ROUNDS = 4
"""How often head and tail are drawn anew: a long comment that has gone was not the end of the text."""
_ABOUT_BLOCKS = 2
_ABOUT_SHARE = 0.4


class Hearing:
    """The page, what the rules see in it, and what has fired so far."""

    def __init__(
        self, matcher: Matcher, after: Mapping[str, list[int]], before: Mapping[str, list[int]], page: Page
    ) -> None:
        self.rules, self.matcher = matcher.rules, matcher
        self.topic_of = matcher.topic_of
        self.sides = ((1, after), (-1, before))
        self.blocks = page.blocks
        self.titles = [block.text for block in page.blocks if block.kind is BlockKind.TITLE][:1]
        self.titles += [vote.value for vote in page.votes if vote.field == "title"]
        captured_at = page.capture.captured_at
        self.day = captured_at.date() if captured_at else None
        self.words = [rough_words(block.text) for block in self.blocks]
        self.hits: list[list[int]] = [[] for _ in self.blocks]
        self.near = [0] * len(self.blocks)
        self.about: list[int] = []
        for index, block in enumerate(self.blocks):
            self._see(index, block)
        self._wake()
        self.met: dict[int, list[int]] = {}  # for the rules that set `most`: the blocks that meet them
        for index, hits in enumerate(self.hits):
            for place in hits:
                if self.rules[place].most is not None:
                    self.met.setdefault(place, []).append(index)
        self.looks = [is_prose(block, words) for block, words in zip(self.blocks, self.words, strict=True)]
        self.prose = [looks and not self._is_taken(self.hits[at]) for at, looks in enumerate(self.looks)]
        self.first, self.last = bounds(self.prose)
        self.topics_about = self._topics_about()
        self.fired: list[set[int]] = [set() for _ in self.blocks]

    def _see(self, index: int, block: Block) -> None:
        """Note the rules that the text of a block meets, whatever stands around it."""
        about = 0
        if block.text and block.kind is not BlockKind.CODE:
            is_long = len(block.text) > LONG_BLOCK
            text = f"{block.text[:EDGE]}\n{block.text[-EDGE:]}" if is_long else block.text
            near, about = self.matcher.literals(text.encode("utf-8", "replace"))
            self.near[index] = (near | self.matcher.always) & self.matcher.fitting(block.kind, self.words[index])
            self._meet(index, self.near[index] & ~self.matcher.neighbourly)
        self.about.append(about)

    def _meet(self, index: int, asked: int) -> None:
        """Note which of the rules asked for the text of a block meets."""
        text = self.blocks[index].text
        is_long = len(text) > LONG_BLOCK
        if is_long:
            text = f"{text[:EDGE]}\n{text[-EDGE:]}"
        hits = [place for place in self.matcher.search_hits(text, asked) if is_said(self.matcher, place, text)]
        for line in () if is_long else text.split("\n"):
            hits += self.matcher.line_hits(core(line), asked)
        self.hits[index] += [place for place in dict.fromkeys(hits) if self._fits(place, index)]

    def _wake(self) -> None:
        """Ask the rules that wait for a neighbour, as far as what they wait for is anywhere on the page."""
        awake: set[int] = set()
        while True:
            met = {place for hits in self.hits for place in hits if self._is_taken((place,))}
            met |= {place for place in awake if not self.rules[place].near}  # they may meet any text
            keys = {key for place in met for key in (self.rules[place].id, self.rules[place].topic)}
            fresh = {place for _, side in self.sides for key in keys for place in side.get(key, ())} - awake
            if not fresh:
                return
            awake |= fresh
            mask = sum(1 << place for place in fresh)
            for index, near in enumerate(self.near):
                if near & mask:
                    self._meet(index, near & mask)

    def _fits(self, place: int, index: int) -> bool:
        """Whether a rule is made for this day and a block of this kind and length."""
        rule, block = self.rules[place], self.blocks[index]
        if rule.kinds and block.kind not in rule.kinds:
            return False
        if rule.unit != "page" and rule.max_words is not None and self.words[index] > rule.max_words:
            return False
        if rule.unit == "block" and len(block.text) > LONG_BLOCK and not rule.certain:
            return False
        return self.day is None or _is_in_force(rule, self.day)

    def _topics_about(self) -> int:
        """The topics that the article is about, as a bit mask: by its title, or by much of its first half.

        The first half, because long chaff stands behind the article. Counted over all that looks like
        prose, hit or not, so that one rule more can never save text from another.
        """
        mask = 0
        for title in self.titles:
            mask |= self.matcher.literals(title.encode("utf-8", "replace"))[1]
        abouts = [about for about, looks in zip(self.about, self.looks, strict=True) if looks]
        abouts = abouts[: (len(abouts) + 1) // 2 if len(abouts) > _ABOUT_BLOCKS else None]
        for topic in range(len(self.matcher.topics)):
            count = sum(about >> topic & 1 for about in abouts)
            if count >= _ABOUT_BLOCKS and count >= _ABOUT_SHARE * len(abouts):
                mask |= 1 << topic
        return mask

    def charges(self) -> list[tuple[Rule, str]]:
        """The rules that would reject the page, each with the text that it rests on."""
        hits = [(place, self.blocks[at].text) for at, places in enumerate(self.hits) for place in places]
        for title in self.titles:
            near = self.matcher.literals(title.encode("utf-8", "replace"))[0]
            hits += [(place, title) for place in self.matcher.search_hits(title, near)]
        hits = [(place, text) for place, text in hits if self.rules[place].unit == "page"]
        if not hits:
            return []
        prose = sum(words for words, is_one in zip(self.words, self.prose, strict=True) if is_one)
        most = max(prose, sum(self.words) // MENU_WORDS)
        rules = [(self.rules[place], " ".join(text[:DETAIL_CHARS].split())) for place, text in hits]
        return [(rule, text) for rule, text in rules if most <= (rule.max_words or LITTLE_TEXT)]

    def sentences(self) -> tuple[tuple[Removal, ...], tuple[Vote, ...]]:
        """What goes, and what it says before it goes."""
        for _ in range(ROUNDS):
            for index, hits in enumerate(self.hits):
                for place in hits:
                    if not self.rules[place].is_neighbourly and self._may(place, index):
                        self.fired[index].add(place)
            self._spread()
            if not self._narrows():
                break
        removals: list[Removal] = []
        votes: list[Vote] = []
        for index, fired in enumerate(self.fired):
            if fired:
                self._sentence(index, sorted(fired, key=self._rank), removals, votes)
        return tuple(removals), tuple(dict.fromkeys(votes))

    def topics(self) -> tuple[tuple[int, int], ...]:
        """For each block the topics of the rules that it meets, and of those that fired, as bit masks."""
        masks = []
        for hits, fired in zip(self.hits, self.fired, strict=True):
            gone = self._topics_of(fired)
            masks.append((self._topics_of(hits) | gone, gone))
        return tuple(masks)

    def _topics_of(self, places: Iterable[int]) -> int:
        mask = 0
        for place in places:
            mask |= 1 << self.topic_of[place]
        return mask

    def _narrows(self) -> bool:
        """Whether less is left between the head and the tail, now that what has fired is no prose."""
        prose = [is_one and not self._is_taken(self.fired[at]) for at, is_one in enumerate(self.prose)]
        edges = bounds(prose)
        if not any(prose) or edges == (self.first, self.last):
            return False
        self.prose, (self.first, self.last) = prose, edges
        return True

    def _rank(self, place: int) -> tuple[bool, float, str]:
        rule = self.rules[place]
        return rule.unit == "span", -rule.confidence, rule.id

    def _may(self, place: int, index: int) -> bool:
        """Whether a rule whose text is met may fire here: position, title and the guard of prose."""
        rule = self.rules[place]
        if rule.unit == "page" or self.blocks[index].kind in _UNTOUCHED or not self._stands(rule, index):
            return False
        if rule.most is not None and not self._is_rare(place, index):
            return False
        if rule.certain or rule.mine:
            return True
        return not self.topics_about >> self.topic_of[place] & 1

    def _stands(self, rule: Rule, index: int) -> bool:
        where = rule.where
        if not rule.near and not any(self.looks):
            return False  # a page without prose is a list: what looks like a headline is its content
        if where is None:  # prose in the body goes only to rules that claim it
            guarded = rule.unit == "block" and not rule.is_neighbourly and self.looks[index]
            where = "edge" if guarded else "anywhere"
        head, tail = index <= self.first, index >= self.last
        return {"anywhere": True, "head": head, "tail": tail, "edge": head or tail}[where]

    def _is_rare(self, place: int, index: int) -> bool:
        """Whether few blocks of the page meet a rule, or this is the one that stands above the story."""
        met = self.met[place]
        return len(met) <= (self.rules[place].most or 0) or index == met[0] < self.first < len(self.blocks)

    def _spread(self) -> None:
        """Let rules fire that wait for a neighbour to go, until none is left that may."""
        waiting = [index for index, fired in enumerate(self.fired) if self._is_taken(fired)]
        while waiting:
            index = waiting.pop()
            keys = self._keys(index)
            for step, side in self.sides:
                neighbour = self._neighbour(index, step)
                if neighbour is None:
                    continue
                places = {place for key in keys for place in side.get(key, ())} - self.fired[neighbour]
                fresh = [place for place in places if self._joins(place, neighbour)]
                if fresh:
                    self.fired[neighbour].update(fresh)
                    waiting.append(neighbour)

    def _joins(self, place: int, index: int) -> bool:
        rule, text = self.rules[place], self.blocks[index].text
        if rule.after and rule.before and not self._is_between(rule, index):
            return False
        if not self._fits(place, index) or not self._may(place, index):
            return False
        if rule.near:
            return place in self.hits[index]
        return len(text) <= LONG_BLOCK and self.matcher.is_hit(place, text) and is_said(self.matcher, place, text)

    def _is_between(self, rule: Rule, index: int) -> bool:
        before, after = self._neighbour(index, -1), self._neighbour(index, 1)
        if before is None or after is None:
            return False
        return not self._keys(before).isdisjoint(rule.after) and not self._keys(after).isdisjoint(rule.before)

    def _is_taken(self, places: Iterable[int]) -> bool:
        """Whether one of the rules takes a block whole."""
        return any(self.rules[place].unit in ("line", "block") and not self.rules[place].mine for place in places)

    def _keys(self, index: int) -> set[str]:
        """What a neighbour may wait for: the rules and the topics that took this block whole."""
        rules = [self.rules[place] for place in self.fired[index] if self._is_taken((place,))]
        return {key for rule in rules for key in (rule.id, rule.topic)}

    def _neighbour(self, index: int, step: int) -> int | None:
        index += step
        while 0 <= index < len(self.blocks):
            if self.blocks[index].kind in _UNTOUCHED:
                return None
            if self.blocks[index].text.strip():
                return index
            index += step
        return None

    def _sentence(self, index: int, fired: list[int], removals: list[Removal], votes: list[Vote]) -> None:
        """Turn the rules that fired on one block into removals that do not overlap, and votes."""
        text = self.blocks[index].text
        spans: list[tuple[int, int, Rule]] = []
        for place in fired:
            rule = self.rules[place]
            for start, end, hit in self._spans(place, text):
                votes += mining.votes(rule, hit.groups)
                if not rule.mine:
                    spans.append((start, end, rule))
        for start, end, rule in merged(text, spans):
            judge = f"rule:{rule.id}"
            removals.append(Removal(index, start, end, rule.topic, judge, rule.confidence, text[start:end]))

    def _spans(self, place: int, text: str) -> list[tuple[int, int, Hit]]:
        """What a rule takes of a text, and the hits that it rests on."""
        unit = self.rules[place].unit
        if unit == "line":
            return self._lines(place, text)
        hits = list(self.matcher.finds(place, text[:LONG_BLOCK] if len(text) <= LONG_BLOCK else text[:EDGE]))
        if len(text) > LONG_BLOCK:
            away = len(text) - EDGE
            hits += [
                hit._replace(start=hit.start + away, end=hit.end + away)
                for hit in self.matcher.finds(place, text[away:])
            ]
        hits = [hit for hit in hits if not is_quoted(text, hit.start)]
        if unit == "block":
            return [(0, len(text), hits[0])] if hits else []
        return [(*widened(text, hit.start, hit.end), hit) for hit in hits]

    def _lines(self, place: int, text: str) -> list[tuple[int, int, Hit]]:
        spans, start = [], 0
        for line in text.split("\n"):
            end = min(start + len(line) + 1, len(text))
            spans += [(start, end, hit) for hit in self.matcher.finds(place, line)]
            start = end
        return spans


def is_said(matcher: Matcher, place: int, text: str) -> bool:
    """Whether the page itself says what a rule hits: what stands in quotation marks is somebody's speech."""
    if matcher.rules[place].unit in ("page", "line") or _QUOTES.isdisjoint(text):
        return True
    return any(not is_quoted(text, hit.start) for hit in matcher.finds(place, text))


def _is_in_force(rule: Rule, day: date) -> bool:
    return (rule.since is None or rule.since <= day) and (rule.until is None or day <= rule.until)
