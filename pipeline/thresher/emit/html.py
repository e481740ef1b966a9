"""Blocks -> clean HTML: a fragment of few elements, with no attribute but the `href` of links.

Elements: h1 to h6, p, ul, ol, li, blockquote, figure, figcaption, table, thead, tbody, tr, th, td,
pre, code and a. All text is escaped; no element of the capture survives.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from thresher.emit.outline import Listing, listing_text, listings, rows, runs, sections
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.emit.outline import Item, Span
    from thresher.nouns import Block


def html(blocks: Iterable[Block]) -> str:
    """The HTML of blocks, one element a line."""
    return "\n".join(_section(kind, group) for kind, group in sections(blocks))


def _section(kind: BlockKind, group: list[Block]) -> str:
    block = group[0]
    if kind is BlockKind.ITEM:
        return "\n".join(_listing(one) for one in listings(group))
    if kind is BlockKind.QUOTE:
        return f"<blockquote>{''.join(f'<p>{_inline(one)}</p>' for one in group)}</blockquote>"
    if kind is BlockKind.TABLE:
        return _table(block)
    if kind is BlockKind.CODE:
        return f"<pre><code>{escape(listing_text(block), quote=False)}</code></pre>"
    if kind is BlockKind.CAPTION:
        return f"<figure><figcaption>{_inline(block)}</figcaption></figure>"
    name = {BlockKind.TITLE: "h1", BlockKind.HEADING: f"h{heading_level(block)}"}.get(kind, "p")
    return f"<{name}>{_inline(block)}</{name}>"


def heading_level(block: Block) -> int:
    """The level of a heading, 2 where it has none."""
    return min(6, max(1, block.level or 2))


def _inline(block: Block, span: Span | None = None) -> str:
    return "".join(
        escape(text, quote=False) if href is None else f'<a href="{escape(href)}">{escape(text, quote=False)}</a>'
        for text, href in runs(block, span)
    )


def _listing(listing: Listing) -> str:
    name = "ol" if listing.number else "ul"
    return f"<{name}>{''.join(f'<li>{_item(item)}</li>' for item in listing.items)}</{name}>"


def _item(item: Item) -> str:
    """The inside of an item; what comes after its first paragraph are elements of their own."""
    first, *others = item.parts
    return "".join(
        _listing(part) if isinstance(part, Listing) else _inline(part) if part is first else f"<p>{_inline(part)}</p>"
        for part in (first, *others)
    )


def _table(block: Block) -> str:
    parts: dict[str, list[str]] = {"thead": [], "tbody": []}
    for cells, is_head in rows(block):
        name = "th" if is_head else "td"
        row = "".join(_around(name, _inline(block, cell)) for cell in cells)
        parts["thead" if is_head else "tbody"].append(f"<tr>{row}</tr>")
    return f"<table>{''.join(_around(name, ''.join(inside)) for name, inside in parts.items() if inside)}</table>"


def _around(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>"
