"""`thresher report`: the report of a finished run, made again, or compared with an earlier run."""

from __future__ import annotations

from pathlib import Path

import click

from thresher.arguments import RunFolder


@click.command()
@click.argument("out", metavar="OUT", type=RunFolder(exists=True))
@click.option(
    "--against",
    "old",
    metavar="OLD_OUT",
    type=RunFolder(exists=True),
    help="Folder of an earlier run: show what changed since.",
)
@click.option(
    "--out",
    "to",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write there, not OUT/report.html.",
)
def report(out: Path, old: Path | None, to: Path | None) -> None:
    """Make the report of the run that wrote OUT again.

    With --against, it begins with what changed since an earlier run over the same captures, such as one with other
    rules: articles gained, lost and changed, with their lines before and after; lines that go or stay now; rules and
    sites that changed most.
    """
    from thresher.errors import SettingsError
    from thresher.report.page.write import write_report
    from thresher.report.terminal import safe

    if old is not None and old.resolve() == out.resolve():
        raise SettingsError(f"a run is not compared with itself ({out})")
    if to is not None and not to.parent.is_dir():
        raise SettingsError(f"no such folder ({to.parent})")
    click.echo(safe(str(write_report(out, old=old, to=to))))
