"""One page before the judge: which rules its blocks meet, and which of them may fire.

A rule is named by its place in the judge's rules, and a set of rules is a bit mask. Whatever decides
here is monotone in the rules: one rule more never saves text from another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import BlockKind
from thresher.strip.matcher import bits, core
from thresher.strip.policy import EDGE, LONG_BLOCK, MET_CHARS, is_said
from thresher.strip.sentence import sentence
from thresher.strip.shape import bounds, is_prose, may_be_prose, rough_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thresher.nouns import Block, Page, Removal, Vote
    from thresher.strip.policy import Policy
    from thresher.strip.rules import Rule

LITTLE_TEXT = 60
"""Words of prose up to which a page may be rejected by a rule that does not say otherwise."""
MENU_WORDS = 15
"""Words of any kind (menus, headlines) that weigh as much as one of prose when a page is to be rejected."""

_UNTOUCHED = frozenset({BlockKind.TITLE, BlockKind.CODE})
DETAIL_CHARS = 120
ROUNDS = 4
"""How often head and tail are drawn anew: a long comment that has gone was not the end of the text."""
_ABOUT_BLOCKS = 2
_ABOUT_SHARE = 0.4


class Hearing:
    """The page, what the rules see in it, and what has fired so far."""

    def __init__(self, policy: Policy, page: Page) -> None:
        self.policy, self.matcher, self.rules = policy, policy.matcher, policy.matcher.rules
        self.blocks = page.blocks
        captured_at = page.capture.captured_at
        self.in_force = policy.in_force(captured_at.date() if captured_at else None)
        self.titles = [block.text for block in page.blocks if block.kind is BlockKind.TITLE][:1]
        self.titles += [vote.value for vote in page.votes if vote.field == "title"]
        self.texts = [_looked_at(block) for block in self.blocks]
        self.words = [0] * len(self.blocks)  # where they were asked for; no block with text has none
        self.hits = [0] * len(self.blocks)
        self.near = [0] * len(self.blocks)
        found = self._meet_all()
        self.looks = [
            may_be_prose(block) and is_prose(block, self._words(index)) for index, block in enumerate(self.blocks)
        ]
        self._wake()
        self.rare = self._rare()
        self.has_prose = any(self.looks)
        self.prose = [looks and not hits & policy.whole for looks, hits in zip(self.looks, self.hits, strict=True)]
        self.first, self.last = bounds(self.prose)
        self.spared = policy.spared(self._topics_about(found))
        self.fired = [0] * len(self.blocks)

    def _meet_all(self) -> list[int]:
        """Note the rules that the blocks meet, alone or if a neighbour goes; what literals each block holds.

        Short lines come again on page after page: what they meet is remembered.
        """
        met, day, found = self.policy.met, self.in_force, [0] * len(self.blocks)
        fresh: list[int] = []
        for index, block in enumerate(self.blocks):
            known = met.get((block.text, block.kind, day)) if len(block.text) <= MET_CHARS else None
            if known is None:
                fresh.append(index)
            else:
                found[index], self.words[index], self.near[index], self.hits[index] = known
        literals = self.matcher.literals([*[self.texts[index] for index in fresh], *self.titles])
        self.titles_found = literals[len(fresh) :]
        for index, one in zip(fresh, literals, strict=False):
            found[index] = one
            self._see(index, one)
            block = self.blocks[index]
            if len(block.text) <= MET_CHARS:
                met[block.text, block.kind, day] = one, self.words[index], self.near[index], self.hits[index]
        return found

    def _see(self, index: int, found: int) -> None:
        """Note the rules that a block meets, alone or if a neighbour goes.

        The patterns asked are those of the rules that its literals, kind and length and the day allow.
        """
        matcher = self.matcher
        near = (found | matcher.always) & matcher.of_kind[self.blocks[index].kind]  # which has no bits of topics
        if near and self.texts[index]:
            near &= self._takers(index)
            self.near[index] = near
            if asked := near & matcher.alone:
                self._meet(index, asked)

    def _takers(self, index: int) -> int:
        """The rules that are made for this day and for a block of this kind and length."""
        block = self.blocks[index]
        mask = self.in_force & self.matcher.of_kind[block.kind] & self.matcher.fitting(self._words(index))
        return mask & ~self.policy.only_short if len(block.text) > LONG_BLOCK else mask

    def _words(self, index: int) -> int:
        words = self.words[index]
        if not words:
            words = self.words[index] = rough_words(self.blocks[index].text)
        return words

    def _meet(self, index: int, asked: int) -> None:
        """Note which of the rules asked for the text of a block meets."""
        text, matcher, hits = self.texts[index], self.matcher, 0
        if searched := asked & matcher.searches:
            hits = matcher.hits(searched, text)
            for place in bits(hits & self.policy.unsaid) if hits else ():
                if not is_said(matcher, place, text):
                    hits ^= 1 << place
        lined = asked & matcher.lines
        if lined and len(self.blocks[index].text) <= LONG_BLOCK:
            for line in text.split("\n") if "\n" in text else (text,):
                hits |= matcher.hits(lined, core(line))
        self.hits[index] |= hits

    def _wake(self) -> None:
        """Ask the rules that wait for a neighbour, as far as what they wait for is anywhere on the page."""
        met = self._all_hits() & self.policy.whole
        awake = heard = 0
        while fresh := met & ~heard:
            heard |= fresh
            waiting = 0
            for place in bits(fresh):
                waiting |= self.policy.after[place] | self.policy.before[place]
            waiting &= ~awake
            awake |= waiting
            for index, near in enumerate(self.near) if waiting else ():
                if near & waiting:
                    self._meet(index, near & waiting)
            met = self._all_hits() & self.policy.whole | awake & ~self.matcher.near  # these may meet any text

    def _all_hits(self) -> int:
        met = 0
        for hits in self.hits:
            met |= hits
        return met

    def _rare(self) -> dict[int, tuple[int, int]]:
        """For the rules that set `most`: how many blocks meet them, and the first that does."""
        rare: dict[int, tuple[int, int]] = {}
        for index, hits in enumerate(self.hits):
            for place in bits(hits & self.policy.rare) if hits & self.policy.rare else ():
                count, first = rare.get(place, (0, index))
                rare[place] = count + 1, first
        return rare

    def _topics_about(self, found: list[int]) -> int:
        """The topics that the article is about, as a bit mask: by its title, or by much of its first half.

        The first half, because long chaff stands behind the article. Counted over all that looks like
        prose, hit or not, so that one rule more can never save text from another.
        """
        shift, mask, any_about = len(self.rules), 0, 0
        for title in self.titles_found:
            mask |= title >> shift
        abouts = [about >> shift for about, looks in zip(found, self.looks, strict=False) if looks]
        abouts = abouts[: (len(abouts) + 1) // 2 if len(abouts) > _ABOUT_BLOCKS else None]
        for about in abouts:
            any_about |= about
        for topic in bits(any_about):
            count = sum(about >> topic & 1 for about in abouts)
            if count >= _ABOUT_BLOCKS and count >= _ABOUT_SHARE * len(abouts):
                mask |= 1 << topic
        return mask

    def charges(self) -> list[tuple[Rule, str]]:
        """The rules that would reject the page, each with the text that it rests on."""
        pages = self.policy.pages
        met = [(at, mask & pages) for at, mask in enumerate(self.hits) if mask & pages]
        hits = [(place, self.blocks[at].text) for at, mask in met for place in bits(mask)]
        for title, found in zip(self.titles, self.titles_found, strict=True):
            hits += [(place, title) for place in bits(self.matcher.hits(found & pages, title))]
        if not hits:
            return []
        prose = sum(self._words(index) for index, is_one in enumerate(self.prose) if is_one)
        most = max(prose, sum(map(self._words, range(len(self.blocks)))) // MENU_WORDS)
        rules = [(self.rules[place], " ".join(text[:DETAIL_CHARS].split())) for place, text in hits]
        return [(rule, text) for rule, text in rules if most <= (rule.max_words or LITTLE_TEXT)]

    def sentences(self) -> tuple[tuple[Removal, ...], tuple[Vote, ...]]:
        """What goes, and what it says before it goes."""
        self.previous = _neighbours(self.blocks, range(len(self.blocks)))
        self.next = _neighbours(self.blocks, range(len(self.blocks) - 1, -1, -1))
        self.known: dict[int, tuple[int, int]] = {}
        for _ in range(ROUNDS):
            for index, hits in enumerate(self.hits):
                if fresh := hits & self.matcher.alone & ~self.fired[index]:
                    self.fired[index] |= fresh & self._may(index, fresh)
            self._spread()
            if not self._narrows():
                break
        removals: list[Removal] = []
        votes: list[Vote] = []
        for index, fired in enumerate(self.fired):
            if fired:
                gone, said = sentence(self.policy, index, self.blocks[index].text, fired)
                removals += gone
                votes += said
        return tuple(removals), tuple(dict.fromkeys(votes))

    def topics(self) -> tuple[tuple[int, int], ...]:
        """For each block the topics of the rules that it meets, and of those that fired, as bit masks."""
        topics = self.policy.topics
        known: dict[int, int] = {0: 0}
        masks = []
        for hits, fired in zip(self.hits, self.fired, strict=True):
            met = hits | fired
            if met not in known:
                known[met] = topics(met)
            if fired not in known:
                known[fired] = topics(fired)
            masks.append((known[met], known[fired]))
        return tuple(masks)

    def _narrows(self) -> bool:
        """Whether less is left between the head and the tail, now that what has fired is no prose."""
        prose = [is_one and not fired & self.policy.whole for is_one, fired in zip(self.prose, self.fired, strict=True)]
        edges = bounds(prose)
        if not any(prose) or edges == (self.first, self.last):
            return False
        self.prose, (self.first, self.last) = prose, edges
        return True

    def _may(self, index: int, asked: int) -> int:
        """Which of the rules asked for may fire here if their text is met: position, title, the guard of prose."""
        if self.blocks[index].kind in _UNTOUCHED:
            return 0
        stands = self.policy.standing(index <= self.first, index >= self.last, self.looks[index])
        may = asked & stands & ~self.spared
        if not self.has_prose:
            may &= self.matcher.near  # a page without prose is a list: what looks like a headline is its content
        for place in bits(may & self.policy.rare):
            if not self._is_rare(place, index):
                may ^= 1 << place
        return may

    def _is_rare(self, place: int, index: int) -> bool:
        """Whether few blocks of the page meet a rule, or this is the one that stands above the story."""
        count, first = self.rare.get(place, (0, -1))
        return count <= (self.rules[place].most or 0) or index == first < self.first < len(self.blocks)

    def _spread(self) -> None:
        """Let rules fire that wait for a neighbour to go, until none is left that may."""
        whole = self.policy.whole
        waiting = [index for index, fired in enumerate(self.fired) if fired & whole]
        while waiting:
            index = waiting.pop()
            after, before = self._waiting(self.fired[index])
            for neighbour, places in ((self.next[index], after), (self.previous[index], before)):
                if neighbour is None or not places:
                    continue
                fresh = self._joining(neighbour, places & ~self.fired[neighbour])
                if fresh:
                    self.fired[neighbour] |= fresh
                    waiting.append(neighbour)

    def _waiting(self, fired: int) -> tuple[int, int]:
        """The rules that wait, behind and before a block, for one of those that took it whole."""
        gone = fired & self.policy.whole
        waiting = self.known.get(gone)
        if waiting is None:
            waiting = self.known[gone] = self.policy.waiting(gone)
        return waiting

    def _joining(self, index: int, places: int) -> int:
        """Which of these rules, for one of whose neighbours one side is there, fire on a block."""
        places &= self.hits[index] | ~self.matcher.near
        if places & self.policy.between:
            places &= ~self.policy.between | self._between(index)
        joining = self._may(index, places & self._takers(index)) if places else 0
        text = self.blocks[index].text
        for place in bits(joining & ~self.matcher.near):
            if len(text) > LONG_BLOCK or not self._is_met(place, text):
                joining ^= 1 << place
        return joining

    def _is_met(self, place: int, text: str) -> bool:
        return self.matcher.is_hit(place, text) and is_said(self.matcher, place, text)

    def _between(self, index: int) -> int:
        """The rules that wait for both neighbours and have them."""
        previous, following = self.previous[index], self.next[index]
        if previous is None or following is None:
            return 0
        return self._waiting(self.fired[previous])[0] & self._waiting(self.fired[following])[1]


def _neighbours(blocks: Sequence[Block], order: Iterable[int]) -> list[int | None]:
    """For each block the last one with text that comes before it in this order, none across a title or code."""
    neighbours: list[int | None] = [None] * len(blocks)
    last: int | None = None
    for index in order:
        neighbours[index] = last
        if blocks[index].kind in _UNTOUCHED:
            last = None
        elif blocks[index].text.strip():
            last = index
    return neighbours


def _looked_at(block: Block) -> str:
    """The part of a block's text that the rules get to see."""
    text = block.text
    if block.kind is BlockKind.CODE:
        return ""
    return text if len(text) <= LONG_BLOCK else f"{text[:EDGE]}\n{text[-EDGE:]}"
