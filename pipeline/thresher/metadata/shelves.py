"""Where a page stands on its site: breadcrumbs name its section, links with `rel=tag` its tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from selectolax.lexbor import LexborHTMLParser

    from thresher.metadata.ballot import Ballot

CRUMBS = 12
"""Most entries of a breadcrumb list that are read."""
WORDS = 5
"""Most words of a section's name; longer ones are headlines."""
TAG_LINKS = 60
"""Most links with `rel=tag` that are read."""

_HOME = re.compile(
    r"(?:home|homepage|home page|front ?page|start|startseite|accueil|inicio|portada|início|pagina iniziale"
    r"|strona główna|главная|ホーム|トップ|首页|首頁|홈|anasayfa|forside|etusivu|úvod|domů|kezdőlap)$",
    re.IGNORECASE,
)


def cast_crumbs(node: Mapping[str, Any], paths: frozenset[str], ballot: Ballot) -> None:
    """Cast the vote of a JSON-LD breadcrumb list: its last entry that is neither the start page nor the page itself."""
    items = node.get("itemListElement")
    found: list[tuple[str, str]] = []
    for entry in (items if isinstance(items, list) else [items])[:CRUMBS]:
        if not isinstance(entry, dict):
            continue
        item = entry.get("item")
        inner = item if isinstance(item, dict) else {}
        name = entry.get("name") or inner.get("name")
        address = item if isinstance(item, str) else inner.get("@id") or inner.get("url")
        if isinstance(name, str) and name.strip():
            found.append((" ".join(name.split()), address if isinstance(address, str) else ""))
    titles = {vote.value.casefold() for vote in ballot.votes("title")}
    shelves = [name for name, address in found if not _is_no_shelf(name, address, paths, titles)]
    # An entry without an address at the end is where the reader is.
    if found and len(shelves) > 1 and found[-1][0] == shelves[-1] and not found[-1][1]:
        shelves.pop()
    if shelves:
        ballot.cast("section", shelves[-1], "json-ld:breadcrumb")


def _is_no_shelf(name: str, address: str, paths: frozenset[str], titles: Iterable[str]) -> bool:
    """Whether a breadcrumb is the page itself, the start page, or another page's headline."""
    try:
        path = urlsplit(address[:2000]).path.rstrip("/").lower() if address else None
    except ValueError:
        path = None
    folded = name.casefold().rstrip("….")
    is_titled = any(folded in title or title in folded for title in titles if title)
    return is_titled or path == "" or path in paths or len(name.split()) > WORDS or _HOME.match(name) is not None


def cast_links(tree: LexborHTMLParser, markup: str, ballot: Ballot) -> None:
    """Cast the votes of links that say that they lead to a tag; those to a category name a section."""
    if "tag" not in markup:
        return
    for node in tree.css('a[rel~="tag" i]')[:TAG_LINKS]:
        attributes = node.attributes
        text = str(node.text())[:400]
        path = unquote((attributes.get("href") or "")[:400]).lower()
        is_category = "category" in (attributes.get("rel") or "").lower().split() or "/category/" in path
        ballot.cast("section" if is_category else "tags", text, "link")
