"""What an extraction engine is, and which engine's word counts."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol

from thresher.extract.prose import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.nouns import Block, Capture


class Engine(Protocol):
    """Finds the main text of markup.

    An engine is a callable without state: the same markup gives the same blocks, in any process
    and any order. It returns the blocks in the order of the page, or an empty tuple when it finds
    nothing; it does not reject pages and does not judge text. It may raise anything: the caller
    then asks the next engine.
    """

    @property
    def name(self) -> str:
        """The name in `extract.engines` and in an article's `engine`."""
        ...

    def __call__(self, markup: str, capture: Capture) -> tuple[Block, ...]:
        """The blocks of the main text."""
        ...


def named(name: str) -> Engine:
    """The engine of that name; its libraries are imported now and not before."""
    module = importlib.import_module(f"thresher.extract.by_{name}")
    engine: Engine = module.ENGINE
    return engine


def found(markup: str, capture: Capture, engines: Iterable[str], min_words: int) -> tuple[tuple[Block, ...], str, str]:
    """The blocks, the engine that found them, and what went wrong on the way.

    Engines are asked in order until one finds at least `min_words` words (and at least one). When
    none does, the longest answer counts; an engine that raises has found nothing.
    """
    min_words = max(1, min_words)
    best: tuple[tuple[Block, ...], str] = ((), "")
    most = 0
    troubles: list[str] = []
    for name in engines:
        try:
            blocks = named(name)(markup, capture)
        except (Exception, RecursionError) as error:  # noqa: BLE001 - a parser's failure on hostile markup may be anything
            troubles.append(f"{name}: {type(error).__name__}: {error}"[:200])
            continue
        count = words_of(blocks, min_words)
        if count > most:
            best, most = (blocks, name), count
        if most >= min_words:
            break
    return *best, "; ".join(troubles)
