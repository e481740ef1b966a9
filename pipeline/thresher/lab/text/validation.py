"""Measures the product on text captures, pages of training sets by the network that has not seen their site."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from thresher.errors import RecordError
from thresher.flow import to_article, to_page
from thresher.kit import Kit
from thresher.lab.measures import word_overlap
from thresher.lab.peers import justext_lines
from thresher.lab.text.corpus import FOLDS, fold
from thresher.lab.text.examples import domain
from thresher.model import network
from thresher.nouns import Capture, CaptureKind, Origin
from thresher.settings import Extract, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

SETTINGS = Settings(extract=Extract(page_types="all"))


@dataclass(frozen=True, slots=True)
class Trial:
    """A text capture with its gold; `may_train` says whether its site was learnt from in other folds."""

    set: str
    url: str
    text: str
    gold: str
    group: str
    language: str | None = None
    may_train: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Word F1 of keeping everything, of jusText on the lines, and of the product; and what the product left."""

    trial: Trial
    all: float
    justext: float
    product: float
    output: str


def fold_file(folder: Path, number: int) -> Path:
    """Where the network lies that has not seen a fold."""
    return folder / f"fold-{number}.npz"


class _Bench:
    """The kits of a worker process: by fold, and last the shipped one."""

    kits: Sequence[Kit]
    peers: bool


def _begin(folder: Path | None, peers: bool) -> None:  # noqa: FBT001 - by position through the pool
    kit = Kit.load(SETTINGS)
    nets = [network.load(fold_file(folder, number)) for number in range(FOLDS)] if folder else []
    kits = [replace(kit, model=net) for net in nets]
    for one in kits:
        one.__dict__["judge"] = kit.judge  # the rules are the same: compiled once
    _Bench.kits, _Bench.peers = [*kits, kit], peers


def scores(
    trials: Iterable[Trial], folder: Path | None, *, peers: bool = True, workers: int | None = None
) -> list[Score]:
    """The scores of the trials, in order; `folder` holds the networks of the folds."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(folder, peers)) as pool:
        return list(pool.map(_score, trials, chunksize=8))


def _score(trial: Trial) -> Score:
    seen = trial.may_train and len(_Bench.kits) > 1
    output = cleaned(trial, _Bench.kits[fold(domain(trial.url)) if seen else -1])
    peer = justext_lines(trial.text, trial.language) if _Bench.peers else ""
    f1 = [word_overlap(text, trial.gold).f1 for text in (trial.text, peer, output)]
    return Score(trial, f1[0], f1[1], f1[2], output)


def cleaned(trial: Trial, kit: Kit) -> str:
    """The text that the product makes of a capture; empty for a rejection."""
    url = trial.url if trial.url.startswith("http") else "about:blank"
    capture = Capture(Origin(trial.url), url, None, CaptureKind.TEXT, trial.text.encode(), "text/plain", "utf-8")
    try:
        return to_article(to_page(capture, kit), kit).text
    except RecordError:
        return ""


def means(found: Sequence[Score], by: Callable[[Score], str]) -> dict[str, tuple[int, float, float, float]]:
    """For each group: how many, and the mean F1 of keeping everything, of jusText and of the product."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for one in found:
        groups[by(one)].append(one)
    found_means: dict[str, tuple[int, float, float, float]] = {}
    for name, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        keep, justext, ours = (fmean(getattr(one, who) for one in group) for who in ("all", "justext", "product"))
        found_means[name] = (len(group), keep, justext, ours)
    return found_means
