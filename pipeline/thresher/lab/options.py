"""What the commands of the lab share: which sets they measure, and a page that says when that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thresher.lab.sets import chosen_sets, find_sets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from thresher.lab.sets import BenchSet


def picked(data: Path, names: str, fits: Callable[[BenchSet], bool]) -> list[BenchSet]:
    """The sets of `--sets A,B`; those that fit the command where it names none. Raises SettingsError."""
    if names:
        return chosen_sets(data, [name for name in names.split(",") if name])
    return [one for one in find_sets(data).values() if fits(one)]


def is_markup(one: BenchSet) -> bool:
    """Whether the captures of a set are HTML pages."""
    return one.captures.name == "captures.warc.gz"


def check_dated(out: Path | None, day: str | None) -> None:
    """Refuse to write a page that would not say when it was measured; raises UsageError."""
    if out and not day:
        raise click.UsageError("--out needs --date DAY: the page says when it was measured")
