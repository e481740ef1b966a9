"""The deck: the line under the headline that sums up or goes on, which is no part of the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.metadata import captions, names, nearby, titles
from thresher.metadata.candidate import Candidate, counted, ranked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from thresher.nouns import Vote

CHARS = range(20, 500)
"""How long a deck is, in characters."""
VOTES = 20
ALIKE = 0.6
"""Share of common words from which on two texts are two forms of one title."""
CLIMBS = 3
SIBLINGS = 6
"""How many elements after the headline are asked, on each of its levels."""

CLASS = re.compile(
    r"(?:^|[-_])(?:deck|dek|sub-?title|sub-?head(?:line|ing)?|stand-?first|strap-?line|vorspann|unter(?:titel|zeile)"
    r"|chap[oe]u?|chapeau|sottotitolo|sommario|bajada|entradilla|subtitulo|ingress|lede|lead)(?:$|[-_])"
)
"""What the classes of decks say, in lower case."""


def beside(headline: LexborNode) -> str | None:
    """The text of the first element after a headline whose class calls it a deck; None where there is none."""
    for node in _after(headline):
        classes = (node.attributes.get("class") or "")[:200].lower()
        if classes and any(CLASS.search(token) for token in classes.split()[:12]):
            text = " ".join(str(node.text(separator=" "))[: 2 * CHARS.stop].split())
            return text if len(text) in CHARS else None
    return None


def _after(headline: LexborNode) -> Iterator[LexborNode]:
    current: LexborNode | None = headline
    for _ in range(CLIMBS):
        if current is None or current.tag in {"body", "html"}:
            return
        sibling, count = current.next, 0
        while sibling is not None and count < SIBLINGS:
            if not sibling.is_text_node:
                count += 1
                yield sibling
                first = sibling.child
                if first is not None and not first.is_text_node:
                    yield first
            sibling = sibling.next
        current = current.parent


def _is_alike(name: str, headline: str) -> bool:
    """Whether a text has most of the headline's words, or the headline most of its: another form of the title."""
    one, other = set(name.split()), set(headline.split())
    return len(one & other) > ALIKE * max(1, min(len(one), len(other)))


def candidates(votes: list[Vote], title: str | None) -> list[Candidate]:
    """Decks by rank: neither the title again nor a line of author or date."""
    headline = titles.key(title or "")
    found: dict[str, Candidate] = {}
    for vote in votes[:VOTES]:
        text, name = vote.value, titles.key(vote.value)
        if len(text) not in CHARS or not name or name in headline or headline in {name, name[: len(headline)]}:
            continue
        if _is_alike(name, headline) or names.OTHERS.match(text) or captions.caption(text)[0]:
            continue
        if nearby.is_byline(text) or (nearby.DIGIT.search(text) and nearby.is_dateline(text)):
            continue
        found.setdefault(name, Candidate(text, "deck")).hear(vote.source, counted(vote))
    return ranked(found.values())
