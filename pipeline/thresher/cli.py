"""The command line. Exit codes: see `Exit`."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections import Counter
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NoReturn

import click

from thresher import __version__, scheduled
from thresher.arguments import RunFolder, config_option, engine_options, run_options, workers_option
from thresher.dedup.command import dedup
from thresher.errors import BooksError, SettingsError, ThresherError
from thresher.extract.sites.commands import sites
from thresher.inspector.command import inspect, marks
from thresher.report.commands import report
from thresher.state.commands import state, templates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from thresher.report.ticker import View


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    FAILED = 1
    USAGE = 2
    BOOKS = 3
    NOTHING = 4

    @property
    def description(self) -> str:
        """What the code means."""
        return {
            Exit.OK: "all good",
            Exit.FAILED: "a part failed, or the run was interrupted; run again to go on where it stopped",
            Exit.USAGE: "usage, settings, rules or site files are wrong; nothing was done",
            Exit.BOOKS: "the books do not balance; please report it",
            Exit.NOTHING: "nothing to do: no input holds a capture",
        }[self]


class Lab(click.Group):
    """`thresher lab`, whose commands are imported when one of them is asked for: they need half of what there is."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands of it."""
        return self._loaded().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command of it."""
        return self._loaded().get_command(ctx, cmd_name)

    @staticmethod
    def _loaded() -> click.Group:
        from thresher.lab.commands import lab

        return lab


class Commands(click.Group):
    """The commands; `lab` is not among those that the documents list."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a reader who has seen enough of its output, such as `head`, is no failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the last flush would fail again
            ctx.exit(Exit.OK)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands."""
        return sorted([*super().list_commands(ctx), "lab"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command."""
        return LAB if cmd_name == "lab" else super().get_command(ctx, cmd_name)


LAB = Lab("lab", help="Measure the product: score articles, run the benchmark, time the stages.")


class Choices(click.Choice[str]):
    """Some of the choices, parted by commas."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's protocol
        """How the help shows it."""
        return f"[{','.join(self.choices)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The choices, in order, each once."""
        chosen = [super(Choices, self).convert(one.strip(), param, ctx) for one in str(value).split(",")]
        return list(dict.fromkeys(chosen))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="thresher")
def commands() -> None:
    """Turn web-archive captures into clean article records."""


@commands.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder or URL to write.")
@engine_options
@click.option("--no-dedup", is_flag=True, help="Keep duplicates.")
@click.option("--page-types", type=click.Choice(["all", "auto"]), help="auto: reject what is surely no article.")
@click.option("--forms", type=Choices(["markdown", "html"]), help="Further forms of each text: markdown,html.")
@click.option("--links", is_flag=True, help="Show in these forms where links lead.")
@click.option("--format", "form", type=click.Choice(["jsonl", "parquet"]), help="Form of the output files.")
@click.option("--compress", type=click.Choice(["gzip", "zstd", "none"]), help="Compression of the output files.")
@click.option(
    "--state", type=click.Path(file_okay=False), help="State folder: what earlier batches saw, read and added to."
)
@click.option("--batch", help="Name of the batch in it; made of the inputs' content when left out.")
@click.option("--base", help="URL or folder below which lies what lists such as warc.paths.gz name.")
@click.option("--anonymous", is_flag=True, help="Ask s3:// and gs:// without credentials, as public buckets want.")
@click.option("--keep-work", is_flag=True, help="Keep the stages' files, so that changed rules run sooner.")
@run_options
def clean(inputs: tuple[str, ...], out: str, config: str | None, **options: Any) -> None:
    """Clean captures into OUT/articles.

    INPUT is a WARC, ARC, WET, WACZ, HTML, text or JSONL file, a folder, a glob, a manifest of
    paths, or - for standard input. What a file holds is recognised by its content. INPUT and OUT may lie
    on s3:// and gs://, INPUT on https:// too. A list of paths (warc.paths.gz), an index (NAME.cdxj)
    and a stretch of a file (FILE#bytes=FIRST-LAST) are inputs as well.
    """
    chosen = {
        "extract": {"page_types": options["page_types"], "links": options["links"] or None},
        "record": {"forms": options["forms"]},
        "output": {
            "format": options["form"],
            "compress": options["compress"],
            "keep_work": options["keep_work"] or None,
        },
        "dedup": {"enabled": False if options["no_dedup"] else None},
        "state": {"folder": options["state"], "batch": options["batch"]},
        "storage": {"base": options["base"], "anonymous": options["anonymous"] or None},
    }
    changes = {name: {k: v for k, v in section.items() if v is not None} for name, section in chosen.items()}
    _run_corpus(inputs, out, config, {name: section for name, section in changes.items() if section}, options)


