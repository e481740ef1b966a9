"""`thresher inspect` and `thresher marks`: opening a run in a browser, and trying what was marked there."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from thresher.arguments import RunFolder
from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresher.inspector.window import Window

_MOST = 200  # captures of an exported file, where nothing else is asked for


@click.command("inspect")
@click.argument("out", metavar="OUT", type=RunFolder(exists=True))
@click.argument("capture", metavar="[CAPTURE]", required=False)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on the loopback; any free one when left out."
)
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--archives",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder where the archives lie now, if not where they were.",
)
@click.option(
    "--marks",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("thresher-marks"),
    show_default=True,
    help="Folder for what is marked as wrong.",
)
@click.option(
    "--export",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write one HTML file that opens without a server, and stop.",
)
@click.option(
    "--most", type=click.IntRange(min=1), default=_MOST, show_default=True, help="Most captures of an exported file."
)
@click.option(
    "--order",
    type=click.Choice(["written", "unsure", "cuts", "short"]),
    default="unsure",
    show_default=True,
    help="Order in which captures are exported.",
)
@click.option("--search", default="", help="Export only captures with these words or this address.")
def inspect(out: Path, capture: str | None, archives: Path | None, marks: Path, **options: Any) -> None:
    """Show what a run did, capture by capture, in the browser.

    OUT is the folder of a run. CAPTURE is a URL, an id, or ARCHIVE#OFFSET, to begin with. The page is served on this
    machine alone, at an address that nobody can guess; captured pages are shown inert.
    """
    from thresher.inspector.server import Server
    from thresher.inspector.window import Window

    window = Window(out, archives, marks)
    number = None
    if capture is not None:
        number = window.ready().number(capture)
        if number is None:
            raise SettingsError(f"no such capture in this run ({capture})")
    if options["file"] is not None:
        count = _export(window, options["file"], number, options)
        click.echo(f"{options['file']}: {count} captures")
        return
    try:
        server = Server(window, options["port"])
    except OSError as error:
        raise SettingsError(f"the port cannot be had: {error.strerror} ({options['port']})") from error
    address = server.address + ("" if number is None else f"#{number}")
    click.echo(address)
    click.echo("Ctrl-C ends it.", err=True)
    if options["opens"]:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("", err=True)
    finally:
        server.server_close()


def _export(window: Window, file: Path, number: int | None, options: Mapping[str, Any]) -> int:
    """Write some captures as one file; how many."""
    from thresher.inspector.page import exported
    from thresher.inspector.query import Query

    index = window.ready()
    query = Query(order=options["order"], words=options["search"], limit=options["most"])
    rows = [index.summary(number)] if number is not None else index.listed(query)[1]
    if not rows:
        raise SettingsError(f"no capture is like that ({options['search']})")
    views = [found for row in rows if (found := window.view(row["n"]))]
    file.write_text(exported(window, views, rows), "utf-8")
    return len(views)


@click.group()
def marks() -> None:
    """Try what was marked as wrong in the inspector."""


@marks.command("check")
@click.argument(
    "folder",
    metavar="MARKS",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path("thresher-marks"),
)
def marks_check(folder: Path) -> None:
    """Check the rules in MARKS, and clean its cases by them: what must stay, stays, and what must go, goes."""
    from thresher.inspector.marks import check
    from thresher.kit import Kit
    from thresher.report.terminal import safe
    from thresher.settings import Settings
    from thresher.strip.check import example_problems, hostile_problems

    file = folder / "thresher.toml"
    settings = Settings.load(file) if file.exists() else Settings()
    kit = Kit.load(settings)
    problems = [problem for rule in kit.rules for problem in example_problems(kit.judge, rule)]
    for rule in set(kit.rules).difference(Kit.load().rules):  # the shipped ones are known not to take long
        problems += hostile_problems(kit.judge, rule)
    phrases, wrong = check(folder, settings)
    for problem in [*problems, *wrong]:
        click.echo(safe(problem), err=True)
    click.echo(f"phrases: {phrases}, problems: {len(problems) + len(wrong)}")
    sys.exit(2 if problems or wrong else 0)
