"""Lines that stand on many pages of one site: chaff that needs no rule and no language.

Judged like a rule, and every removal says on how many differently titled pages its line was seen, when and
where. How much evidence a line needs depends on what a mistake would cost: little for a short line behind the
story, much for a paragraph amid it, where a live blog repeats itself and a series has its standing lead. Titles
are never templates, a heading goes only with what it heads, an item only with its list, and a page that would
be left without a story keeps everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from thresher.nouns import BlockKind
from thresher.recurrence import host_of, title_of
from thresher.strip.masks import masked
from thresher.strip.shape import PROSE_WORDS, bounds, is_prose, rough_words
from thresher.strip.sightings import AFTER, AMID, BEFORE, KINDS, UNDATED, key, may_stand, period
from thresher.strip.spans import whole
from thresher.words import normalised, word_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thresher.nouns import Block, Page, Removal

REASON = "template"
PLACES = {BEFORE: "before the story", AMID: "amid it", AFTER: "behind it"}

_STORY_WORDS = 40  # a page on which fewer words would be left is itself what recurs: nothing is cut
_WEIGHTY = frozenset({BlockKind.QUOTE, BlockKind.TABLE, BlockKind.CODE})  # as dear as prose, however short
# Place, whether prose -> how many times `template_pages`, and the smallest share. Set before anything was measured:
# what a mistake costs decides. `thresher lab templates` shows what they are worth.
_NEEDS = {
    (AFTER, False): (1, 0.0),
    (BEFORE, False): (1, 0.3),
    (AMID, False): (2, 0.5),
    (AFTER, True): (2, 0.5),
    (BEFORE, True): (2, 0.6),
    (AMID, True): (4, 0.8),
}


@dataclass(frozen=True, slots=True)
class Template:
    """What is known of a line of a site in a quarter and its neighbours.

    `pages` of the `of` differently titled pages show it; `places` counts them by where it stands. `kinds`
    has a bit for each kind of block; `first` and `last` are days since 1970.
    """

    pages: int
    of: int
    places: tuple[int, int, int]
    kinds: int
    first: int | None
    last: int | None

    @property
    def share(self) -> float:
        """The share of the site's pages that show it."""
        return self.pages / self.of

    @property
    def place(self) -> int:
        """Where it stands most often; of two places, the one where more evidence is needed."""
        return max((AMID, BEFORE, AFTER), key=lambda one: self.places[one])

    @property
    def kind_names(self) -> str:
        """The kinds of block that it was."""
        return ", ".join(kind for bit, kind in enumerate(KINDS) if self.kinds >> bit & 1)

    def told(self, quarter: int) -> str:
        """The evidence in words."""
        counts = ", ".join(f"{self.places[place]} {name}" for place, name in PLACES.items() if self.places[place])
        seen = "" if self.first is None or self.last is None else f", seen {day(self.first)} to {day(self.last)}"
        return f"{self.pages} of {self.of} pages, {quarter_name(quarter)}: {counts}{seen}"


@dataclass(frozen=True, slots=True)
class Needs:
    """The settings of `strip`: fewest pages and smallest share of a short line behind the story."""

    pages: int = 5
    share: float = 0.2

    def met(self, template: Template, place: int, *, prose: bool) -> bool:
        """Whether a line may go from such a place, by the stricter of this place and its usual one."""
        for where in {place, template.place}:
            times, share = _NEEDS[where, prose]
            if template.pages < self.pages * times or template.share < max(self.share, share):
                return False
        return True


@dataclass(frozen=True, slots=True)
class SiteTemplates:
    """For each host and quarter, its recurring lines by key (16 hexadecimal digits); `needs` decides which go."""

    hosts: dict[str, dict[int, dict[str, Template]]]
    needs: Needs = Needs()

    def judge(self, page: Page) -> tuple[Removal, ...]:
        """Removals of the blocks of a page that are templates of its site."""
        site, quarter = host_of(page.capture.url), period(page.capture.captured_at)
        known = self.hosts.get(site, {}).get(quarter)
        if not known:
            return ()
        lines = _known(page, site, known)
        going = self._going(page.blocks, lines)
        left = sum(word_count(block.text) for block, goes in zip(page.blocks, going, strict=True) if not goes)
        if left < _STORY_WORDS:
            return ()
        return tuple(
            whole(number, block, REASON, f"{REASON}:{site}", round(line.share, 4), evidence=line.told(quarter))
            for number, (block, line, goes) in enumerate(zip(page.blocks, lines, going, strict=True))
            if goes and line is not None
        )

    def _going(self, blocks: Sequence[Block], lines: Sequence[Template | None]) -> list[bool]:
        """Which blocks go. The story is the prose that does not recur; without any, all stays."""
        own = [
            line is None and is_prose(block, rough_words(block.text)) for block, line in zip(blocks, lines, strict=True)
        ]
        first, last = bounds(own)
        going = [False] * len(blocks)
        if last < 0:
            return going
        for number, (block, line) in enumerate(zip(blocks, lines, strict=True)):
            place = BEFORE if number < first else AFTER if number > last else AMID
            prose = block.kind in _WEIGHTY or rough_words(block.text) >= PROSE_WORDS
            going[number] = line is not None and self.needs.met(line, place, prose=prose)
        return _with_company(blocks, going)


def _known(page: Page, site: str, known: Mapping[str, Template]) -> list[Template | None]:
    named = title_of(page)
    return [
        known.get(f"{key(site, masked(block.text)):016x}")
        if may_stand(block) and normalised(block.text) != named
        else None
        for block in page.blocks
    ]


def _with_company(blocks: Sequence[Block], going: Sequence[bool]) -> list[bool]:
    """Spare the items of a list of which others stay, and the headings of what stays; links are no list."""
    spared = list(going)
    start = 0
    for end in range(1, len(blocks) + 1):
        if end < len(blocks) and blocks[end].kind is blocks[start].kind:
            continue
        run = range(start, end)
        stays = any(blocks[n].text and not spared[n] and not _is_link(blocks[n]) for n in run)
        if blocks[start].kind is BlockKind.ITEM and stays:
            for number in run:
                spared[number] = spared[number] and _is_link(blocks[number])
        start = end
    for number in reversed(range(len(blocks) - 1)):
        following = blocks[number + 1]
        heads = blocks[number].kind is BlockKind.HEADING and not spared[number + 1] and not _is_link(following)
        spared[number] = spared[number] and not heads
    return spared


def _is_link(block: Block) -> bool:
    return block.link_chars * 2 >= len(block.text)


def day(number: int) -> str:
    """A day by its number since 1970."""
    return (date(1970, 1, 1) + timedelta(number)).isoformat()


def quarter_name(quarter: int) -> str:
    """A calendar quarter as people write it: "2026-Q3"."""
    return "undated" if quarter == UNDATED else f"{quarter // 4}-Q{quarter % 4 + 1}"
