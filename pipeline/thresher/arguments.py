"""Kinds of arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import os


class RunFolder(click.Path):
    """The output of a run, in a folder of this machine."""

    def __init__(self, *, exists: bool = False) -> None:
        super().__init__(path_type=Path, file_okay=False, exists=exists)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The folder."""
        from thresher.archive.addresses import is_url

        if is_url(str(value)):
            self.fail(f"{str(value)!r} is no folder of this machine: copy the output to one first", param, ctx)
        return super().convert(value, param, ctx)
