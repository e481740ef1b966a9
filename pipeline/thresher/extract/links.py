"""Links: which characters of a block they are, and where they lead.

A walk of a page notes the targets as written; what is kept of the page has them resolved, so that
the hundreds of links of its menus cost nothing. Only addresses that are safe to print survive.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from thresher.extract import wording
from thresher.nouns import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thresher.nouns import Block

ADDRESS_CHARS = 2_000
"""Longest address of a link; browsers and servers part ways not far above."""

_HTML_SPACE = " \t\n\f\r"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"(?:https?://[^/?#:@]|mailto:[^?])[^?#]*(?:[?#].*)?")
_PRINTABLE = re.compile(r"[!#-;=?-\[\]_a-z~]+")  # of ASCII, without what quotes or ends an address in a text


def is_address(href: str) -> bool:
    """Whether a target is absolute, of http, https or mailto, and free of characters that could end it."""
    return len(href) <= ADDRESS_CHARS and bool(_PRINTABLE.fullmatch(href) and _ADDRESS.fullmatch(href))


def base(markup: str, url: str) -> str:
    """What the relative targets of a page are relative to: its `base` element, or its own address."""
    from w3lib.html import get_base_url

    try:
        declared = str(get_base_url(markup, url))
    except ValueError:
        declared = url
    return next((one for one in (declared, url) if len(one) <= ADDRESS_CHARS), "")


def target(href: str, origin: str) -> str | None:
    """The absolute address that a link's `href` means on a page whose base is `origin`; None for no safe one."""
    from w3lib.url import safe_url_string

    href = href.strip(_HTML_SPACE)
    if not href or len(href) > ADDRESS_CHARS or _CONTROL.search(href):
        return None
    try:
        address = str(safe_url_string(urljoin(origin, href)))
    except ValueError:
        return None
    return address if is_address(address) else None


def resolved(blocks: Iterable[Block], origin: str, most: int) -> Iterator[Block]:
    """The blocks with their links made absolute; those that lead nowhere safe are gone, and those after `most`."""
    known: dict[str, str | None] = {}
    for block in blocks:
        if not block.links:
            yield block
            continue
        kept: list[Link] = []
        for link in block.links[:most]:
            if link.href not in known:
                known[link.href] = target(link.href, origin)
            if address := known[link.href]:
                kept.append(Link(link.start, link.end, address))
        most -= len(kept)
        yield replace(block, links=tuple(kept))


def placed(text: str, pieces: Iterable[tuple[str, str | None]]) -> tuple[Link, ...]:
    """The links of a block whose `text` was made by `wording` from pieces that each lead somewhere or not.

    White space, invisible characters and normal forms change on that way; the count of visible
    characters does not, when each is counted as it decomposes.
    """
    links: list[Link] = []
    place = surplus = 0
    for raw, href in pieces:
        own = wording.line(raw)
        if not own:
            continue
        start = _after_space(text, place)
        if not surplus and text.startswith(own, start):
            place = start + len(own)
        else:
            place, surplus = _walked(text, place, _visible(own) - surplus)
        if href is None or start >= place:
            continue
        if links and links[-1].href == href and not text[links[-1].end : start].strip():
            start = links.pop().start
        links.append(Link(start, place, href))
    return tuple(links)


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _visible(text: str) -> int:
    return len(unicodedata.normalize("NFD", "".join(text.split())))


def _walked(text: str, place: int, wanted: int) -> tuple[int, int]:
    """The place after `wanted` visible characters, and how many more had to be taken with the last one."""
    while wanted > 0 and place < len(text):
        wanted -= _visible(text[place])
        place += 1
    return place, max(0, -wanted)
