"""The election of the authors: whole lists stand against each other, not single names.

People stand first. An organisation is elected only where no person is named, and never the site
itself, whose name is in `site_name` already. A name that is both the site's and a person's
("janeroe.example" by Jane Roe) counts as a person's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.metadata import names
from thresher.metadata.candidate import Candidate, counted, ranked

if TYPE_CHECKING:
    from thresher.metadata.titles import Sites
    from thresher.nouns import Vote

LISTS = 24
"""Most lists that stand for election."""

LEAST = 0.2
"""What a list must count to be elected: commenters and authors of teasers count less."""

AGENCY = "text:agency"
"""The source that names agencies, known to us or not."""

LEAST_WORDS = 2
"""Fewest words that are left of a name."""

SAME_LIST = 0.75
"""Votes of one source belong to one list down to this share of its strongest vote; weaker ones are of teasers."""


Lists = dict[str, tuple[dict[str, str], float]]
"""For each source: its authors by `names.key`, and the most that one of its votes counts."""


def candidates(votes: list[Vote], sites: Sites) -> list[Candidate]:
    """Lists of authors by rank, people before organisations.

    The votes of one source are one list. A list counts as much as the lists that name the same
    people, each in proportion to the overlap (F1 of the two sets of names).
    """
    people: Lists = {}
    owners: Lists = {}
    groups: Lists = {}
    read: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for vote in votes[:200]:
        # What a rule finds first stands at the headline; what it finds further down is of teasers.
        if vote.source.startswith("rule:") and first.setdefault(vote.source, vote.value) != vote.value:
            continue
        if vote.value not in read:
            read[vote.value] = names.split(vote.value)
        is_seen = vote.source.startswith(("text:", "rule:"))  # renderers run the site's name into a byline
        for name in (_without_site(one, sites) if is_seen else one for one in read[vote.value]):
            own = sites.are(name)
            if names.is_group(name) or vote.source == AGENCY:
                if not own:
                    _enter(name, vote, groups)
            elif not own:
                _enter(name, vote, people)
            elif names.is_person(name) and vote.source not in names.GROUP_SOURCES:
                _enter(name, vote, owners)
    ranks = _ranked(people) or _ranked(owners)
    strong = [candidate for candidate in ranks if candidate.count >= LEAST]
    # One name alone is hardly that of a commenter; several are.
    weak = [candidate for candidate in ranks if candidate.count < LEAST] if len(ranks) == 1 else []
    return strong + _ranked(groups) + weak


def _without_site(name: str, sites: Sites) -> str:
    """A person's name without that of the site after it: "Jane Roe Globe" on portroeglobe.example."""
    words = name.split()
    if names.is_group(name):
        return name
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
    found: dict[frozenset[str], Candidate] = {}
    for _, named, _ in entries:
        candidate = found.setdefault(frozenset(named), Candidate(list(named.values()), "authors"))
        for source, others, share in entries:
            shared = len(named.keys() & others.keys())
            if shared:
                candidate.hear(source, share * 2 * shared / (len(named) + len(others)))
    return ranked(found.values())
