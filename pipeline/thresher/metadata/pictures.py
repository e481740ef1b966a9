"""The lead image and the words that stand for it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from thresher.metadata.candidate import Candidate, counted, ranked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thresher.metadata.ballot import Ballot
    from thresher.nouns import Vote

IMAGE_CHARS = 2_000
"""Longest address of an image."""
STAND_IN = 0.4
"""How far an image counts whose name says that it stands for any page of the site."""
ALT_CHARS = 400
"""Longest text that stands for an image; longer ones are something else."""
TAG_CHARS = 4_000
"""Longest `<img>` element that is read."""
PLACES = 4
"""At how many places of the markup an image's name is looked at."""
NAME_CHARS = 8
"""Shortest file name that finds its image."""

_STAND_IN = re.compile(
    r"(?:^|[/_.-])(?:logo|default|placeholder|fallback|avatar|favicon|blank|no-?image|share-?image|og-?image|social-?share)"
    r"(?:[/_.-]|\d*$)",
    re.IGNORECASE,
)
_SIZE = re.compile(r"[-_](?:\d{2,4}x\d{2,4}|scaled|\d{3,4}w?)$")
_ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|svg)$", re.IGNORECASE)


def candidates(votes: Sequence[Vote], page: str) -> list[Candidate]:
    """Absolute addresses of images."""
    found: dict[str, Candidate] = {}
    for vote in votes[:20]:
        try:
            absolute = urljoin(page, vote.value)
            name = urlsplit(absolute).path.rpartition("/")[2]
        except ValueError:
            continue
        if absolute.startswith(("http://", "https://")) and len(absolute) <= IMAGE_CHARS and " " not in absolute:
            share = counted(vote) * (STAND_IN if _STAND_IN.search(_FILE.sub("", name)) else 1.0)
            found.setdefault(absolute, Candidate(absolute)).hear(vote.source, share)
    return ranked(found.values())


def alternatives(votes: Sequence[Vote], images: Sequence[Candidate]) -> list[Candidate]:
    """What stands for the winning image: the words of those who named it, and of its own element."""
    if not images:
        return []
    found: dict[str, Candidate] = {}
    for vote in votes[:20]:
        text = vote.value
        is_own = vote.source == "img" or vote.source in images[0].voices
        if is_own and 1 < len(text) <= ALT_CHARS and not _FILE.search(text) and "://" not in text:
            found.setdefault(text, Candidate(text)).hear(vote.source, counted(vote))
    return ranked(found.values())


def cast_element(markup: str, page: str, ballot: Ballot) -> None:
    """Cast the vote of the `<img>` element that shows the image which leads so far; found by its file's name."""
    for winner in candidates(ballot.votes("image"), page)[:1]:
        name = _stem(str(winner.value))
        place = markup.find(name) if len(name) >= NAME_CHARS else -1
        for _ in range(PLACES):
            if place < 0:
                return
            start = markup.rfind("<", max(0, place - TAG_CHARS), place)
            if markup[start : start + 4].lower() == "<img":
                match = _ALT.search(_tag(markup, start))
                if match and (text := " ".join(unescape(match[1] or match[2] or "").split())):
                    ballot.cast("image_alt", text, "img")
                    return
            place = markup.find(name, place + len(name))


def _tag(markup: str, start: int) -> str:
    end = markup.find(">", start, start + TAG_CHARS)
    return markup[start : end if end >= 0 else start + TAG_CHARS]


def _stem(address: str) -> str:
    """An image's file name without its ending and the size that systems add to it."""
    name = urlsplit(address).path.rpartition("/")[2]
    return _SIZE.sub("", _FILE.sub("", name))


def cast_node(node: Mapping[str, Any], confidence: float, ballot: Ballot) -> None:
    """Cast the vote of a JSON-LD node for its image's words."""
    image = node.get("image")
    for item in (image if isinstance(image, list) else [image])[:1]:
        if isinstance(item, dict):
            ballot.cast("image_alt", item.get("caption") or item.get("description"), "json-ld", confidence)
