"""`thresher dedup`: this room alone, on anyone's articles."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from thresher.arguments import config_option, quiet_option

DECISIONS = "decisions.jsonl"


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLES…")
@click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder to write decisions.jsonl into.")
@config_option
@click.option(
    "--state", type=click.Path(file_okay=False), help="Folder of what earlier batches saw, and this one adds."
)
@click.option("--batch", help="Name of the batch in the state; made of its content when left out.")
@quiet_option
def dedup(
    articles: tuple[str, ...], out: str, config: str | None, state: str | None, batch: str | None, *, quiet: bool
) -> None:
    """Find copies and relations among articles: lines of JSON with at least url and text.

    ARTICLES are files, which may end in .gz or .zst, or folders of such. OUT/decisions.jsonl has a line for each
    article: its cluster, whether it is the copy to keep, and its relations. With --state they are compared with the
    articles of all earlier batches, too: `kept` names the one of an earlier batch in whose favour an article goes,
    `supersedes` those of earlier batches that give way to it.
    """
    from thresher.cli import Exit
    from thresher.dedup.records import deduplicated_files
    from thresher.settings import Settings
    from thresher.whole import writing_whole

    settings = Settings.load(config) if config else Settings()
    given = {"folder": state, "batch": batch}
    settings = settings.changed({"state": {name: value for name, value in given.items() if value is not None}})
    counts: Counter[str] = Counter()
    folder = Path(out)
    rows = deduplicated_files(map(Path, articles), settings)
    folder.mkdir(parents=True, exist_ok=True)
    with writing_whole(folder / DECISIONS) as stream:
        for row in rows:
            counts["articles"] += 1
            counts["kept" if row["keep"] else row["duplicate"]] += 1
            counts.update(relation["kind"] for relation in row["relations"])
            counts["superseded"] += len(row.get("supersedes", ()))
            stream.write(_line(row))
    if not quiet:
        click.echo("\n".join(f"{count:>10,} {name}" for name, count in counts.items() if count))
        click.echo(f"{folder / DECISIONS}")
    sys.exit(Exit.OK if counts["articles"] else Exit.NOTHING)


def _line(row: object) -> bytes:
    import msgspec

    return msgspec.json.encode(row) + b"\n"
