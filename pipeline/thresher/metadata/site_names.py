"""The election of the site's name: what the page calls itself, not the company that owns it.

A name is believed more when its letters are those of the host ("Ledger & Lantern" on
ledgerandlantern.example). The holder of a copyright is no site's name where it has a legal form, or
looks like a person, and does not agree with the host or with another voter: silence is better.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.lazy import lazy
from thresher.metadata import lexicon, months, names, titles, url
from thresher.metadata.candidate import Candidate, counted, ranked
from thresher.metadata.sources import weight
from thresher.metadata.titles import Sites

if TYPE_CHECKING:
    from thresher.nouns import Vote

VOTES = 30
SITE_CHARS = 80
SYNDICATION = ("rule:appeared-first", "rule:originally", "rule:republi", "rule:read-the-rest", "rule:syndicat")
"""How the names of the rules begin whose `site_name` is that of the first publisher."""
LEAST_PART = 4
"""Fewest letters by which the name of a part of a host is recognised."""

HOST_AGREES = 0.5
"""What a host counts as a witness for a name that has its letters."""

_LEGAL = lazy(rf"[\s,]+(?:&\s|und\s|and\s)?{lexicon.LEGAL}[.,]?$|^{lexicon.HOUSE}\s+", re.IGNORECASE)
_RIGHTS = lazy(rf"\W*{lexicon.RIGHTS}\b", re.IGNORECASE)  # of a copyright line without an owner
_AND = lazy(r"\s?[&+]\s?")
_NO_LETTER = lazy(r"[\W_]+")
_ARTICLE = lazy(r"^(?:the|der|die|das|le|la|les|el|los|las|il|lo)\s+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def labels(address: str) -> tuple[str, ...]:
    """The letters of the domain's own label, as names are compared with them; empty where it has no host."""
    domain = url.site(address)
    label = _NO_LETTER.sub("", domain.partition(".")[0]) if domain else ""
    return (label,) if len(label) > 1 else ()


def forms(name: str) -> frozenset[str]:
    """The ways in which a host may spell a name: with and without article, "and", and accents."""
    lower = name.lower()
    found = set()
    for plain in (months.folded(name), months.folded(lower.translate(_UMLAUTS))):
        for conjunction in ("and", "und", "et", "y", "e", ""):
            spelled = _AND.sub(f" {conjunction} ", plain)
            found |= {_NO_LETTER.sub("", spelled), _NO_LETTER.sub("", _ARTICLE.sub("", spelled.strip()))}
    return frozenset(filter(None, found))


def is_of_host(name: str, hosts: tuple[str, ...]) -> bool:
    """Whether a name has all letters of a host's label, in their order and no others."""
    return bool(forms(name).intersection(hosts))


def _is_near_host(name: str, hosts: tuple[str, ...]) -> bool:
    """The same for a name that begins or ends the label, or begins with it, and for its initials."""
    initials = "".join(word[0] for word in titles.key(name).split())
    if len(initials) > 1 and initials in hosts:
        return True
    return any(
        len(min(form, label, key=len)) >= LEAST_PART
        and (label.startswith(form) or label.endswith(form) or form.startswith(label))
        for form in forms(name)
        for label in hosts
    )


def without_form(name: str) -> str:
    """A name without legal forms: "Talbote" of "Talbote Verlag GmbH & Co. KG"."""
    name = name.strip(" ,|" + lexicon.DASHES)
    for _ in range(4):
        shorter = _LEGAL.sub("", name).strip(" ,&|" + lexicon.DASHES)
        if shorter == name or not shorter:
            break
        name = shorter
    return name


def known(ballots: dict[str, list[Vote]], address: str) -> Sites:
    """All that may name the site: votes for its name, its host and the label of its domain."""
    named = [vote.value[:SITE_CHARS] for vote in ballots.get("site_name", [])[:VOTES]]
    return Sites.of([*named, *map(without_form, named)], _hosts(address))


def _hosts(address: str) -> list[str]:
    host, site = url.host(address), url.site(address)
    return [label for label in (host, site, site.partition(".")[0] if site else None) if label]


def _key(name: str) -> str:
    return titles.key(name).removeprefix("the ")


