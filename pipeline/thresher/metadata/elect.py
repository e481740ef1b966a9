"""The election: votes in, one value for each field out, each with its evidence.

All normalisation happens here, so that every voter, rules included, may hand in raw text. The
policy: a vote counts its source's weight (`metadata.sources`) times its own confidence; votes that
agree after normalisation add up as independent witnesses, `1 - (1 - a)(1 - b)…`, one voice for
each family of sources (`sources.FAMILIES`); the candidate that counts most wins, the first cast
on a tie. How sure its value is says `metadata.certainty`; losing candidates keep what they count.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from thresher.metadata import (
    access,
    authors,
    deck,
    fields,
    headline,
    licences,
    moments,
    pictures,
    site_names,
    url,
    when,
)
from thresher.metadata.candidate import Candidate, elected, losing
from thresher.metadata.certainty import certainty
from thresher.metadata.detectors import subtag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.nouns import AuthorKind, Capture, Evidence, Page, Vote
    from thresher.settings import Settings


@dataclass(frozen=True, slots=True)
class Metadata:
    """The elected values. `evidence` has an entry for every field that has a value.

    `language` is what the votes say, that of the identification (`metadata.language`) among them.
    `candidates` are all that stood for election, by field, the winner first; `losers` makes votes of the others.
    """

    canonical_url: str
    host: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    author_kinds: tuple[AuthorKind, ...] = ()
    published: str | None = None
    modified: str | None = None
    site_name: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    description: str | None = None
    image: str | None = None
    deck: str | None = None
    image_alt: str | None = None
    access: str | None = None
    license: str | None = None
    license_url: str | None = None
    publisher: str | None = None
    dateline: str | None = None
    captions: tuple[str, ...] = ()
    language: str | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)

    @property
    def losers(self) -> tuple[Vote, ...]:
        """The candidates that were not elected, as field, value, sources and confidence."""
        return tuple(vote for name, stood in self.candidates.items() for vote in losing(name, stood))


def elect(votes: Iterable[Vote], page: Page, settings: Settings) -> Metadata:
    """Elect the metadata of a page from all votes on it, its own among them."""
    ballots: dict[str, list[Vote]] = {}
    for vote in votes:
        value = vote.value[: settings.limits.line_chars].strip()
        if value:
            ballots.setdefault(vote.field, []).append(vote)
    address = page.capture.url
    counts: dict[str, list[Candidate]] = {}
    counts["canonical_url"] = fields.addresses(ballots.get("canonical_url", []), address)
    counts["site_name"] = site_names.candidates(ballots, address)
    sites = site_names.known(ballots, address)
    sections = [vote.value for vote in ballots.get("section", [])[:10] if len(vote.value) <= fields.SECTION_CHARS]
    counts["title"] = headline.candidates(ballots.get("title", []), sites, sections)
    counts["deck"] = deck.candidates(ballots.get("deck", []), _best(counts["title"]))
    counts["language"] = fields.languages(ballots.get("language", []))
    tag = _best(counts["language"])
    bounds = moments.Bounds(page.capture.captured_at, moments.month_first(tag, url.host(address)), subtag(tag))
    counts["published"], counts["modified"] = when.published_and_modified(ballots, bounds)
    counts["authors"] = authors.candidates(ballots.get("authors", []), sites)
    counts["section"] = fields.sections(ballots.get("section", []), sites)
    counts["description"] = fields.descriptions(ballots.get("description", []))
    counts["image"] = pictures.candidates(ballots.get("image", []), address)
    counts["image_alt"] = pictures.alternatives(ballots.get("image_alt", []), counts["image"])
    counts["access"] = access.candidates(ballots.get("access", []))
    counts["license_url"] = licences.candidates(ballots.get("license", []))
    counts["license"] = licences.identifiers(counts["license_url"])
    counts["publisher"] = site_names.publishers(ballots, address, sites)
    counts["dateline"] = fields.places(ballots.get("dateline", []))
    counts["captions"] = fields.captions(ballots.get("captions", []))
    counts["tags"] = fields.tags(ballots.get("tags", []), sites)
    metadata = _metadata(counts, page.capture)
    return replace(metadata, author_kinds=authors.kinds(metadata.authors, ballots.get("authors", []), sites))


def declared(votes: Iterable[Vote]) -> str | None:
    """The language that a page declares for itself, as its votes say: the prior of its identification."""
    return _best(fields.languages([vote for vote in votes if vote.field == "language"]))


def _best(candidates: list[Candidate]) -> str | None:
    return candidates[0].value if candidates and isinstance(candidates[0].value, str) else None


def _metadata(counts: dict[str, list[Candidate]], capture: Capture) -> Metadata:
    evidence = {
        name: winner.evidence(certainty(name, capture.kind, *(one.count for one in stood[:2])))
        for name, stood in counts.items()
        if (winner := elected(stood))
    }
    single = {name: entry.value for name, entry in evidence.items() if isinstance(entry.value, str)}
    plural = {name: tuple(entry.value) for name, entry in evidence.items() if isinstance(entry.value, list)}
    return Metadata(
        author_kinds=(),
        canonical_url=single.pop("canonical_url", capture.url),
        host=url.host(capture.url),
        authors=plural.get("authors", ()),
        tags=plural.get("tags", ()),
        captions=plural.get("captions", ()),
        evidence=evidence,
        candidates=counts,
        **single,
    )
