"""`thresher lab language`: language identifiers side by side."""

from __future__ import annotations

from pathlib import Path

import click

from thresher.errors import SettingsError
from thresher.lab.language import measuring
from thresher.lab.language.identifiers import OURS, PACKAGES, present
from thresher.lab.machine import machine_facts
from thresher.lab.options import check_dated, is_markup, picked
from thresher.lab.tables import markdown

_PATH = click.Path(path_type=Path)

_EXPLANATION = """\
Measured with `thresher lab language` on {scope}, all identifiers in one run. Each is given the gold text of a page
alone; {ours} is not told what the page declares. `truth` says where the language is known from: the page's gold, the
language that its set is in, or what its page declares (which is wrong on some pages). Primary subtags are compared.
A text without an answer is not right. Milliseconds are processor time on one core, of {passes} passes the quickest of
each text; imports and a warm-up are not counted. Short texts are cut from the same texts, one of each length from each,
at the start of a word.
"""


def _named(names: str | None) -> tuple[str, ...]:
    wanted = present() if names is None else tuple(name for name in names.split(",") if name)
    if unknown := [name for name in wanted if name not in PACKAGES]:
        raise SettingsError(f"no identifier called {', '.join(unknown)}; known: {', '.join(PACKAGES)}")
    if missing := [name for name in wanted if name not in present()]:
        raise SettingsError(f"not installed: {', '.join(missing)}")
    if not wanted:
        raise click.UsageError("nobody takes part: name an identifier")
    return wanted


@click.command("language")
@click.argument("data", type=_PATH)
@click.option("--sets", default="", metavar="A,B", help="Only these sets; all of HTML pages when left out.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only N pages of each set, always the same ones.")
@click.option("--identifiers", metavar="A,B", help="Only these identifiers; all that are installed when left out.")
@click.option(
    "--passes", type=click.IntRange(1), default=2, show_default=True, metavar="N", help="Passes that are timed."
)
@click.option("--out", type=_PATH, metavar="FILE", help="Also write a Markdown page with the facts of the machine.")
@click.option("--date", "day", metavar="DAY", help="The day that the page names, as 2026-11-20.")
def language_command(
    *, data: Path, sets: str, limit: int | None, identifiers: str | None, passes: int, out: Path | None, day: str | None
) -> None:
    """Name the language of the gold texts of DATA, whole and cut short, by ours and other identifiers."""
    check_dated(out, day)
    names = _named(identifiers)
    taken = list(measuring.samples(picked(data, sets, is_markup), limit))
    if not taken:
        raise SettingsError(f"no texts whose language is known ({data})")
    tables = _tables(taken, names, passes)
    click.echo(tables)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(_page(tables, day or "", limit, passes), encoding="utf-8")


def _tables(taken: list[measuring.Sample], names: tuple[str, ...], passes: int) -> str:
    short = [measuring.cut(sample, chars) for chars in measuring.CUTS for sample in taken]
    whole_answers, short_answers = [], []
    for name in names:
        whole_answers.append(measuring.answered(name, taken, passes))
        short_answers.append(measuring.answered(name, short))
        click.echo(f"{name}: {len(taken)} texts, {len(short)} cuts", err=True)
    parts = [
        ("Whole texts, share right", measuring.whole_table(taken, whole_answers)),
        ("Short texts", measuring.short_table(short, short_answers)),
    ]
    parts += [
        (f"Where {one.name} says another language of whole texts than the truth", measuring.disagreements(taken, one))
        for one in whole_answers
        if one.name == OURS
    ]
    return "\n\n".join(f"### {title}\n\n{table}" for title, table in parts)


def _page(tables: str, day: str, limit: int | None, passes: int) -> str:
    facts = markdown(["", ""], [[name, value] for name, value in machine_facts().items()], left=2)
    scope = f"{limit} pages of each set" if limit else "all pages"
    head = _EXPLANATION.format(scope=scope, ours=OURS, passes=passes).rstrip()
    return f"# Languages of texts, {day}\n\n{head}\n\n{tables}\n\n### The machine\n\n{facts}\n"
