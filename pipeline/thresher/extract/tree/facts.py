"""What a page says of itself beside its blocks: its title, and what it declares to be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from thresher.extract import wording
from thresher.extract.page_type import declared
from thresher.extract.tree.columns import DECLARED, Facts

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from thresher.extract.declaration import Declaration

_TITLE_CHARS = 500
_BODY_CHARS = 500_000
_NUMBER = re.compile(r"\d{4,}")


def facts(tree: LexborHTMLParser, said: Declaration, url: str) -> Facts:
    """The facts of a page at an address."""
    element = tree.css_first('meta[property="og:title"]')
    title = (element.attributes.get("content") if element is not None else None) or ""
    if not title:
        element = tree.css_first("title")
        title = element.text() if element is not None else ""
    kind = declared(said)
    mask = 1 << DECLARED.index(kind) if kind in DECLARED else 0
    try:
        path = urlsplit(url).path
    except ValueError:
        path = ""
    steps = [step for step in path.split("/") if step]
    bodies = " ".join(" ".join(map(wording.unescaped, said.bodies))[:_BODY_CHARS].split())
    return Facts(title[:_TITLE_CHARS], mask, bodies, len(steps), _NUMBER.search(path) is not None)
