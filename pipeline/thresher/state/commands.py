"""`thresher state` and `thresher templates`: look at what batches remember, and take it back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thresher.arguments import config_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.settings import Settings
    from thresher.strip.templates import SiteTemplates

_STATE = click.argument("folder", metavar="STATE", type=click.Path(path_type=Path, file_okay=False))


@click.group()
def state() -> None:
    """List, verify and drop what earlier batches saw."""


@state.command("list")
@_STATE
def state_list(folder: Path) -> None:
    """List the batches in their order: ordinal, name, bytes, and the rows of each table."""
    from thresher.state.memory import opened

    for batch, _ in opened(folder).batches():
        size = sum(facts.bytes for facts in batch.tables.values())
        rows = ", ".join(f"{name} {facts.rows:,}" for name, facts in batch.tables.items())
        click.echo(f"{batch.ordinal}\t{batch.name}\t{size:,}\t{rows}")


@state.command("changes")
@_STATE
@click.argument("batch")
def state_changes(folder: Path, batch: str) -> None:
    """Tell what BATCH made of the articles of earlier ones, a line of JSON each.

    `now` is what the article is: `kept` if it was a copy before, else the kind of copy, and `of` which article. What
    gave way to a better copy, what is a copy of another one than before, and what turned out to be no copy are all
    there, whether an article of BATCH says so or not.
    """
    import msgspec

    from thresher.dedup.changes import changes
    from thresher.state.memory import opened

    for row in changes(opened(folder), batch):
        click.echo(msgspec.json.encode(row))


@state.command("verify")
@_STATE
def state_verify(folder: Path) -> None:
    """Compare every file with its manifest, and every batch with those that it read."""
    from thresher.cli import Exit
    from thresher.state.memory import opened

    store = opened(folder)
    problems = list(store.verify())
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{len(store.batches())} batches, {len(problems)} problems")
    sys.exit(Exit.FAILED if problems else Exit.OK)


@state.command("drop")
@_STATE
@click.argument("names", nargs=-1, required=True, metavar="BATCH…")
@click.option("--later", is_flag=True, help="Drop all batches after it, too.")
@config_option
def state_drop(folder: Path, names: tuple[str, ...], config: str | None, *, later: bool) -> None:
    """Take batches back. Their corpora stay; cleaned again, a batch is the latest."""
    from thresher.state.lock import holding
    from thresher.state.memory import opened

    store = opened(folder)
    with holding(folder, _settings(config).state.wait_seconds):
        for name in store.drop(names, later=later):
            click.echo(f"dropped {name}")
    for problem in store.verify():
        click.echo(problem, err=True)


@click.group()
def templates() -> None:
    """List, show and forget the standing lines of sites that a state knows."""


@templates.command("list")
@_STATE
@click.argument("host", required=False)
@config_option
def templates_list(folder: Path, host: str | None, config: str | None) -> None:
    """List the sites with the number of their recurring lines, or the lines of HOST."""
    from thresher.report.terminal import safe
    from thresher.state.memory import site_templates
    from thresher.strip.templates import quarter_name

    settings = _settings(config)
    known = site_templates(folder, settings, near=False)
    if host is None:
        for site, quarters in known.hosts.items():
            for quarter, lines in quarters.items():
                click.echo(safe(f"{site}\t{quarter_name(quarter)}\t{len(lines)}"))
        return
    for row in _lines(folder, host, known, settings):
        click.echo("\t".join(map(safe, row)))


@templates.command("show")
@_STATE
@click.argument("host")
@config_option
def templates_show(folder: Path, host: str, config: str | None) -> None:
    """Show the recurring lines of HOST with their evidence, and from where they would be removed."""
    from thresher.report.terminal import safe
    from thresher.state.memory import site_templates, words_of
    from thresher.strip.templates import PLACES

    settings = _settings(config)
    known = site_templates(folder, settings, near=False)
    words = words_of(folder, host, settings)
    for quarter, lines in known.hosts.get(host, {}).items():
        for key, line in lines.items():
            places = [
                f"{form} {name}"
                for place, name in PLACES.items()
                for form, prose in (("line", False), ("prose", True))
                if known.needs.met(line, place, prose=prose)
            ]
            click.echo(safe(f"{key}  {words.get(key, '(its words were dropped with their batch)')}"))
            click.echo(safe(f"    {line.told(quarter)}; as {line.kind_names}"))
            click.echo(f"    removed as {', '.join(places) or 'nothing: not enough evidence for any place'}")


@templates.command("forget")
@_STATE
@click.argument("host")
@click.argument("keys", nargs=-1, metavar="[KEY]…")
@config_option
def templates_forget(folder: Path, host: str, keys: tuple[str, ...], config: str | None) -> None:
    """Never learn lines of HOST again: those of KEY, or all that recur now."""
    from thresher.errors import SettingsError
    from thresher.report.terminal import safe
    from thresher.state.forgotten import forget
    from thresher.state.lock import holding
    from thresher.state.memory import site_templates, words_of

    settings = _settings(config)
    known = site_templates(folder, settings, near=False)
    present = {key for lines in known.hosts.get(host, {}).values() for key in lines}
    if missing := sorted(set(keys) - present):
        raise SettingsError(f"no such line of {host}: {', '.join(missing)} ({folder})")
    words = words_of(folder, host, settings)
    going = {key: words.get(key, "") for key in sorted(keys or present)}
    with holding(folder, settings.state.wait_seconds):
        forget(folder, host, going)
    for key, told in going.items():
        click.echo(safe(f"forgotten: {key}  {told}"))


def _lines(folder: Path, host: str, known: SiteTemplates, settings: Settings) -> Iterator[tuple[str, ...]]:
    """A row for each recurring line of a host: quarter, pages, share, place, key and words."""
    from thresher.state.memory import words_of
    from thresher.strip.templates import PLACES, quarter_name

    words = words_of(folder, host, settings)
    for quarter, lines in known.hosts.get(host, {}).items():
        for key, line in lines.items():
            count, share = f"{line.pages}/{line.of}", f"{line.share:.2f}"
            yield quarter_name(quarter), count, share, PLACES[line.place], key, words.get(key, "")


def _settings(config: str | None) -> Settings:
    from thresher.settings import Settings

    return Settings.load(config) if config else Settings()