def _run_corpus(
    inputs: Sequence[str], out: str, config: str | None, changes: dict[str, dict[str, Any]], options: dict[str, Any]
) -> NoReturn:
    """Run the task chain, print its books, and exit."""
    from thresher.engine import server
    from thresher.engine.heap import give_back

    give_back()
    if not config and options["engine"] != "spark":
        # It gets ready beside the imports that follow, which take a second; a settings file may name Spark, so that
        # with one it waits for the plan.
        server.start()
    from thresher.archive.addresses import kept_private
    from thresher.tasks.local import Order, run_corpus

    where = (options["engine"] or "", options["spark_master"] or "")
    shown = tuple(kept_private(name) for name in inputs)
    order = Order(shown, out, config or "", changes, options["workers"] or 0, options["strict"], *where)
    end(watched(lambda *views: run_corpus(order, *views), out, options))


def watched(work: Callable[..., dict[str, Any]], out: str, options: dict[str, Any]) -> dict[str, Any]:
    """Have a run done: its stages and books on a terminal, a log line at its start and its end elsewhere."""
    from thresher.report.progress import tell_books

    began = time.monotonic()
    views = listening(options)
    manifest = work(*views)
    drawn = _is_drawn(options)
    if not drawn:
        tell_books(manifest, out, time.monotonic() - began)
    if not options["quiet"] and (drawn or sys.stdout.isatty()):
        _print_books(manifest, out)
    return manifest


def listening(options: dict[str, Any]) -> list[View]:
    """Set up logging; who watches the runs."""
    from thresher.report.progress import JsonLines, Lines, Tree

    quiet, as_json = options["quiet"], options["json_logs"]
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.ERROR if quiet else logging.INFO, force=True)
    signal.signal(signal.SIGTERM, _interrupt)
    views: list[View] = [Tree() if _is_drawn(options) else Lines(often=as_json)]
    if options["metrics"]:
        from thresher.report.prometheus import exporter

        views.append(exporter(options["metrics"], options.get("batch")))
    return views


def _is_drawn(options: dict[str, Any]) -> bool:
    return sys.stderr.isatty() and not options["quiet"] and not options["json_logs"]


def end(manifest: dict[str, Any]) -> NoReturn:
    """Exit with the code that a finished run deserves."""
    sys.exit(Exit.OK if manifest["books"]["captures"] else Exit.NOTHING)


def _interrupt(*_: object) -> NoReturn:
    """End at SIGTERM as at Ctrl-C: the workers are stopped, and what is finished stays."""
    raise KeyboardInterrupt


def _print_books(manifest: dict[str, Any], out: str) -> None:
    from thresher.report.books import books_table
    from thresher.report.console import Output
    from thresher.report.summary import stages_table
    from thresher.report.terminal import safe
    from thresher.tasks import context, corpus

    console, meter = Output(), context.meter()
    console.print(books_table(manifest["books"]))
    if meter.current == corpus.STAGE:  # not one that was already done
        console.print(stages_table(meter))
    folders = Counter({"articles": 0, "rejections": 0, "removals": 0})
    for file in manifest["files"]:
        folders[file["path"].partition("/")[0]] += file["bytes"]
    beside = out.rstrip("/") + "/"
    for name, size in folders.items():
        console.print(f"{name:>10}: {safe(beside + name)}/ ({size:,} bytes)")
    for name, file in (("report", "report.html"), ("manifest", "manifest.json"), ("metrics", "metrics.json")):
        console.print(f"{name:>10}: {safe(beside + file)}")
    if folders["quarantine"]:
        console.print(f"Some records failed; to try them again: thresher retry {safe(str(out))}")


@commands.command()
@click.argument("out", metavar="OUT", type=click.Path(file_okay=False))
@config_option
@click.option("--record-seconds", type=click.FloatRange(min=0, min_open=True), help="Longest time of one record now.")
@click.option("--worker-bytes", type=click.IntRange(min=0), help="Most memory of one worker now; 0 for no limit.")
@workers_option
@run_options
def retry(out: str, config: str | None, **options: Any) -> None:
    """Try again what failed in the run that wrote OUT.

    That is what crashed, took too long or needed too much memory; see its quarantine.

    Only those records are read again; the output is written anew, whole or not at all.
    """
    from thresher.tasks.place import place_of
    from thresher.tasks.retry import retry as again

    place = place_of(out, _settings(config).storage)
    limits = {name: options[name] for name in ("record_seconds", "worker_bytes") if options[name] is not None}
    how = {"workers": options["workers"] or 0, "strict": options["strict"]}
    watched(lambda *views: again(place, {"limits": limits}, *views, **how), out, options)


