"""The second engine: resiliparse's main content, for pages where trafilatura finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.extract import wording
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.nouns import Capture


class Resiliparse:
    """resiliparse's main-content rules."""

    name = "resiliparse"

    def __call__(self, markup: str, capture: Capture) -> tuple[Block, ...]:  # noqa: ARG002 - the engine protocol
        """The blocks of the main content; list items keep their depth."""
        from resiliparse.extract.html2text import extract_plain_text

        text = extract_plain_text(
            markup, main_content=True, alt_texts=False, links=False, comments=False, post_meta=False, list_bullets=True
        )
        return tuple(_blocks(text.split("\n")))


def _blocks(lines: list[str]) -> Iterator[Block]:
    """The blocks of the lines; a run of lines with tabs in them is a table."""
    rows: list[str] = []
    for line in (*lines, ""):
        if "\t" in line.strip():
            rows.append("\t".join(wording.line(cell) for cell in line.strip().split("\t\t")))
            continue
        if rows:
            yield Block(BlockKind.TABLE, "\n".join(rows))
            rows = []
        if block := _block(line):
            yield block


def _block(line: str) -> Block | None:
    text = wording.line(line)
    if not text:
        return None
    if text.startswith("• "):
        depth = 1 + (len(line) - len(line.lstrip())) // 4
        return Block(BlockKind.ITEM, text[2:], level=depth)
    return Block(BlockKind.PARAGRAPH, text)


ENGINE = Resiliparse()
