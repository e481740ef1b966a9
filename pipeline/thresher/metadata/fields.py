"""The elections of addresses, languages, sections, tags and descriptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.metadata import address_variants, titles, url
from thresher.metadata.candidate import Candidate, counted, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.metadata.titles import Sites
    from thresher.nouns import Vote

TAGS = 40
CAPTIONS = 20
TAG_CHARS = 80
SECTION_CHARS = 60
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z])", re.IGNORECASE)


def addresses(votes: list[Vote], address: str) -> list[Candidate]:
    """Plausible canonical addresses, the capture's own last in weight; where none is claimed, without AMP and print."""
    found: dict[str, Candidate] = {}
    for vote in votes[:20]:
        claimed = url.canonical(vote.value, address_variants.uncached(address))
        if claimed:
            found.setdefault(claimed, Candidate(claimed)).hear(vote.source, counted(vote))
    own = url.normalise(address_variants.plain(address))
    found.setdefault(own, Candidate(own)).hear("url", 0.4)
    return ranked(found.values())


def languages(votes: list[Vote]) -> list[Candidate]:
    """Declared languages as BCP 47 tags ("pt-BR"); a bare tag supports and is supported by its regional forms."""
    found: dict[str, Candidate] = {}
    for vote in votes[:20]:
        match = LANGUAGE.match(vote.value.strip())
        if match is None:
            continue
        tag = match[1].lower()
        if match[2]:
            tag += "-" + match[2].capitalize()
        if match[3]:
            tag += "-" + match[3].upper()
        found.setdefault(tag, Candidate(tag)).hear(vote.source, counted(vote))
    for tag, candidate in found.items():
        for other, entry in found.items():
            if other != tag and other.partition("-")[0] == tag.partition("-")[0] and "-" in tag:
                for source, share in entry.voices.items():
                    candidate.hear(source, 0.9 * share)
    return ranked(found.values())


def sections(votes: list[Vote], sites: Sites) -> list[Candidate]:
    """Sections of the site, the site itself left out."""
    found: dict[str, Candidate] = {}
    for vote in votes[:30]:
        text = vote.value.strip()
        if 1 < len(text) <= SECTION_CHARS and not sites.are(text) and "//" not in text:
            found.setdefault(titles.key(text), Candidate(text)).hear(vote.source, counted(vote))
    found.pop("", None)
    return ranked(found.values())


def descriptions(votes: list[Vote]) -> list[Candidate]:
    """Descriptions; equal beginnings are one candidate, whose longest form wins."""
    found: dict[str, Candidate] = {}
    for vote in votes[:20]:
        text = vote.value
        name = titles.key(text)[:60]
        if not name:
            continue
        candidate = found.setdefault(name, Candidate(text))
        if len(text) > len(candidate.value):
            candidate.value = text
        candidate.hear(vote.source, counted(vote))
    return ranked(found.values())


def places(votes: list[Vote]) -> list[Candidate]:
    """Places of datelines; equal spellings, case apart, are one."""
    found: dict[str, Candidate] = {}
    for vote in votes[:10]:
        found.setdefault(titles.key(vote.value), Candidate(vote.value)).hear(vote.source, counted(vote))
    found.pop("", None)
    return ranked(found.values())


def captions(votes: list[Vote]) -> list[Candidate]:
    """One candidate: all captions in the order of the page, those left out that say what a longer one begins with."""
    kept: list[str] = []
    share = 0.0
    for vote in votes[:CAPTIONS]:
        key = titles.key(vote.value)
        others = [other for other in kept if titles.key(other).startswith(key) or key.startswith(titles.key(other))]
        if any(len(other) >= len(vote.value) for other in others):
            continue
        kept = [vote.value if other in others[:1] else other for other in kept if other not in others[1:]]
        kept += [] if others else [vote.value]
        share = max(share, counted(vote))
    return [Candidate(kept, "captions", {votes[0].source: share})] if kept else []


def tags(votes: list[Vote], sites: Sites) -> list[Candidate]:
    """One candidate: the tags of the strongest source that gives any."""
    lists: dict[str, tuple[list[str], float]] = {}
    for vote in votes[:200]:
        kept, share = lists.get(vote.source, ([], 0.0))
        for text in _terms(vote.value):
            if len(kept) < TAGS and text.casefold() not in {tag.casefold() for tag in kept}:
                kept.append(text)
        lists[vote.source] = (kept, max(share, counted(vote)))
    own = [
        Candidate([tag for tag in kept if not sites.are(tag)], "tags", {source: share})
        for source, (kept, share) in lists.items()
    ]
    return ranked(candidate for candidate in own if candidate.value)


def _terms(value: str) -> Iterable[str]:
    """The single tags in a value, without those of publishing systems for themselves ("@homepage", "type->story")."""
    separated = re.split(r"[,;|]", value) if re.search(r"[,;|]", value) else [value]
    for term in separated[: 2 * TAGS]:
        text = term.strip(" #\"'[]")
        if 1 < len(text) <= TAG_CHARS and text[0] not in "@_{<$" and "->" not in text:
            yield text
