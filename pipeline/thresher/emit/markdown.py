"""Blocks -> Markdown: CommonMark, with the tables of GitHub Flavored Markdown.

All that could be markup in a captured text is escaped, bare addresses included, so that a reader
of either dialect sees the words of the page and no more. (GitHub's own reader makes links of e-mail
addresses even where they are escaped.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.emit.html import heading_level
from thresher.emit.outline import Listing, listing_text, listings, rows, runs, sections
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thresher.emit.outline import Item, Run, Span
    from thresher.nouns import Block

_MARKUP = re.compile(
    r"""[\\`*\[\]<~]                                # code, emphasis, links, HTML, strikethrough
      | (?<![A-Za-z0-9])_ | _(?![A-Za-z0-9])        # emphasis; inside a word it is none
      | &(?=\#?\w{1,40};)                           # character references
      | (?:(?<=http)|(?<=https)|(?<=ftp)):(?=//)    # addresses that GitHub makes links of
      | (?:(?<=mailto)|(?<=xmpp)):
      | (?<=www)\.
      | (?<=[\w.+-])@(?=\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENING = re.compile(r"#{1,6}(?:\s|$)|[-+](?:\s|$)|-[-\s]|=+\s*$|>|\|")  # at the start of a line
_NUMBER = re.compile(r"\d{1,9}(?=[.)](?:\s|$))", re.ASCII)
_CLOSING = re.compile(r"#+$")  # of a heading
_FENCE = re.compile(r"`{3,}")
_LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]*", re.ASCII)
_MOST_NUMBER = 999_999_999
_PADDING = 4  # times as many cells as a table has may be empty, before it is written as paragraphs
_PADDING_FREE = 1_000  # empty cells that are always allowed


def markdown(blocks: Iterable[Block]) -> str:
    """The Markdown of blocks, a blank line between them."""
    return "\n\n".join(_section(kind, group) for kind, group in sections(blocks))


def _section(kind: BlockKind, group: list[Block]) -> str:
    block = group[0]
    if kind is BlockKind.ITEM:
        return "\n".join(_lists(listings(group)))
    if kind is BlockKind.QUOTE:
        return "\n>\n".join(f"> {_line(runs(one))}" for one in group)
    return _WRITERS.get(kind, _paragraph)(block)


def _paragraph(block: Block) -> str:
    return _line(runs(block))


def _heading(block: Block) -> str:
    level = 1 if block.kind is BlockKind.TITLE else heading_level(block)
    return f"{'#' * level} {_CLOSING.sub(_each_escaped, _inline(runs(block)))}"


def _caption(block: Block) -> str:
    return f"*{_inline(runs(block))}*"


def _inline(pieces: Iterable[Run]) -> str:
    """Runs of text, everything in them escaped that could be markup."""
    parts: list[str] = []
    for text, href in pieces:
        told = _MARKUP.sub(_each_escaped, text)
        if href is None:
            parts.append(told)
            continue
        if parts and parts[-1].endswith("!"):  # or the link would be an image
            parts[-1] = parts[-1][:-1] + "\\!"
        parts.append(f"[{told}]({re.sub(r'[()&*_~]', _each_escaped, href)})")
    return "".join(parts)


def _each_escaped(found: re.Match[str]) -> str:
    return "".join(f"\\{character}" for character in found[0])


def _line(pieces: Sequence[Run]) -> str:
    """Runs of text at the start of a line, where some characters are markup that are none elsewhere."""
    text = _inline(pieces)
    if not pieces or pieces[0][1] is not None:
        return text
    first = pieces[0][0]
    if number := _NUMBER.match(first):
        return f"{number[0]}\\{text[number.end() :]}"
    return f"\\{text}" if _OPENING.match(first) else text


def _lists(found: Iterable[Listing]) -> Iterator[str]:
    """The lines of lists that follow each other; ordered ones change their sign, or they would be one."""
    delimiter = ")"
    for number, listing in enumerate(found):
        if number:
            yield ""
        delimiter = "." if delimiter == ")" else ")"
        yield from _listing(listing, delimiter)


def _listing(listing: Listing, delimiter: str) -> Iterator[str]:
    for item in listing.items:
        first = item.parts[0]
        number = 0 if isinstance(first, Listing) else min(first.number, _MOST_NUMBER)
        marker = f"{number}{delimiter} " if listing.number else "- "
        for place, line in enumerate(_item(item)):
            yield f"{' ' * len(marker) if place else marker}{line}" if line else ""


def _item(item: Item) -> Iterator[str]:
    """The lines of an item. A list after a list, or one that begins above 1, needs a blank line before it."""
    previous: Block | Listing | None = None
    delimiter = "."
    for part in item.parts:
        if not isinstance(part, Listing):
            yield from ("",) if previous else ()
            yield _line(runs(part))
        else:
            if isinstance(previous, Listing):
                delimiter = ")" if delimiter == "." else "."
            if isinstance(previous, Listing) or _first_number(part) > 1:
                yield ""
            yield from _listing(part, delimiter)
        previous = part


def _first_number(listing: Listing) -> int:
    first = listing.items[0].parts[0]
    return 0 if isinstance(first, Listing) else first.number


def _table(block: Block) -> str:
    """A table under its first row, or under an empty one when it has no head.

    One so ragged that filling it up would be most of the work is written row by row.
    """
    found = list(rows(block))
    width = max(len(cells) for cells, _ in found)
    held = sum(len(cells) for cells, _ in found)
    if width * len(found) > _PADDING * held + _PADDING_FREE:
        return "\n\n".join(_line(runs(block, (cells[0][0], cells[-1][1]))) for cells, _ in found)
    lines = [_row(block, cells, width) for cells, _ in found]
    if not found[0][1]:
        lines.insert(0, _row(block, [], width))
    lines.insert(1, f"|{' --- |' * width}")
    return "\n".join(lines)


def _row(block: Block, cells: Sequence[Span], width: int) -> str:
    told = [_inline(runs(block, cell)).replace("|", "\\|") for cell in cells]
    return f"| {' | '.join([*told, *[''] * (width - len(cells))])} |"


def _code(block: Block) -> str:
    text = listing_text(block)
    fence = "`" * max(3, 1 + max(map(len, _FENCE.findall(text)), default=0))
    language = block.language if _LANGUAGE.fullmatch(block.language) else ""
    return f"{fence}{language}\n{text}\n{fence}"


_WRITERS = {
    BlockKind.TITLE: _heading,
    BlockKind.HEADING: _heading,
    BlockKind.CAPTION: _caption,
    BlockKind.TABLE: _table,
    BlockKind.CODE: _code,
}
