"""Our own extractors as the lab measures them: an engine alone, and the product whole.

With a folder of networks of folds, each page of a set that may be trained on is judged by the network that has not
seen its registrable domain; pages of other sets by the shipped one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thresher.errors import RecordError, SettingsError
from thresher.extract import engine
from thresher.extract.tree import columns, judge
from thresher.lab.sets import SOURCES
from thresher.model import network

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from thresher.model.network import Network
    from thresher.nouns import Capture

    Extract = Callable[[str, Capture], str]
    """Finds the main text in the markup of a capture."""

PRODUCT = "thresher"
ENGINES = (engine.BLOCKS, engine.CASCADE)
"""The engines of our own."""
UNSEEN = tuple(f".{name}.bench.invalid" for name, source in SOURCES.items() if not source.may_train)
"""How the hosts end that stand for the unknown addresses of sets that are not trained on."""


def engines(names: Sequence[str], folds: Path | None = None) -> dict[str, Extract]:
    """Engines by name, extraction alone: no rules, no metadata. Raises SettingsError on an unknown name."""
    if unknown := [name for name in names if name not in ENGINES]:
        raise SettingsError(f"no engine called {', '.join(unknown)}; ours are {', '.join(ENGINES)}")
    models = chooser(folds)
    return {name: _engine(name, models) for name in names}


def chooser(folds: Path | None) -> Callable[[str], Network]:
    """The network that may judge a page at an address: one that was not fitted to its site."""
    if folds is None:
        return lambda _url: judge.shipped()
    from thresher.lab.text.corpus import FOLDS, fold
    from thresher.lab.text.examples import domain
    from thresher.lab.text.validation import fold_file

    nets = [network.load(fold_file(folds, number), columns.names()) for number in range(FOLDS)]

    def chosen(url: str) -> Network:
        site = domain(url)
        return judge.shipped() if site.endswith(UNSEEN) else nets[fold(site)]

    return chosen


def _engine(name: str, models: Callable[[str], Network]) -> Extract:
    from thresher.emit.text import render
    from thresher.extract import page
    from thresher.settings import Settings

    settings = Settings().changed({"extract": {"engine": name}})

    def extract(markup: str, capture: Capture) -> str:
        try:
            return render(page.page(capture, settings, page.Opened(markup), models(capture.url)).blocks)
        except RecordError:
            return ""

    return extract


def product(folds: Path | None = None) -> Extract:
    """The whole journey of a capture, pages of every type kept; no text where the product rejects one."""
    from thresher.flow import to_article, to_page
    from thresher.kit import Kit
    from thresher.settings import Settings

    kit = Kit.load(Settings().changed({"extract": {"page_types": "all"}}))
    models = chooser(folds)
    kits: dict[str, Kit] = {}

    def extract(_markup: str, capture: Capture) -> str:
        model = models(capture.url)
        if model.digest not in kits:
            kits[model.digest] = replace(kit, blocks=model)
            kits[model.digest].__dict__["judge"] = kit.judge  # the rules are the same: compiled once
        own = kits[model.digest]
        try:
            return to_article(to_page(capture, own), own).text
        except RecordError:
            return ""

    return extract
