"""What a page says it is: schema.org types, `og:type`, its generator, the article text in JSON-LD."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser

_SCRIPT_CHARS = 2_000_000  # longer JSON-LD is not read
_NODES = 2_000  # nodes of one JSON-LD script that are looked at


@dataclass(frozen=True, slots=True)
class Declaration:
    """The types that a page declares, as written; `bodies` are the `articleBody` texts."""

    types: frozenset[str] = frozenset()
    microdata: frozenset[str] = frozenset()
    og_type: str = ""
    generator: str = ""
    bodies: tuple[str, ...] = ()


def declaration(tree: LexborHTMLParser) -> Declaration:
    """What a page declares; markup that cannot be read declares nothing."""
    types: set[str] = set()
    bodies: dict[str, None] = {}
    for script in tree.css('script[type="application/ld+json"]'):
        for node in _nodes(script.text()):
            names = node.get("@type")
            types.update(
                _name(name) for name in (names if isinstance(names, list) else [names]) if isinstance(name, str)
            )
            body = node.get("articleBody")
            if isinstance(body, str):
                bodies.setdefault(body)
    scopes = (element.attributes.get("itemtype") for element in tree.css("[itemtype]"))
    return Declaration(
        types=frozenset(types),
        microdata=frozenset(_name(scope) for scope in scopes if scope),
        og_type=_content(tree, 'meta[property="og:type"]'),
        generator=_content(tree, 'meta[name="generator"]'),
        bodies=tuple(bodies),
    )


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """The objects at the top of a JSON-LD script: its list, its `@graph`, their `mainEntity`."""
    if len(text) > _SCRIPT_CHARS:
        return
    try:
        waiting = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < _NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("mainEntity", "@graph") if key in node)


def _name(scope: str) -> str:
    """The type's own name, without the address of the vocabulary."""
    return scope.strip().rstrip("/").rpartition("/")[2].rpartition("#")[2]


def _content(tree: LexborHTMLParser, selector: str) -> str:
    element = tree.css_first(selector)
    return ((element.attributes.get("content") if element is not None else None) or "").strip().lower()
