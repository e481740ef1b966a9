"""Options and kinds of arguments that several commands take."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any] | click.Command")


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator; the first is listed first."""
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


config_option = click.option(
    "--config", type=click.Path(dir_okay=False), help="Settings file; the shipped defaults when left out."
)
workers_option = click.option(
    "--workers", type=click.IntRange(min=1), help="Worker processes; all cores when left out."
)
engine_option = click.option(
    "--engine", type=click.Choice(["local", "spark"]), help="Worker processes here (the default), or a Spark cluster."
)
spark_master_option = click.option("--spark-master", metavar="URL", help="Where Spark is: spark://…, yarn, local[4] …")
strict_option = click.option(
    "--strict", is_flag=True, help="Stop at the first unexpected error instead of rejecting its capture."
)
quiet_option = click.option("--quiet", is_flag=True, help="Print nothing but errors.")
json_logs_option = click.option("--json-logs", is_flag=True, help="Log JSON lines to standard error; no progress bar.")
metrics_option = click.option(
    "--metrics", metavar="FILE.prom|URL", help="Keep a file for node_exporter, or a Pushgateway, up to date on the run."
)

engine_options = together(config_option, engine_option, spark_master_option, workers_option)
"""Who works, and by which settings."""
run_options = together(strict_option, quiet_option, json_logs_option, metrics_option)
"""How a run ends and what it tells on the way."""


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
