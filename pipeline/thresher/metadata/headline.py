"""The election of the title: the article's own headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.metadata import titles
from thresher.metadata.candidate import Candidate, counted, ranked

if TYPE_CHECKING:
    from thresher.nouns import Vote

PART_SHARE = 0.6
"""How much of a vote goes to a shorter candidate that begins (or ends) the title voted for at a separator."""

VOTES = 40


def candidates(votes: list[Vote], sites: list[str]) -> list[Candidate]:
    """Headlines by rank. `sites` are names of the site, which no headline keeps at its ends."""
    found: dict[str, Candidate] = {}
    cleaned = [(vote, titles.without_site(vote.value[: titles.TITLE_CHARS], sites)) for vote in votes[:VOTES]]
    for vote, text in cleaned:
        name = titles.key(text)
        if not name or titles.names_site(text, sites):
            continue
        found.setdefault(name, Candidate(text)).hear(vote.source, counted(vote))
    for vote, text in cleaned:
        for part in titles.openings(text)[1:]:
            shorter = found.get(titles.key(part))
            if shorter is not None:
                shorter.hear(vote.source, PART_SHARE * counted(vote))
    return ranked(found.values())
