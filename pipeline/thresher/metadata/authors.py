"""The election of the authors: whole lists stand against each other, not single names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.metadata import names, titles
from thresher.metadata.candidate import Candidate, counted, ranked

if TYPE_CHECKING:
    from thresher.nouns import Vote

LISTS = 24
"""Most lists that stand for election."""


def candidates(votes: list[Vote], sites: list[str]) -> list[Candidate]:
    """Lists of authors by rank.

    The votes of one source are one list. A list counts as much as the lists that name the same
    people, each in proportion to the overlap (F1 of the two sets of names).
    """
    lists: dict[str, tuple[list[str], float]] = {}
    for vote in votes[:200]:
        people, share = lists.get(vote.source, ([], 0.0))
        known = {names.key(name) for name in people}
        fresh = [
            name
            for name in names.split(vote.value)
            if names.key(name) not in known and not titles.names_site(name, sites)
        ]
        if not fresh:
            continue
        count = counted(vote)
        if people and count < 0.75 * share:
            continue  # further down the page: authors of teasers
        lists[vote.source] = ((people + fresh)[: names.AUTHORS], max(share, count))
    entries = [(source, people, share) for source, (people, share) in lists.items()][:LISTS]
    found: dict[frozenset[str], Candidate] = {}
    for _, people, _ in entries:
        own = frozenset(map(names.key, people))
        candidate = found.setdefault(own, Candidate(people))
        for source, others, share in entries:
            overlap = _overlap(own, frozenset(map(names.key, others)))
            if overlap:
                candidate.hear(source, share * overlap)
    return ranked(found.values())


def _overlap(own: frozenset[str], other: frozenset[str]) -> float:
    shared = len(own & other)
    return 2 * shared / (len(own) + len(other)) if shared else 0.0
