"""The sheet of an article: all that must be known of it to compare it with any other, and to choose among copies.

A sheet is a plain value: it can be stored with its batch, and says nothing of other articles.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from thresher.dedup.address import address
from thresher.dedup.tokens import token_hashes, tokens
from thresher.metadata.url import host
from thresher.nouns import AuthorKind, Origin  # noqa: TC001 - the same

if TYPE_CHECKING:
    from thresher.nouns import Article

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Place = tuple[int, int]  # number of the part, number of the row in it
NOWHERE: Place = (-1, -1)  # of a sheet whose article has no place yet


MERGED = frozenset({"authors", "published", "modified", "section", "tags", "image", "description"})
"""Metadata that the kept article takes from its copies where it has none."""


@dataclass(frozen=True, slots=True)
class Fact:
    """The elected value of a metadata field, as its article's evidence has it; of authors also what each is."""

    field: str
    value: str | tuple[str, ...]
    source: str
    confidence: float
    kinds: tuple[AuthorKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What must be known of an article. `tokens` are hashes of 4 bytes (little-endian), `marks` a byte for each.

    Both are empty where the words lie in tables; `words` tells how many there are, and `digest` is the same for the
    same wording. `described` is how many metadata fields have a value; `metadata` holds those that a copy may give to
    another. `batch` is the earlier batch of a state that the article is of; the place is then none of this run's.
    """

    place: Place
    id: str
    url: str
    canonical_url: str
    address: str
    host: str
    title: tuple[int, ...]
    words: int
    digest: int
    tokens: bytes
    marks: bytes
    metadata: tuple[Fact, ...]
    cuts: int
    truncated: bool
    syndicated: bool
    published: str | None
    captured_at: datetime | None
    origin: Origin
    described: int = 0
    batch: str | None = None

    @property
    def named(self) -> bytes:
        """What short texts must share beside their wording: the title, or the address where there is none."""
        return title_bytes(self.title) or self.address.encode()

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts articles by what they are, wherever they lie; only then by where."""
        captured = captured_microseconds(self.captured_at)
        told = (self.url, self.digest, self.published or "", captured, title_bytes(self.title), self.id)
        origin = self.origin
        where = (origin.archive, origin.offset, origin.member or "", origin.record_id or "")
        return (*told, *where, self.place)

    @property
    def moment(self) -> tuple[str, str]:
        """Day and hour of its first publication, as far as they are known, else those of its capture; ISO 8601."""
        captured = self.captured_at.isoformat() if self.captured_at else "9999"
        first = self.published or captured
        return first[:10], first[11:] or captured[11:]


def digested(data: bytes) -> int:
    """A number of 64 bits for some bytes."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


def title_bytes(title: tuple[int, ...]) -> bytes:
    """The words of a title as bytes, four each."""
    return array("I", title).tobytes()


def captured_microseconds(moment: datetime | None) -> int:
    """Microseconds since 1970; -1 where no moment is known."""
    return -1 if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)


def sheet(article: Article, place: Place) -> Sheet:
    """The sheet of an article that lies at `place`."""
    capture, found = article.capture, tokens(article.text)
    hashes = found.hashes.astype("<u4").tobytes()
    return Sheet(
        place=place,
        id=article.id,
        url=article.url,
        canonical_url=article.canonical_url,
        address=address(article.canonical_url),
        host=host(article.url) or "",
        title=_title(article.title or ""),
        words=len(found.marks),
        digest=digested(hashes),
        tokens=hashes,
        marks=found.marks.tobytes(),
        metadata=tuple(_fact(article, name) for name in sorted(MERGED & article.evidence.keys())),
        described=len(article.evidence),
        cuts=len(article.removals),
        truncated=capture.truncated is not None,
        syndicated=article.publisher is not None or any(one.reason == "syndication" for one in article.removals),
        published=article.published,
        captured_at=capture.captured_at,
        origin=capture.origin,
    )


def _fact(article: Article, name: str) -> Fact:
    one = article.evidence[name]
    value = tuple(one.value) if isinstance(one.value, list) else one.value
    return Fact(name, value, one.source, one.confidence, article.author_kinds if name == "authors" else ())


@lru_cache(maxsize=4096)
def _title(title: str) -> tuple[int, ...]:
    return tuple(token_hashes(title[:500]).tolist())
