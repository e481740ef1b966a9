"""The last engine: Python's own forgiving parser and the densest container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.extract import wording
from thresher.nouns import Block, BlockKind

if TYPE_CHECKING:
    from thresher.nouns import Capture

_WASTE = ("script", "style", "noscript", "template", "nav", "footer", "header", "aside", "form", "select", "button")


class Soup:
    """BeautifulSoup over `html.parser`."""

    name = "soup"

    def __call__(self, markup: str, capture: Capture) -> tuple[Block, ...]:  # noqa: ARG002 - the engine protocol
        """The lines of the page without its chrome."""
        from bs4 import BeautifulSoup

        soup = BeautifulSoup(markup, "html.parser")
        for waste in soup.find_all(_WASTE):
            waste.extract()
        lines = (wording.line(line) for line in soup.get_text("\n").split("\n"))
        return tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line)


ENGINE = Soup()
