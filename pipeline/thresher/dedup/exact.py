"""Exact duplicates: the same normalised text, or the same canonical URL with nearly the same text."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from thresher.nouns import Article, Duplicate, Origin, Reason, Rejection, Stage
from thresher.words import normalised, text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thresher.nouns import Outcome

SKETCH_SIZE = 64  # hashes kept of a text: a similarity is known to about ±0.06
SHINGLE_WORDS = 4
SAME_URL_SIMILARITY = 0.5  # one URL may have held two stories, or carry a wrong `canonical`
SHORT_WORDS = 50  # texts under this are duplicates only under the same title: "Page moved" is no story

_LEAD_CHARS = 1_000  # the headline, the deck and the first words
_DATELINE = re.compile(
    r"(^|\n)[A-ZÀ-Þ][A-ZÀ-Þ .'/-]{2,40}(?:, [A-Z][\w.]{1,14}){0,2}(?:,? \d{1,2})? "
    r"\([A-Z][\w .&-]{1,30}\)\s?[-\u2013\u2014]+\s"
)

_LAST = datetime.max.replace(tzinfo=UTC)

Place = tuple[int, int]  # number of the part, number of the row in it


@dataclass(frozen=True, slots=True)
class Key:
    """What must be known of an article to tell its duplicates and to choose among them."""

    place: Place
    id: str
    url: str
    canonical_url: str
    text_digest: str
    title: str
    sketch: tuple[int, ...]
    words: int
    facts: int
    truncated: bool
    syndicated: bool
    captured_at: datetime | None
    origin: Origin

    @property
    def rank(self) -> tuple[object, ...]:
        """Sorts the best copy first: whole, original, longest, most metadata, earliest; then as read."""
        foreign = self.url != self.canonical_url
        moment = self.captured_at or _LAST
        return (self.truncated, self.syndicated, -self.words, -self.facts, foreign, moment, self.place)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one article that has duplicates: kept with a list of the others, or dropped."""

    kept: str  # the id of the article that was kept
    kept_url: str
    kind: str
    duplicates: tuple[Duplicate, ...] = ()  # of the kept one; empty on the others


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of a text's word shingles (bottom-k sketch: Broder 1997)."""
    words = normalised(text).split()
    last = max(1, len(words) - SHINGLE_WORDS + 1)
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]).encode() for i in range(last)}
    hashes = (int.from_bytes(blake2b(shingle, digest_size=8).digest()) for shingle in shingles)
    return tuple(heapq.nsmallest(SKETCH_SIZE, hashes))


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated Jaccard similarity of two sketched texts, 0 to 1."""
    smallest = heapq.nsmallest(SKETCH_SIZE, set(one) | set(other))
    both = set(one) & set(other)
    return sum(h in both for h in smallest) / len(smallest) if smallest else 1.0


def _digest(article: Article) -> str:
    """The digest of a text without the dateline of its agency, which one paper prints and another does not."""
    undated = _DATELINE.sub(r"\1", article.text[:_LEAD_CHARS], count=1) + article.text[_LEAD_CHARS:]
    return article.text_digest if undated == article.text else text_digest(undated)


def key(article: Article, place: Place) -> Key:
    """The key of an article that lies at `place`."""
    capture = article.capture
    return Key(
        place=place,
        id=article.id,
        url=article.url,
        canonical_url=article.canonical_url,
        text_digest=_digest(article),
        title=normalised(article.title or ""),
        sketch=sketch(article.text),
        words=article.word_count,
        facts=len(article.evidence),
        truncated=capture.truncated is not None,
        syndicated=any(removal.reason == "syndication" for removal in article.removals),
        captured_at=capture.captured_at,
        origin=capture.origin,
    )


def decide(keys: Iterable[Key]) -> dict[Place, Decision]:
    """What becomes of each article that has duplicates; articles without any are not listed.

    The result depends on the set of keys only, not on their order.
    """
    ordered = sorted(keys, key=lambda k: k.rank)
    groups: dict[int, int] = {}  # index -> index of the best of its group
    for kind in ("exact", "url"):
        buckets: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, one in enumerate(ordered):
            if index not in groups:
                buckets[_bucket(one, kind)].append(index)
        for bucket in buckets.values():
            _join(ordered, bucket, groups, verify=kind == "url")
    return _decisions(ordered, groups)


def settled(outcome: Outcome, decision: Decision | None) -> Outcome:
    """An outcome after the decision on it: the kept article lists the others, a dropped one is a rejection."""
    if decision is None or isinstance(outcome, Rejection):
        return outcome
    if decision.duplicates:
        return replace(outcome, duplicates=decision.duplicates)
    capture = outcome.capture
    detail = {"exact": "same text as ", "url": "same canonical URL as "}[decision.kind] + decision.kept_url
    where = (outcome.url, capture.captured_at, detail, decision.kept)
    return Rejection(capture.origin, Reason.DUPLICATE, Stage.DEDUP, *where)


def _bucket(one: Key, kind: str) -> tuple[str, str]:
    if kind == "url":
        return (one.canonical_url, "")
    return (one.text_digest, one.title if one.words < SHORT_WORDS else "")


def _join(ordered: Sequence[Key], bucket: Sequence[int], groups: dict[int, int], *, verify: bool) -> None:
    """Join each member of a bucket to the first kept one that it is like; never through a third."""
    kept: list[int] = []
    for index in bucket:
        for best in kept:
            if not verify or similarity(ordered[best].sketch, ordered[index].sketch) >= SAME_URL_SIMILARITY:
                groups[index] = best
                break
        else:
            kept.append(index)


def _decisions(ordered: Sequence[Key], groups: dict[int, int]) -> dict[Place, Decision]:
    members: dict[int, list[int]] = defaultdict(list)
    for index, best in groups.items():
        # The best of the copies of one text may itself be dropped for another version of its URL.
        members[groups.get(best, best)].append(index)
    decisions: dict[Place, Decision] = {}
    for number, dropped in members.items():
        one = ordered[number]
        duplicates = []
        for other in (ordered[index] for index in sorted(dropped)):
            kind = "exact" if other.text_digest == one.text_digest else "url"
            decisions[other.place] = Decision(one.id, one.url, kind)
            alike = 1.0 if kind == "exact" else round(similarity(one.sketch, other.sketch), 4)
            origin = other.origin
            where = (origin.archive, origin.offset, origin.record_id, other.captured_at)
            duplicates.append(Duplicate(other.url, *where, kind, alike))
        decisions[one.place] = Decision(one.id, one.url, "kept", tuple(duplicates))
    return decisions
