"""All training examples of the sets that may be trained on, made by all cores, in a fixed order."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from thresher.lab.html import examples
from thresher.lab.text.corpus import fold
from thresher.lab.text.examples import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thresher.lab.html.weather import Chaff
    from thresher.lab.sets import BenchSet
    from thresher.lab.text.examples import Example, Source

_LENT = 8  # pieces of chaff that a page is lent


def training_examples(
    sets: Sequence[BenchSet], say: Callable[[str], None], workers: int | None = None
) -> list[Example]:
    """The examples of every page of the sets, in all forms; sets that may not be trained on are refused."""
    for one in sets:
        if not one.may_train:
            raise ValueError(f"{one.name} may not be trained on")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        pages = [page for one in sets for page in sources(one)]
        say(f"{len(pages)} pages of {', '.join(one.name for one in sets)}")
        made = list(pool.map(examples.plain, pages, chunksize=8))
        lendable = [piece for _, pieces in made for piece in pieces]
        jobs = [(page, lent(page, lendable)) for page, (found, _) in zip(pages, made, strict=True) if found is not None]
        found = [one for one, _ in made if one is not None]
        for batch in pool.map(examples.harder, jobs, chunksize=8):
            found += batch
    say(f"{len(found)} examples, {len(lendable)} pieces of chaff")
    return [replace(one, texts=()) for one in found]  # the numbers say all that is learnt


def lent(page: Source, pieces: Sequence[Chaff]) -> tuple[Chaff, ...]:
    """Some pieces of other domains *of the same fold*, so that nothing of a held-out site is learnt from.

    Forums are lent no posts: theirs are text.
    """
    rng = examples.seed(page.url, "lent")
    own = fold(page.domain)
    same = [piece for piece in pieces if piece.domain != page.domain and fold(piece.domain) == own]
    same = [piece for piece in same if not (piece.is_thread and page.page_type == examples.FORUM)]
    return tuple(rng.sample(same, min(_LENT, len(same))))
