"""The first engine: trafilatura, its tree turned into blocks.

It keeps every word that trafilatura's own text output has, and adds none. Comments stay out;
`deduplicate` stays off, for it remembers earlier pages and so makes output depend on order.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from thresher.extract import tei

if TYPE_CHECKING:
    from thresher.nouns import Block, Capture

# Opening and closing. It takes time quadratic in siblings, 15 seconds for 50,000 cells; the largest of 1,820 real
# pages has 20,000. Faster engines read what has more.
_MOST_TAGS = 30_000
_LOGGERS = ("trafilatura", "courlan", "htmldate", "justext")


class Trafilatura:
    """trafilatura in its default mode, or in the one that would rather leave out than take in too much.

    A strict one does not compare its finds with those of readability and jusText, which mostly put in what strictness
    left out: as a second opinion on the pages of wcxb, andythefactory and fundus that are in doubt it is as good
    without or better, and 15 ms quicker.
    """

    def __init__(self, name: str, *, strict: bool = False) -> None:
        self.name = name
        self._strict = strict

    def __call__(self, markup: str, capture: Capture) -> tuple[Block, ...]:
        """The blocks of what trafilatura takes for the main text, tables included.

        Nothing for a page of so many elements that it would take minutes; faster engines read those.
        """
        if markup.count("<") > _MOST_TAGS:
            return ()
        from trafilatura import bare_extraction  # takes half a second to import
        from trafilatura.settings import Document

        _silence()
        document = bare_extraction(
            markup,
            url=capture.url,
            include_comments=False,
            include_tables=True,
            favor_precision=self._strict,
            fast=self._strict,
        )
        if not isinstance(document, Document) or document.body is None:
            return ()
        return tei.blocks(document.body)


def _silence() -> None:
    """Keep the libraries' own messages off stderr, unless the user has set a level for them.

    They report every page without text; that is what a Rejection is for.
    """
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.CRITICAL + 1)


ENGINE = Trafilatura("trafilatura")
