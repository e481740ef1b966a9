"""The election of the authors: whole lists stand against each other, not single names.

People stand first. An organisation is elected only where no person is named, the site itself only
where its own page says in so many words that it is the author; `kinds` tells them from people. A name
that is both the site's and a person's ("janeroe.example" by Jane Roe) counts as a person's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thresher.metadata import names
from thresher.metadata.candidate import Candidate, counted, ranked
from thresher.nouns import AuthorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.metadata.titles import Sites
    from thresher.nouns import Vote

VOTES = 200
LISTS = 24
"""Most lists that stand for election."""

LEAST = 0.2
"""What a list must count to be elected: commenters and authors of teasers count less."""

FAINT = 0.36
SURER = 1.5
"""People who count less than `FAINT`, as those far down a page do, yield to who counts `SURER` times as much."""

AGENCY = "text:agency"
"""The source that names agencies, known to us or not."""

TYPED = "json-ld"
"""The source whose agencies stand beside the people of its list: "Jane Roe" and "Reuters", each an author."""

HOUSE_SOURCES = ("json-ld", "microdata", "byline", "nearby", "text:byline", "rule:byline")
"""How the sources begin whose word makes the site the author; plain meta elements bear its name on every page."""

LEAST_WORDS = 2
"""Fewest words that are left of a name."""

SAME_LIST = 0.75
"""Votes of one source belong to one list down to this share of its strongest vote; weaker ones are of teasers."""

Lists = dict[str, tuple[dict[str, str], float]]
"""For each source: its authors by `names.key`, and the most that one of its votes counts."""


@dataclass(slots=True)
class _Lists:
    """The lists by what they name: people, people who bear the site's name, organisations, and the site itself."""

    people: Lists = field(default_factory=dict)
    owners: Lists = field(default_factory=dict)
    groups: Lists = field(default_factory=dict)
    houses: Lists = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)  # those that typed data name one by one


def candidates(votes: list[Vote], sites: Sites) -> list[Candidate]:
    """Lists of authors by rank, people before organisations.

    The votes of one source are one list. A list counts as much as the lists that name the same
    people, each in proportion to the overlap (F1 of the two sets of names).
    """
    lists = _Lists()
    first: dict[str, str] = {}
    for vote in votes[:VOTES]:
        # What a rule finds first stands at the headline; what it finds further down is of teasers.
        if vote.source.startswith("rule:") and first.setdefault(vote.source, vote.value) != vote.value:
            continue
        if not _enter_group(vote, lists, sites):
            _enter_people(vote, lists, sites)
    ranks = _ranked(lists.people)
    strong = [candidate for candidate in ranks if candidate.count >= LEAST]
    if strong and TYPED in strong[0].voices and isinstance(strong[0].value, list):
        strong[0].value += lists.agencies.values()
    others = [*_ranked(lists.owners), *_ranked(lists.groups), *_ranked(lists.houses)]
    if strong and others and strong[0].count < FAINT and max(one.count for one in others) > SURER * strong[0].count:
        return others + strong
    # One name alone is hardly that of a commenter; several are.
    weak = [candidate for candidate in ranks if candidate.count < LEAST] if len(ranks) == 1 else []
    return strong + others + weak


def kinds(elected: Sequence[str], votes: list[Vote], sites: Sites) -> tuple[AuthorKind, ...]:
    """What each of the elected authors is, in their order."""
    said = {names.key(vote.value) for vote in votes[:VOTES] if vote.source in names.GROUP_SOURCES}
    agencies = {names.key(vote.value) for vote in votes[:VOTES] if vote.source == AGENCY}
    return tuple(_kind(name, said, agencies, sites) for name in elected)


def _kind(name: str, said: set[str], agencies: set[str], sites: Sites) -> AuthorKind:
    key = names.key(name)
    if names.is_wire(name) or key in agencies:
        return AuthorKind.AGENCY
    if key in said or names.is_group(name) or (sites.are(name) and not names.is_person(name)):
        return AuthorKind.ORGANISATION
    return AuthorKind.PERSON if names.is_person(name) and not sites.are(name) else AuthorKind.UNKNOWN


def _enter_group(vote: Vote, lists: _Lists, sites: Sites) -> bool:
    """Enter a vote all of whose text names one organisation: the site, or one that its source says to be one."""
    name = names.group(vote.value)
    if name is None:
        return False
    if sites.are(name):
        if not names.is_person(name) or vote.source in names.GROUP_SOURCES:
            if vote.source.startswith(HOUSE_SOURCES):
                _enter(name, vote, lists.houses)
            return True
        return False
    if vote.source in names.GROUP_SOURCES or vote.source == AGENCY:
        _enter(name, vote, lists.groups)
        return True
    return False


def _enter_people(vote: Vote, lists: _Lists, sites: Sites) -> None:
    """Enter the names in a vote one by one."""
    is_seen = vote.source.startswith(("text:", "rule:"))  # renderers run the site's name into a byline
    for one in names.split(vote.value):
        name = _without_site(one, sites) if is_seen else one
        own = sites.are(name)
        if names.is_group(name):
            if not own:
                _enter(name, vote, lists.groups)
                if vote.source == TYPED and name == vote.value.strip() and names.is_wire(name):
                    lists.agencies[names.key(name)] = name
        elif not own:
            _enter(name, vote, lists.people)
        elif names.is_person(name) and vote.source not in names.GROUP_SOURCES:
            _enter(name, vote, lists.owners)
        elif vote.source.startswith(HOUSE_SOURCES):
            _enter(name, vote, lists.houses)


def _without_site(name: str, sites: Sites) -> str:
    """A person's name without that of the site after it: "Jane Roe Globe" on portroeglobe.example."""
    words = name.split()
    if names.is_group(name) and not any(sites.are(" ".join(words[at:])) for at in range(LEAST_WORDS, len(words))):
        return name
    for at in range(LEAST_WORDS, len(words)):
        if sites.are(" ".join(words[at:])):
            return " ".join(words[:at])
    while len(words) > LEAST_WORDS and sites.end_in(words[-1]):
        words.pop()
    return " ".join(words)


def _enter(name: str, vote: Vote, lists: Lists) -> None:
    known, share = lists.get(vote.source, ({}, 0.0))
    count = counted(vote)
    if SAME_LIST * count > share:
        known = {}
    if known and (count < SAME_LIST * share or len(known) >= names.AUTHORS):
        return
    known.setdefault(names.key(name), name)
    lists[vote.source] = (known, max(share, count))


def _ranked(lists: Lists) -> list[Candidate]:
    entries = [(source, named, share) for source, (named, share) in lists.items()][:LISTS]
    spelled: dict[str, str] = {}  # "Jane Roe", where another source has only the name of the user, "janeroe"
    for _, named, _ in entries:
        for key, name in named.items():
            if name.count(" ") > spelled.get(key, "").count(" ") or key not in spelled:
                spelled[key] = name
    found: dict[frozenset[str], Candidate] = {}
    for _, named, _ in entries:
        candidate = found.setdefault(frozenset(named), Candidate([spelled[key] for key in named], "authors"))
        for source, others, share in entries:
            shared = len(named.keys() & others.keys())
            if shared:
                candidate.hear(source, share * 2 * shared / (len(named) + len(others)))
    return ranked(found.values())
