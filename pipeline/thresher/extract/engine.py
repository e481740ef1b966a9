"""What an extraction engine is, and which engine's word counts.

The block extractor (`tree`) reads every page. Whether its word is taken, trafilatura's, or that of the one unless
it is in doubt and the other knows better, is the setting `extract.engine`; where all of that finds nothing, other
engines are asked in turn.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from thresher.extract import depth
from thresher.extract import shape as reshaping
from thresher.extract.prose import words_of
from thresher.extract.tree import judge, opinion, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from thresher.extract.tree.columns import Facts
    from thresher.extract.tree.judge import Judged
    from thresher.extract.tree.walk import Outline
    from thresher.model.network import Network
    from thresher.nouns import Block, Capture
    from thresher.settings import Extract

    Hidden = Callable[[Sequence[Block]], tuple[tuple[Block, ...], str] | None]

BLOCKS, TRAFILATURA, CASCADE = "blocks", "trafilatura", "cascade"
STRICT = "trafilatura_strict"
"""The engine that gives the second opinion."""
FALLBACKS = (TRAFILATURA, "resiliparse", "soup")
"""The engines that are asked in turn where the chosen one finds nothing."""


class Engine(Protocol):
    """Finds the main text of markup.

    An engine is a callable without state: the same markup gives the same blocks, in any process
    and any order. It returns the blocks in the order of the page, or an empty tuple when it finds
    nothing; it does not reject pages and does not judge text. It may raise anything: the caller
    then asks the next engine.
    """

    @property
    def name(self) -> str:
        """The name in an article's `engine`."""
        ...

    def __call__(self, markup: str, capture: Capture) -> tuple[Block, ...]:
        """The blocks of the main text."""
        ...


@dataclass(frozen=True, slots=True)
class Parsed:
    """Markup, and what was read off its tree."""

    markup: str
    capture: Capture
    page: Outline
    facts: Facts


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: blocks, the engine that found them, and what went wrong on the way."""

    blocks: tuple[Block, ...] = ()
    engine: str = ""
    troubles: tuple[str, ...] = ()
    judged: Judged | None = None
    places: tuple[int, ...] = ()


def nothing(_blocks: Sequence[Block]) -> None:
    """What a page hides that hides nothing."""


def named(name: str) -> Engine:
    """The engine of that name; its libraries are imported now and not before."""
    module = importlib.import_module(f"thresher.extract.by_{name}")
    engine: Engine = module.ENGINE
    return engine


def found(parsed: Parsed, settings: Extract, model: Network, hidden: Hidden = nothing) -> Found:
    """The blocks of the main text.

    `hidden` says whether what the engine of the settings finds lacks an article that the page does not show. Where
    neither has `min_words` words (and at least one), other engines are asked in turn, and the longest answer
    counts; an engine that raises has found nothing.
    """
    min_words = max(1, settings.min_words)
    best, most = Found(), 0
    judged = judge.judged(parsed.page, parsed.facts, model) if parsed.page.texts else None
    troubles: list[str] = []
    for number, one in enumerate(_answers(parsed, settings, judged, troubles)):
        if number == 0 and (better := hidden(one.blocks)):
            return Found(*better, judged=judged)
        count = words_of(one.blocks, min_words)
        if count > most or not best.engine:
            best, most = one, max(most, count)
        if most >= min_words:
            break
    return Found(best.blocks, best.engine if best.blocks else "", tuple(troubles), judged, best.places)


def _answers(parsed: Parsed, settings: Extract, judged: Judged | None, troubles: list[str]) -> Iterator[Found]:
    """The answers of all engines, the chosen one's first; nothing is asked before it is needed."""
    if judged is None:
        yield Found(engine=BLOCKS)  # nothing is shown: what is hidden comes before what others make of nothing
    elif settings.engine != TRAFILATURA:
        keep, name = judge.kept(judged, settings.preset), BLOCKS
        if settings.engine == CASCADE and judged.may_be_article and judge.doubt(judged, keep) > settings.doubt:
            asked = _asked(STRICT, parsed, troubles)
            theirs = opinion.heard(judged, keep, [block.text for block in asked.blocks])
            if theirs is not None:
                keep, name = judge.without_copies(judged, judge.headed(judged, theirs)), CASCADE
        whole = shape.with_whole_tables(parsed.page, keep.tolist())
        places = tuple(at for at, is_kept in enumerate(whole) if is_kept)
        yield Found(shape.chosen(parsed.page, places), name, places=places)
    for name in FALLBACKS:
        yield _asked(name, parsed, troubles)


def _asked(name: str, parsed: Parsed, troubles: list[str]) -> Found:
    """An engine's answer, in the shape that the page gives it."""
    try:
        blocks = named(name)(depth.limited(parsed.markup), parsed.capture)
    except (Exception, RecursionError) as error:  # noqa: BLE001 - a parser's failure on hostile markup may be anything
        troubles.append(f"{name}: {type(error).__name__}: {error}"[:200])
        return Found(engine=name)
    return Found(reshaping.restored(blocks, parsed.page.blocks()), name)