def candidates(ballots: dict[str, list[Vote]], address: str) -> list[Candidate]:
    """Names of the site; a piece of the `<title>` counts where something else knows it."""
    hosts = labels(address)
    found: dict[str, Candidate] = {}
    owned: list[tuple[str, Vote]] = []
    for vote in ballots.get("site_name", [])[:VOTES]:
        text = vote.value.strip(" |" + lexicon.DASHES)
        if not text or len(text) > SITE_CHARS or text.startswith(("http://", "https://", "@")) or _RIGHTS.match(text):
            continue
        if is_syndication(vote) and _is_elsewhere(text, hosts):
            continue  # the publisher's, not the site's
        if "copyright" in vote.source or "agency" in vote.source:
            owned.append((text, vote))
        else:
            found.setdefault(_key(text), Candidate(text)).hear(vote.source, counted(vote))
    _hear_titles(ballots.get("title", [])[:20], address, found)
    for text, vote in owned:
        name = _name_of_owner(text, hosts, found)
        if name:
            found.setdefault(_key(name), Candidate(name)).hear(vote.source, counted(vote))
    for candidate in found.values():
        if is_of_host(str(candidate.value), hosts):
            candidate.hear("url", HOST_AGREES)
    found.pop("", None)
    return ranked(found.values())


def publishers(ballots: dict[str, list[Vote]], address: str, sites: Sites) -> list[Candidate]:
    """Who first published the text, by what syndication tails say; never the site where it stands."""
    hosts = labels(address)
    own = Sites.of((), _hosts(address))
    told = [*ballots.get("publisher", []), *filter(is_syndication, ballots.get("site_name", []))]
    found: dict[str, Candidate] = {}
    for vote in told[:VOTES]:
        name = vote.value.strip(" |" + lexicon.DASHES)
        if name.startswith(("http://", "https://")):  # the address of the first copy, by meta elements or `isBasedOn`
            name = "" if url.site(name) == url.site(address) else url.host(name) or ""
        if not name or len(name) > SITE_CHARS or own.are(name) or is_of_host(name, hosts) or _is_near_host(name, hosts):
            continue
        if vote.field == "publisher" and sites.are(name):
            continue
        if vote.field == "site_name" and not _is_elsewhere(name, hosts):
            continue
        found.setdefault(_key(name), Candidate(name)).hear(
            vote.source, weight(vote.source, "publisher") * vote.confidence
        )
    found.pop("", None)
    return ranked(found.values())


def is_syndication(vote: Vote) -> bool:
    """Whether a vote comes from a line that says where the text was first published."""
    return vote.source == "text:syndication" or vote.source.startswith(SYNDICATION)


def _is_elsewhere(name: str, hosts: tuple[str, ...]) -> bool:
    """Whether a host that spells its name has none of the letters of this one: the text stands there as a copy."""
    return any(len(label) >= LEAST_PART for label in hosts) and not (
        is_of_host(name, hosts)
        or _is_near_host(name, hosts)
        or any(_NO_LETTER.sub("", name.lower())[:4] in h for h in hosts)
    )


def _name_of_owner(text: str, hosts: tuple[str, ...], found: dict[str, Candidate]) -> str | None:
    """The name of the site in that of its owner, where there is one."""
    name = without_form(text)
    if _key(name) in found or is_of_host(name, hosts) or (hosts and _is_near_host(name, hosts)):
        return name
    return None if name != text.rstrip(".") or _may_be_person(name) else name


def _may_be_person(name: str) -> bool:
    words = name.split()
    return not names.is_group(name) and len(words) == 2 and all(word[:1].isupper() for word in words)  # noqa: PLR2004


def _hear_titles(votes: list[Vote], address: str, found: dict[str, Candidate]) -> None:
    """Pieces at the ends of the page's title: witnesses for a name that others give, or names that the host knows."""
    own = Sites.of((), _hosts(address))
    for vote in votes:
        spans = titles.pieces(vote.value)
        if vote.source != "title" or len(spans) < 2:  # noqa: PLR2004
            continue
        for span in (spans[-1], spans[0]):
            piece = vote.value[slice(*span)].strip()
            name = _key(piece)
            if name in found:
                found[name].hear("title", 0.35)
            elif len(piece) <= SITE_CHARS and own.in_piece(piece):
                found.setdefault(name, Candidate(piece)).hear("title", 0.5)
