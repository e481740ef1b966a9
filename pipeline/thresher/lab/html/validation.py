"""What the network of blocks is worth on pages whose sites it has not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from thresher.extract import embedded, engine, page_type
from thresher.extract.declaration import declaration
from thresher.extract.tree import judge, opinion, shape, walk
from thresher.extract.tree.facts import facts
from thresher.lab.html.comparison import captured, decoded, jobs
from thresher.lab.html.groups import groups
from thresher.lab.html.ours import chooser
from thresher.lab.html.page_types import ARTICLE, Guess
from thresher.lab.measures import word_overlap
from thresher.lab.tables import markdown, number
from thresher.lab.text.alignment import shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from thresher.extract.engine import Parsed
    from thresher.extract.tree.judge import Judged
    from thresher.lab.sets import BenchSet
    from thresher.model.network import Network


@dataclass(frozen=True, slots=True)
class Trial:
    """A page with its gold, and what a network that has not seen its site says of it."""

    set: str
    gold: str
    page_type: str
    parsed: Parsed
    judged: Judged
    model: Network


def trials(sets: Iterable[BenchSet], folds: Path | None, limit: int | None = None) -> Iterator[Trial]:
    """The pages of the sets that have a full text as gold, and any block."""
    models = chooser(folds)
    for job in jobs(sets, limit):
        gold = job.gold.get("text")
        capture = captured(job.page)
        markup = embedded.readable(decoded(capture))
        tree = LexborHTMLParser(markup)
        page = walk.outline(tree)
        if not gold or not page.texts:
            continue
        said = facts(tree, declaration(tree), capture.url)
        model = models(capture.url)
        parsed = engine.Parsed(markup, capture, page, said)
        kind = job.gold.get("page_type") or ARTICLE
        yield Trial(job.set, gold, kind, parsed, judge.judged(page, said, model), model)


def guess(trial: Trial) -> Guess:
    """The most likely page type, with its probability."""
    types = trial.judged.types
    best = max(types, key=lambda one: types[one])
    return Guess(trial.page_type, best, types[best])


def is_rejected(trial: Trial) -> bool:
    """Whether `page_types = auto` rejects the page."""
    return page_type.is_surely_no_article(trial.judged.types, trial.parsed.page)


def rejection(found: Sequence[Trial]) -> str:
    """How many gold articles survive `auto`, and how many of the others it rejects, at several thresholds."""
    articles = [one for one in found if one.page_type == ARTICLE]
    others = [one for one in found if one.page_type != ARTICLE]
    rows = [_shares(str(least), articles, others, _below(least)) for least in (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)]
    rows.append(_shares(f"`auto`: {page_type.SURELY}, or only announces", articles, others, is_rejected))
    return markdown(["chance of an article below which a page goes", "articles kept", "others rejected"], rows)


def _below(least: float) -> Callable[[Trial], bool]:
    return lambda one: one.judged.types[ARTICLE] < least


def _shares(
    name: str, articles: Sequence[Trial], others: Sequence[Trial], rejects: Callable[[Trial], bool]
) -> list[str]:
    """How many articles one way of rejecting keeps, and how many others it rejects."""
    kept, gone = [not rejects(one) for one in articles], [rejects(one) for one in others]
    return [name, number(fmean(kept)) if kept else "", number(fmean(gone)) if gone else ""]


def labels(trial: Trial) -> NDArray[np.float64]:
    """For each block the share of its words that the gold holds."""
    return np.array(shares(trial.parsed.page.texts, trial.gold))


def f1(trial: Trial, judged: Judged | None = None, keep: NDArray[np.bool_] | None = None) -> float:
    """The word F1 of what is kept of a page."""
    judged = judged or trial.judged
    keep = judge.kept(judged) if keep is None else keep
    whole = shape.with_whole_tables(judged.page, keep.tolist())
    text = "\n".join(text for text, is_kept in zip(judged.page.texts, whole, strict=True) if is_kept)
    return word_overlap(text, trial.gold).f1


def ablation(found: Sequence[Trial]) -> str:
    """What each group of columns is worth: word F1 where a page goes without it, without fitting anew."""
    names = list(dict.fromkeys(one.set for one in found))
    full = {name: [f1(one) for one in found if one.set == name] for name in names}
    rows = [["all", "", *(number(fmean(full[name])) for name in names)]]
    for group in groups():
        loss = {
            name: fmean(f1(one, _without(one, group.places)) for one in found if one.set == name) - fmean(full[name])
            for name in names
        }
        rows.append([f"without {group.name}", str(len(group.places)), *(f"{loss[name]:+.3f}" for name in names)])
    return markdown(["columns", "how many", *names], rows)


def _without(trial: Trial, places: Sequence[int]) -> Judged:
    numbers = trial.judged.rows.numbers.copy()
    numbers[:, list(places)] = trial.model.arrays["mean"][list(places)]
    chances, _ = trial.model.judged(numbers)
    return replace(trial.judged, chances=chances)


@dataclass(frozen=True, slots=True)
class Asked:
    """A page with the doubt about it, and its word F1 without and with a second opinion."""

    set: str
    doubt: float
    alone: float
    heard: float


def asked(trial: Trial) -> Asked:
    """What asking trafilatura about a page would change; pages that are surely no article are never asked about."""
    keep = judge.kept(trial.judged)
    alone = f1(trial, keep=keep)
    if not trial.judged.may_be_article:
        return Asked(trial.set, 0.0, alone, alone)
    blocks = engine.named(engine.STRICT)(trial.parsed.markup, trial.parsed.capture)
    theirs = opinion.heard(trial.judged, keep, [block.text for block in blocks])
    heard = alone if theirs is None else f1(trial, keep=theirs)
    return Asked(trial.set, judge.doubt(trial.judged, keep), alone, heard)


def curve(pages: Sequence[Asked]) -> tuple[list[float], list[float]]:
    """Shares of pages asked about, those in most doubt first, and the mean word F1 at each."""
    order = sorted(pages, key=lambda one: -one.doubt)
    gains = np.cumsum([0.0, *(one.heard - one.alone for one in order)])
    base = fmean(one.alone for one in pages)
    size = len(order)
    return [at / size for at in range(size + 1)], [base + float(gain) / size for gain in gains]


def costs(pages: Sequence[Asked]) -> str:
    """What several settings of `extract.doubt` ask and gain, set by set."""
    names = list(dict.fromkeys(one.set for one in pages))
    rows = []
    for least in (1.0, 0.3, 0.2, 0.15, 0.1, 0.05):
        cells = []
        for name in names:
            own = [one for one in pages if one.set == name]
            share = fmean(one.doubt > least for one in own)
            mean = fmean(one.heard if one.doubt > least else one.alone for one in own)
            cells.append(f"{100 * share:.1f} %: {mean:.4f}")
        rows.append([f"{least}", *cells])
    return markdown(["`extract.doubt`", *names], rows)
