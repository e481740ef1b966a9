"""The election of the title: the article's own headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.metadata import titles
from thresher.metadata.candidate import Candidate, counted, ranked

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from thresher.metadata.titles import Sites
    from thresher.nouns import Vote

VOTES = 40
_COLON = re.compile(r":\s+")
OWN = frozenset({"h1", "json-ld", "microdata", "capture", "text:title", "text:syndication", "citation"})
"""Sources that give the headline without the names of site and section."""

CONFIRMED = 0.95
"""How much of a vote goes to a shorter candidate that begins or ends the title voted for, when one of `OWN` has it."""

SUPPOSED = 0.3
"""The same when no other source than those that add names of site and section has the shorter form."""

LABEL_SHARE = 0.4
"""How far a vote counts for a headline that is also a section's name."""

KICKER_WORDS = 3
"""Fewest words that the rest of a headline must have after the words over it ("Elections: …")."""


def candidates(votes: list[Vote], sites: Sites, sections: Sequence[str]) -> list[Candidate]:
    """Headlines by rank. No headline keeps a name of the site or a section at its ends, or is one."""
    found: dict[str, Candidate] = {}
    cleaned: list[tuple[Vote, str]] = []
    sections = [*sections, *_labels(votes[:VOTES])]
    labels = frozenset(map(titles.key, sections))
    for vote in votes[:VOTES]:
        text = titles.without_site(vote.value[: titles.TITLE_CHARS], sites, sections)
        name = titles.key(text)
        if not name or sites.are(text):
            continue
        cleaned.append((vote, text))
        share = LABEL_SHARE if name in labels else 1.0
        found.setdefault(name, Candidate(text, "title")).hear(vote.source, share * counted(vote))
    own = {titles.key(text) for vote, text in cleaned if vote.source in OWN or vote.source.startswith("rule")}
    for vote, text in cleaned:
        for part in [*titles.openings(text)[1:], *_after_colons(vote, text, own)]:
            name = titles.key(part)
            if name in found:
                found[name].hear(vote.source, (CONFIRMED if name in own else SUPPOSED) * counted(vote))
        _hear_kicker(vote, titles.key(text), found)
    return ranked(found.values())


def _after_colons(vote: Vote, title: str, own: Collection[str]) -> list[str]:
    """The ends of the page's title after a colon that alone are the headline ("Our Valley: The mill grinds again")."""
    if vote.source != "title" or titles.key(title) in own:
        return []
    ends = [title[match.end() :] for match in _COLON.finditer(title)][:3]
    return [end for end in ends if titles.key(end) in own]


def _labels(votes: Sequence[Vote]) -> list[str]:
    """Headlines that stand last of several pieces of the page's title: names of a book, a blog or a section."""
    ends = set()
    for vote in votes:
        spans = titles.pieces(vote.value)
        if vote.source == "title" and len(spans) > 1 and spans[-1][1] - spans[-1][0] < len(vote.value) / 2:
            ends.add(titles.key(vote.value[slice(*spans[-1])]))
    heads = [vote.value for vote in votes if vote.source == "h1"]
    return [text for text in heads if titles.key(text) in ends]


def _hear_kicker(vote: Vote, name: str, found: dict[str, Candidate]) -> None:
    """A headline seen with a kicker before it also speaks for the headline without."""
    if vote.source not in {"h1", "text:title"}:
        return
    for other, candidate in list(found.items())[:VOTES]:
        kicker = name.removesuffix(" " + other)
        if kicker != name and not any(map(str.isdigit, kicker)) and len(other.split()) >= KICKER_WORDS:
            candidate.hear(vote.source, CONFIRMED * counted(vote))
