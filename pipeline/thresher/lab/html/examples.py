"""Training examples of the block extractor: annotated pages, as they are and made harder, as rows of numbers."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from thresher.extract import embedded
from thresher.extract.declaration import declaration
from thresher.extract.tree import columns, walk
from thresher.extract.tree.facts import facts
from thresher.lab.html.weather import Chaff, chaff, mixed, weathered
from thresher.lab.text.alignment import shares
from thresher.lab.text.examples import Example, domain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.extract.tree.columns import Facts
    from thresher.extract.tree.walk import Outline
    from thresher.lab.text.examples import Source

PLAIN, BARE, MIXED, SHORT = FORMS = ("plain", "bare", "mixed", "short")
"""A page as it was captured; without the names and elements of its time; with chaff of other sites, half of
them bare; the same with little left of the article."""
FORUM = "forum"
_GOLD = 0.5


def parsed(markup: str, url: str) -> tuple[str, Facts]:
    """Markup as lexbor writes it, and the facts of the page."""
    tree = LexborHTMLParser(embedded.readable(markup))
    return tree.html or "", facts(tree, declaration(tree), url)


def seed(*names: str) -> random.Random:
    """A generator that is the same for the same names."""
    return random.Random(hashlib.sha256("\0".join(names).encode()).digest())


def plain(source: Source) -> tuple[Example | None, tuple[Chaff, ...]]:
    """The page as it is, and the pieces of chaff that it can lend."""
    html, said = parsed(source.html, source.url)
    page = walk.read(html)
    found = labelled(source, PLAIN, page, said)
    if found is None:
        return None, ()
    return found, chaff(html, page, found.labels.tolist(), source.domain, is_thread=source.page_type == FORUM)


def harder(job: tuple[Source, Sequence[Chaff]]) -> list[Example]:
    """The page without its names, and with chaff of other sites."""
    source, lent = job
    html, said = parsed(source.html, source.url)
    rng = seed(source.url)
    bare = weathered(html, rng)
    found = [labelled(source, BARE, walk.read(bare), said)]
    for form, least in ((MIXED, 0), (SHORT, 1)):
        base = bare if rng.random() < 0.5 else html  # noqa: PLR2004 - half of them
        page = walk.read(base)
        labels = shares(page.texts, source.gold)
        gold = [at for at, label in enumerate(labels) if label > _GOLD]
        keep = rng.randint(2, 7) if least else len(gold)
        some = lent[: rng.randint(2, len(lent))] if len(lent) > 2 else lent  # noqa: PLR2004 - at least two
        dropped = _shortened(page, gold, keep)
        kept = "\n".join(page.texts[at] for at in gold if at not in dropped)
        if form == SHORT and not dropped:
            continue
        harder_page = walk.read(mixed(base, page, labels, some, rng, dropped=dropped))
        found.append(labelled(replace(source, gold=kept) if least else source, form, harder_page, said))
    return [one for one in found if one is not None]


def _shortened(page: Outline, gold: Sequence[int], keep: int) -> frozenset[int]:
    """The elements of an article that go when only `keep` of its paragraphs stay: those behind, each a whole block."""
    words = 0
    for number, at in enumerate(gold):
        words += len(page.texts[at].split())
        if number + 1 >= keep and words >= 40:  # noqa: PLR2004 - as little as news in brief
            return frozenset(
                other for other in gold[number + 1 :] if page.owners[other] >= 0 and _is_leaf(page, page.owners[other])
            )
    return frozenset()


def _is_leaf(page: Outline, element: int) -> bool:
    return int(page.ends[element] - page.firsts[element]) == 1


def labelled(source: Source, form: str, page: Outline, said: Facts) -> Example | None:
    """The example of an outline; None where it has no blocks or no gold in them."""
    if not page.texts:
        return None
    labels = np.array(shares(page.texts, source.gold), np.float32)
    if not labels.any():
        return None
    rows = columns.rows(page, said)
    return Example(
        source.set,
        source.url,
        domain(source.url),
        source.page_type,
        form,
        rows.numbers.astype(np.float16),
        rows.words,
        labels,
        ("\n",) * (len(page.texts) - 1),
        tuple(page.texts) if form == PLAIN else (),
    )
