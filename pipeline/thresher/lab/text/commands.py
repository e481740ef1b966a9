"""`thresher lab train text` and `thresher lab text`: fit the line model, and measure the product with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from thresher.errors import SettingsError
from thresher.lab.sets import chosen_sets, find_sets
from thresher.model.network import SHIPPED, SHIPPED_BLOCKS

_PATH = click.Path(path_type=Path)
TRAINING_SETS = ("wcxb", "andythefactory", "fundus", "trafilatura")


@click.group("train")
def train() -> None:
    """Fit the models that the package ships."""


@train.command("text")
@click.argument("data", type=_PATH)
@click.option("--out", type=_PATH, default=SHIPPED, show_default="the package", help="Where the weights go.")
@click.option("--folds", type=_PATH, metavar="DIR", help="Also fit five networks, each without a fifth of the sites.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Worker processes; all cores when left out.")
def train_text(*, data: Path, out: Path, folds: Path | None, workers: int | None) -> None:
    """Fit the line model to the sets in DATA that may be trained on; the same data give the same weights."""
    try:
        from thresher.lab.text import corpus, fitting
    except ImportError as error:
        raise SettingsError(f"training needs the extra `train`: pip install 'thresher[train]' ({error})") from error
    started = datetime.now(UTC)
    sets = [one for name, one in find_sets(data).items() if name in TRAINING_SETS]
    found = corpus.training_examples(sets, click.echo, workers)
    fitting.fit_all(found, fitting.plan(), out, folds, click.echo, workers=workers)
    click.echo(f"written: {out} ({out.stat().st_size:,} bytes) after {datetime.now(UTC) - started}")


@train.command("html")
@click.argument("data", type=_PATH)
@click.option("--out", type=_PATH, default=SHIPPED_BLOCKS, show_default="the package", help="Where the weights go.")
@click.option("--folds", type=_PATH, metavar="DIR", help="Also fit five networks, each without a fifth of the sites.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Worker processes; all cores when left out.")
def train_html(*, data: Path, out: Path, folds: Path | None, workers: int | None) -> None:
    """Fit the network of blocks to the sets in DATA that may be trained on; the same data give the same weights."""
    try:
        from thresher.lab.html import corpus
        from thresher.lab.html.fitting import plan
        from thresher.lab.text.fitting import fit_all
    except ImportError as error:
        raise SettingsError(f"training needs the extra `train`: pip install 'thresher[train]' ({error})") from error
    known = find_sets(data)
    sets = [known[name] for name in TRAINING_SETS if name in known]  # in this order: it is part of what is learnt
    found = corpus.training_examples(sets, click.echo, workers)
    fit_all(found, plan(), out, folds, click.echo, workers=workers)
    click.echo(f"written: {out} ({out.stat().st_size:,} bytes)")


@click.command("text")
@click.argument("data", type=_PATH)
@click.option("--folds", type=_PATH, metavar="DIR", help="Networks of the folds; without, the shipped one judges all.")
@click.option("--sets", default="", metavar="A,B", help="Only these sets of whole text captures.")
@click.option(
    "--tables", default="whole,half,hand,renderers,pure,pace", show_default=True, help="Which tables to make."
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only N pages of each set of whole captures.")
@click.option("--hand", type=_PATH, default=Path("fixtures/half-cleaned"), show_default=True)
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Worker processes; all cores when left out.")
def text(
    *, data: Path, folds: Path | None, sets: str, tables: str, limit: int | None, hand: Path, workers: int | None
) -> None:
    """Measure the product on text captures: whole, half-cleaned, of other renderers, without chaff; and its pace."""
    from thresher.lab.text import tables as made
    from thresher.lab.text.pace import pace

    wanted = tables.split(",")
    known = find_sets(data)
    texts = [one for name, one in known.items() if name.endswith("-text")]
    texts = chosen_sets(data, [name for name in sets.split(",") if name]) if sets else texts
    trainable = [one for one in texts if one.may_train]
    markup = [known[one.name.removesuffix("-text")] for one in trainable if one.name.removesuffix("-text") in known]
    if "whole" in wanted:
        click.echo(f"{made.whole(texts, folds, limit, workers)}\n")
    if "half" in wanted:
        click.echo(f"{made.halves(trainable, folds, 250, workers)}\n")
    if "hand" in wanted:
        click.echo(f"{made.by_hand(hand, workers)}\n")
    if "renderers" in wanted:
        click.echo(f"{made.renderings(markup, folds, 150, workers)}\n")
    if "pure" in wanted:
        click.echo(f"{made.pure(trainable, folds, 150, workers)}\n")
    if "pace" in wanted:
        click.echo(f"{pace(texts[-1], 200)}\n")
