"""By what pages of one host are told apart, and what recurs on them is known."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from thresher.nouns import BlockKind
from thresher.words import normalised

if TYPE_CHECKING:
    from thresher.nouns import Page

_HOST_CHARS = 253  # longest name that a host may have (RFC 1035)


def named(key: int) -> str:
    """A key as the lessons of a run have it."""
    return f"{key:016x}"


def hashed(*parts: str, size: int = 8) -> int:
    """A key of `size` bytes for parts of text; the host is one of them, so that hosts have no key in common."""
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=size).digest())


def host_of(url: str) -> str:
    """The host of an address; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "")[:_HOST_CHARS]
    except ValueError:  # such as an unclosed bracket
        return ""


def title_of(page: Page) -> str:
    """The title by which pages are told apart: the surest vote's, the title block's, or the URL."""
    votes = [vote for vote in page.votes if vote.field == "title"]
    if votes:
        return normalised(min(votes, key=lambda one: (-one.confidence, one.value)).value)
    named = next((block.text for block in page.blocks if block.kind is BlockKind.TITLE and block.text), None)
    return page.capture.url if named is None else normalised(named)
