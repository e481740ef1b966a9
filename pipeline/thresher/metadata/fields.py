"""The elections of dates, addresses, languages, sections, tags, descriptions and images."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from thresher.metadata import dates, moments, spoken, titles, url, variants
from thresher.metadata.candidate import Candidate, counted, ranked
from thresher.metadata.moments import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.metadata.moments import Moment
    from thresher.metadata.titles import Sites
    from thresher.nouns import Vote

AMBIGUOUS = 0.8
"""How far a date counts whose order of day and month only the page's language and host tell."""
SPOKEN = 3
"""How many votes of a page are read by dateparser, where no other could be read."""
STAND_IN = 0.4
"""How far votes for `modified` count for `published` where no vote does."""
TAGS = 40
CAPTIONS = 20
TAG_CHARS = 80
SECTION_CHARS = 60
IMAGE_CHARS = 2_000
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z])", re.IGNORECASE)


def published_and_modified(
    ballots: dict[str, list[Vote]], bounds: Bounds, language: str | None
) -> tuple[list[Candidate], list[Candidate]]:
    """Candidates for `published` and for `modified`; the winner of the first is never later than that of the second.

    A page that was not changed since has no date of a change.
    """
    published = _days(ballots.get("published", []), bounds, language)
    modified = _days(ballots.get("modified", []), bounds, language)
    stands_in = not published
    if stands_in:
        # Where a page tells but one date, that of its last change, it is the best there is for both; hardly evidence.
        published = [
            Candidate(entry.value, "published", {source: STAND_IN * share for source, share in entry.voices.items()})
            for entry in modified[:1]
            if set(entry.voices) != {"http"}
        ]
    if published and modified and _start(published[0]) > _start(modified[0]):
        first, last = published[0], modified[0]
        same_day = str(first.value)[:10] == str(last.value)[:10]
        earlier = [candidate for candidate in published if _start(candidate) <= _start(last)]
        if same_day or first.count >= last.count or not earlier:
            modified = [candidate for candidate in modified if _start(candidate) >= _start(first)]
        else:
            published = earlier + [candidate for candidate in published if candidate not in earlier]
    if not stands_in and published and modified and _is_same(published[0], modified[0]):
        modified = []  # what systems write for a page that was never changed
    return published, modified


def _is_same(published: Candidate, modified: Candidate) -> bool:
    """Whether two candidates tell one moment; a day without a time tells nothing new of that day."""
    one, other = (dates.parse(str(candidate.value), Bounds()) for candidate in (published, modified))
    if one is None or other is None or one.time is None or other.time is None:
        return one is not None and other is not None and one.day == other.day and other.time is None
    if None in {one.time.tzinfo, other.time.tzinfo}:
        return one.time.replace(tzinfo=None) == other.time.replace(tzinfo=None)
    return one.time == other.time


def _start(candidate: Candidate) -> str:
    """A sort key: the moment in UTC as text, days without a time at their end."""
    moment = dates.parse(str(candidate.value), Bounds())
    if moment is None:
        return ""
    if moment.time is None:
        return moment.iso
    return min(moment.days).isoformat()


def _days(votes: list[Vote], bounds: Bounds, language: str | None) -> list[Candidate]:
    """One candidate for each day on which votes agree; its value is the most exact that they support."""
    entries: list[list[tuple[Moment, str, float]]] = []
    for moment, source, share in _told(votes[:100], bounds) or _spoken(votes[:100], bounds, language):
        group = next((group for group in entries if any(moments.agree(other, moment) for other, _, _ in group)), None)
        if group is None:
            group = []
            entries.append(group)
        group.append((moment, source, share))
    found = []
    for group in entries:
        candidate = Candidate(moments.merged([(moment, share) for moment, _, share in group]).iso)
        for _, source, share in group:
            candidate.hear(source, share)
        found.append(candidate)
    return ranked(found)


def _told(votes: list[Vote], bounds: Bounds) -> list[tuple[Moment, str, float]]:
    """The moments that votes tell, each with its source and what it counts.

    A vote whose day and month could be swapped is read as the others on the page say, else in
    the order of the page's language and host, else not at all.
    """
    read = [(vote, dates.readings(vote.value, bounds)) for vote in votes]
    clear = [found[0] for _, found in read if len(found) == 1]
    told = []
    for vote, found in read:
        if len(found) == 1:
            told.append((found[0], vote.source, counted(vote)))
            continue
        backed = [moment for moment in found if any(moments.agree(moment, other) for other in clear)]
        if len(backed) == 1:
            told.append((backed[0], vote.source, counted(vote)))
        elif found and bounds.month_first is not None:
            told.append((found[0], vote.source, AMBIGUOUS * counted(vote)))
    return told


def _spoken(votes: list[Vote], bounds: Bounds, language: str | None) -> list[tuple[Moment, str, float]]:
    """The same in languages that the fast patterns do not know, for the strongest votes only."""
    if language is None:
        return []
    told = []
    for vote in sorted(votes, key=lambda vote: -counted(vote))[:SPOKEN]:
        moment = spoken.parse(vote.value, language, bounds)
        if moment is not None:
            told.append((moment, vote.source, counted(vote)))
    return told


def addresses(votes: list[Vote], address: str) -> list[Candidate]:
    """Plausible canonical addresses, the capture's own last in weight; where none is claimed, without AMP and print."""
    found: dict[str, Candidate] = {}
    for vote in votes[:20]:
        claimed = url.canonical(vote.value, variants.uncached(address))
        if claimed:
            found.setdefault(claimed, Candidate(claimed)).hear(vote.source, counted(vote))
    own = url.normalise(variants.plain(address))
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


def images(votes: list[Vote], address: str) -> list[Candidate]:
    """Absolute addresses of images."""
    found: dict[str, Candidate] = {}
    for vote in votes[:20]:
        try:
            absolute = urljoin(address, vote.value)
        except ValueError:
            continue
        if absolute.startswith(("http://", "https://")) and len(absolute) <= IMAGE_CHARS and " " not in absolute:
            found.setdefault(absolute, Candidate(absolute)).hear(vote.source, counted(vote))
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
