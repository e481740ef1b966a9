"""What was decided about each block of a page, as data: by whom, why, and how sure; and the books of its words.

`explain` and its view make nothing up: what they show is here, and all of it is in the JSON.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from thresher.strip.matcher import Matcher
from thresher.words import normalised, word_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thresher.nouns import Article, Block, Page, Removal
    from thresher.strip.rules import Rule

KEPT, PARTLY, REMOVED, REJECTED = "kept", "partly", "removed", "rejected"

WHYS: Mapping[str, str] = {
    "copies:line": "The same words stand elsewhere on the page.",
    "copies:run": "One of several blocks that stand on the page a second time, as copies for telephones do.",
    "copies:caption": "The same caption stands elsewhere on the page, with its credit.",
    "copies:teaser": "The first words of the article, which stand above it as a teaser.",
    "copies:quote": "A sentence of the article, pulled out of its paragraph.",
    "copies:headline": "The headline stands on the page already.",
    "repeats:caption": "The caption of a picture: it is labelled or credited as such.",
    "repeats:plate": "The name of the site above the story.",
    "remnants:ending": "Stands last, and announces what does not follow.",
    "template": "Stands on many pages of the site.",  # where the removal has no evidence of its own
    "model": "Does not read like the text of an article, to the model of lines.",
}
"""Why a judge other than a rule takes something: by its name, or by what its name begins with up to the colon."""

_CUT_OFF = re.compile("\\s*[\\[(]?(?:\u2026|\\.\\.\\.)[\\])]?\\s*$")
_HITS = 5  # of one rule in one block


@dataclass(frozen=True, slots=True)
class Note:
    """What a judge says of a block besides what it removes: how probably it is text of the article, 0 to 1."""

    judge: str
    probability: float


@dataclass(frozen=True, slots=True)
class Cut:
    """One removal: its place in the block in characters, who wants it, what that rests on, and how sure it is.

    `hits` are the words that a rule hit. `copy_of` is the number of the block that says the same, `beside`
    that of the block whose removal let a rule take its neighbour.
    """

    start: int
    end: int
    reason: str
    judge: str
    confidence: float
    why: str
    hits: tuple[str, ...] = ()
    copy_of: int | None = None
    beside: int | None = None


@dataclass(frozen=True, slots=True)
class BlockAccount:
    """What became of one block; `line` is the number of its first line in a text capture, from 1."""

    number: int
    line: int | None
    kind: str
    decision: str
    text: str
    removed: tuple[Cut, ...] = ()
    note: Note | None = None

    def row(self) -> dict[str, Any]:
        """The same as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class WordBooks:
    """Words of the page, words kept, and words removed by reason: `page == kept + sum(removed)`."""

    page: int
    kept: int
    removed: dict[str, int]


@dataclass(frozen=True, slots=True)
class Mined:
    """What an election found out about the article: its field, the value, who gave it, and how sure that is."""

    field: str
    value: str | list[str]
    source: str
    confidence: float


def accounts(
    page: Page,
    removals: Sequence[Removal],
    rules: Sequence[Rule] = (),
    notes: Sequence[Note | None] = (),
    *,
    is_rejected: bool = False,
) -> tuple[BlockAccount, ...]:
    """The account of every block, in order; `notes`, where there are any, are one a block."""
    by_id = {rule.id: rule for rule in rules}
    taken = _by_block(removals)
    cuts: dict[int, tuple[Cut, ...]] = {
        number: tuple(_cut(page, removal, by_id, taken) for removal in found) for number, found in taken.items()
    }
    return tuple(
        BlockAccount(
            number,
            None if block.line is None else block.line + 1,
            str(block.kind),
            REJECTED if is_rejected else _decision(block, cuts.get(number, ())),
            block.text,
            cuts.get(number, ()),
            notes[number] if number < len(notes) else None,
        )
        for number, block in enumerate(page.blocks)
    )


def word_books(blocks: Sequence[BlockAccount]) -> WordBooks:
    """The books of the words: those of each piece that a block is cut into."""
    kept, removed = 0, Counter[str]()
    for block in blocks:
        place = 0
        for cut in block.removed:
            kept += word_count(block.text[place : cut.start])
            removed[cut.reason] += word_count(block.text[cut.start : cut.end])
            place = cut.end
        kept += word_count(block.text[place:])
    return WordBooks(kept + removed.total(), kept, dict(sorted(removed.items(), key=lambda pair: (-pair[1], pair[0]))))


def mined(article: Article) -> tuple[Mined, ...]:
    """What was mined for the metadata of an article, by field."""
    return tuple(Mined(name, one.value, one.source, one.confidence) for name, one in article.evidence.items())


def _by_block(removals: Sequence[Removal]) -> dict[int, list[Removal]]:
    taken: dict[int, list[Removal]] = {}
    for removal in sorted(removals, key=lambda one: (one.block, one.start)):
        taken.setdefault(removal.block, []).append(removal)
    return taken


def _decision(block: Block, cuts: Sequence[Cut]) -> str:
    if not cuts:
        return KEPT
    place, left = 0, ""
    for cut in cuts:
        left += block.text[place : cut.start]
        place = cut.end
    return PARTLY if (left + block.text[place:]).strip() else REMOVED


def _cut(page: Page, removal: Removal, rules: Mapping[str, Rule], taken: Mapping[int, Sequence[Removal]]) -> Cut:
    family, _, name = removal.judge.partition(":")
    rule = rules.get(name) if family == "rule" else None
    why = rule.why if rule else WHYS.get(removal.judge, WHYS.get(family, ""))
    hits = _hits(rule, page.blocks[removal.block].text, removal) if rule else ()
    copied = _original(page, removal, taken) if removal.reason == "duplicate-line" else None
    beside = _beside(rule, removal.block, taken) if rule else None
    confidence = round(removal.confidence, 4)
    return Cut(removal.start, removal.end, removal.reason, removal.judge, confidence, why, hits, copied, beside)


def _hits(rule: Rule, text: str, removal: Removal) -> tuple[str, ...]:
    """The words that a rule hit, where they are not all that it took."""
    if rule.unit != "block":
        return (" ".join(removal.text.split()),)
    found = (" ".join(text[hit.start : hit.end].split()).strip(" .,;:") for hit in _matcher(rule).finds(0, text))
    return tuple(dict.fromkeys(words for words in found if words))[:_HITS]


def _beside(rule: Rule, number: int, taken: Mapping[int, Sequence[Removal]]) -> int | None:
    """The block next to this one that went by what the rule waits for."""
    for near, waits_for in ((number - 1, rule.after), (number + 1, rule.before)):
        if any({one.reason, one.judge.removeprefix("rule:")} & set(waits_for) for one in taken.get(near, ())):
            return near
    return None


@lru_cache(maxsize=256)
def _matcher(rule: Rule) -> Matcher:
    return Matcher((rule,))


def _original(page: Page, removal: Removal, taken: Mapping[int, Sequence[Removal]]) -> int | None:
    """The block that says what a copy says: one that is left where there is one, and of those the nearest."""
    words = f" {normalised(_CUT_OFF.sub('', removal.text))}"
    best: tuple[bool, bool, int, int] | None = None
    for number, block in enumerate(page.blocks):
        here = f" {normalised(block.text)}"
        if number == removal.block or not here.strip() or (words not in here and here not in words):
            continue
        rank = (number in taken, words not in here, abs(number - removal.block), number)
        best = rank if best is None else min(best, rank)
    return best[3] if best else None