@commands.command()
@click.argument("target", metavar="FILE|ARCHIVE#OFFSET|ARCHIVE#URL|URL")
@click.option("--out", type=RunFolder(), help="Folder of a run, to explain what it made of a URL.")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a page to read.")
@click.option(
    "--diff", is_flag=True, help="Print a unified diff: the page and its article; with --out, copy and article."
)
def explain(target: str, out: Path | None, config: str | None, *, as_json: bool, diff: bool) -> None:
    """Show what was kept of a capture, what went, and by which rule.

    The parts of a WACZ are named as rejections name them: WACZ!MEMBER#OFFSET. With --out, show what a run made of a
    URL: why it was dropped and for which article, both texts side by side; or its copies and relations.
    """
    from thresher.report.explain import explanations
    from thresher.report.fate import fates

    if as_json and diff:
        raise click.UsageError("one of --json and --diff")
    found = False
    settings = _settings(config)
    for explanation in fates(target, out, settings) if out else explanations(target, settings):
        if diff:
            explanation.show_diff()
        else:
            explanation.show(as_json=as_json)
        found = True
    if not found:
        raise SettingsError(f"no capture there ({target})")


@commands.group()
def rules() -> None:
    """Check, list and add boilerplate rules."""


@rules.command("check")
@config_option
def rules_check(config: str | None) -> None:
    """Run every rule against its own examples, and against the examples of all others."""
    from thresher.kit import Kit
    from thresher.report.terminal import safe
    from thresher.strip.check import check

    kit = Kit.load(_settings(config))
    problems = check(kit.rules)
    for problem in problems:
        click.echo(safe(problem), err=True)
    examples = sum(len(rule.drops) + len(rule.keeps) for rule in kit.rules)
    click.echo(f"{len(kit.rules)} rules, {examples} examples, {len(problems)} problems")
    sys.exit(Exit.USAGE if problems else Exit.OK)


@rules.command("list")
@config_option
def rules_list(config: str | None) -> None:
    """List all rules."""
    from thresher.kit import Kit
    from thresher.report.terminal import safe
    from thresher.strip.listing import rows

    for row in rows(Kit.load(_settings(config)).rules):
        click.echo(safe("\t".join(row)))


@rules.command("new")
@click.argument("line")
def rules_new(line: str) -> None:
    """Print the stub of a rule that drops LINE, to be put into a file of config/rules/."""
    from thresher.strip.stub import stub

    click.echo(stub(line))


commands.add_command(sites)
commands.add_command(report)
commands.add_command(dedup)
commands.add_command(inspect)
commands.add_command(marks)
commands.add_command(state)
commands.add_command(templates)
commands.add_command(scheduled.run)
commands.add_command(scheduled.batches)
commands.add_command(scheduled.prune)


@commands.command()
@config_option
def doctor(config: str | None) -> None:
    """Say which versions, settings and rules are in use, and clean a page to see that all works."""
    from thresher.report.doctor import diagnosis

    healthy = True
    for line, good in diagnosis(_settings(config)):
        click.echo(line)
        healthy = healthy and good
    sys.exit(Exit.OK if healthy else Exit.FAILED)


@commands.command()
def schema() -> None:
    """Print the JSON Schema of an output line."""
    import json

    from thresher.emit.fields import schema as declared

    click.echo(json.dumps(declared(), indent=2, ensure_ascii=False))


def _settings(config: str | None) -> Any:
    from thresher.settings import Settings

    return Settings.load(config) if config else Settings()


def main() -> None:
    """The entry point: every error that is foreseen becomes a line and an exit code."""
    from thresher.report.terminal import safe

    try:
        commands(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit("thresher: interrupted")
    except click.ClickException as error:
        error.show()
        sys.exit(Exit.USAGE)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        click.echo(safe(f"thresher: {error.strerror or error}{where}"), err=True)
        sys.exit(Exit.FAILED)
    except ThresherError as error:
        click.echo(f"thresher: {safe(str(error))}", err=True)
        code = {SettingsError: Exit.USAGE, BooksError: Exit.BOOKS}.get(type(error), Exit.FAILED)
        sys.exit(code)


if __name__ == "__main__":
    main()
