"""The article among the data that a page hands to its scripts: JSON only, within bounds, nothing is run."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from thresher.words import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser

SHOWN_WORDS = 400  # a page that shows more is not searched: reading its data takes longer than all else

_SCRIPT_CHARS = 4_000_000  # longer data is not read
_TOTAL_CHARS = 8_000_000  # of one page
_SCRIPTS = 200  # of one page that are looked at
_NODES = 200_000  # of one page that are looked at
_FEWEST_CHARS = 600  # of a string that may be an article
_TITLE_WORDS = 3  # fewer name nothing
_TITLE_CHARS = 500
_KEYS = frozenset(
    {
        *("articlebody", "body", "bodyhtml", "body_html", "html", "content", "contenthtml", "content_html"),
        *("markdown", "text", "rendered", "fulltext", "full_text", "articletext", "bodytext", "post_content"),
    }
)
_TITLES = frozenset({"title", "headline", "name", "seotitle", "seo_title", "articletitle", "heading"})

_OPEN = re.compile(r"<script\b([^<>]*)>", re.IGNORECASE)
_CLOSE = re.compile(r"</script\b", re.IGNORECASE)
_JSON = re.compile(r"type\s*=\s*[\"']?application/(?:[a-z.-]+\+)?json", re.IGNORECASE)
_LINKED = re.compile(r"ld\+json", re.IGNORECASE)
# `window.NAME = {…}` and `window.NAME = JSON.parse("…")`, at the beginning of a script
_GIVEN = re.compile(
    r"\s*(?:/\*[^*]{0,100}\*/\s*)?(?:(?:window|self|globalThis)\.|(?:var|let|const)\s)?"
    r"[\w.$\[\]\"']{1,80}\s*=\s*(JSON\.parse\(\s*(?=\")|(?=[\[{]))"
)


def body(markup: str, tree: LexborHTMLParser) -> str:
    """The longest text of an object that bears the page's title, or nothing."""
    titles = _titles(tree)
    best = ""
    nodes = 0
    for data in _data(markup) if titles else ():
        waiting: list[tuple[Any, bool]] = [(data, False)]
        while waiting and nodes < _NODES:
            node, is_named = waiting.pop()
            nodes += 1
            if isinstance(node, list):
                waiting.extend((one, False) for one in node)
            elif isinstance(node, dict):
                is_named = is_named or _bears(node, titles)
                for key, value in node.items():
                    if isinstance(value, str):
                        if is_named and len(value) > max(len(best), _FEWEST_CHARS - 1) and key.lower() in _KEYS:
                            best = value
                    elif isinstance(value, dict | list):
                        # `content: {rendered: …}` belongs to the object that has the title, a list's objects do not
                        waiting.append((value, is_named and isinstance(value, dict) and key.lower() in _KEYS))
    return best


def _data(markup: str) -> Iterator[Any]:
    """What the scripts of a page hold that is JSON and may hold a text."""
    position = total = 0
    for _ in range(_SCRIPTS):
        opening = _OPEN.search(markup, position)
        closing = _CLOSE.search(markup, opening.end()) if opening else None
        if opening is None or closing is None:
            return
        start, position = opening.end(), closing.end()
        chars = closing.start() - start
        if not _FEWEST_CHARS <= chars <= _SCRIPT_CHARS or _LINKED.search(opening.group(1)):
            continue
        given = None if _JSON.search(opening.group(1)) else _GIVEN.match(markup, start, closing.start())
        if given is None and not _JSON.search(opening.group(1)):
            continue
        total += chars
        if total > _TOTAL_CHARS:
            return
        text = markup[given.end() if given else start : closing.start()].lstrip()
        data = _parsed(text)
        yield _parsed(data) if isinstance(data, str) else data


def _parsed(text: str) -> Any:
    """The JSON value at the beginning of a text, None when it is none."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _titles(tree: LexborHTMLParser) -> tuple[str, ...]:
    """What the page calls itself, normalised."""
    names: list[str] = []
    for selector in ("title", "h1", 'meta[property="og:title"]'):
        element = tree.css_first(selector)
        if element is not None:
            names.append(normalised((element.attributes.get("content") or element.text() or "")[:_TITLE_CHARS]))
    return tuple(name for name in names if name.count(" ") >= _TITLE_WORDS - 1)


def _bears(node: dict[str, Any], titles: tuple[str, ...]) -> bool:
    """Whether an object bears one of the titles, alone or with the site's name behind or before it."""
    for key, value in node.items():
        if isinstance(value, dict):  # as WordPress writes it
            value = value.get("rendered")  # noqa: PLW2901 - the same title, one level below
        if isinstance(value, str) and len(value) <= _TITLE_CHARS and key.lower() in _TITLES:
            name = normalised(value)
            if name.count(" ") >= _TITLE_WORDS - 1 and any(name in title or title in name for title in titles):
                return True
    return False
