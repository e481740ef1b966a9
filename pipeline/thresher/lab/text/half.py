"""Half-cleaned captures made of annotated pages: the article, and the chaff that older cleaners leave at its ends.

What is left over is what stood nearest to the article on its own page, and runs of chaff of other
pages. How it is laid out (blank lines, indentation, hard wraps) is drawn too. Seeded by the page's
own address: the same capture in every run.
"""

from __future__ import annotations

import random
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEAR_HEAD, _NEAR_TAIL = (0, 6), (2, 9)  # fewest and most lines of the page's own chaff
_STRANGE = (0, 6)
_IN_PLACE = 0.85  # share of the chaff inside the article that a cleaner leaves
_CHAFF, _GOLD = 0.1, 0.5
_LONGEST = 1_500  # characters of a piece of chaff


def half_cleaned(
    texts: Sequence[str], labels: Sequence[float], strange: Sequence[Sequence[str]], seed: str
) -> str | None:
    """The text of a half-cleaned capture of a page; None for a page without an article.

    `labels` are the shares of gold of the blocks, `strange` runs of chaff of other sites.
    """
    draw = random.Random(seed)
    gold = [at for at, label in enumerate(labels) if label >= _GOLD]
    if not gold:
        return None
    first, last = gold[0], gold[-1]
    head = [at for at in range(first) if labels[at] <= _CHAFF][-draw.randint(*_NEAR_HEAD) or first :]
    tail = [at for at in range(last + 1, len(texts)) if labels[at] <= _CHAFF][: draw.randint(*_NEAR_TAIL)]
    inside = [at for at in range(first, last + 1) if labels[at] > _CHAFF or draw.random() < _IN_PLACE]
    chosen = [texts[at] for at in (*head, *inside, *tail) if labels[at] > _CHAFF or len(texts[at]) <= _LONGEST]
    if strange:
        run = [line for line in draw.choice(strange) if len(line) <= _LONGEST][: draw.randint(*_STRANGE)]
        chosen = [*chosen, *run] if draw.random() < 0.7 else [*run, *chosen]  # noqa: PLR2004
    return _laid_out(chosen, draw)


def _laid_out(lines: Sequence[str], draw: random.Random) -> str:
    margin = draw.choice(["", "", "    ", "\t", "   "])
    width = draw.choice([None, None, None, 66, 72, 76])
    gap = draw.choice(["\n\n", "\n\n", "\n"]) if width is None else "\n\n"
    if width is None:
        return gap.join(margin + line for line in lines)
    return gap.join(
        "\n".join(textwrap.wrap(line, width, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False))
        for line in lines
    )
