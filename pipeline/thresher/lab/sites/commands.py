"""`thresher lab templates`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thresher.lab.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresher.nouns import Capture


@click.command("templates")
@click.argument("archives", nargs=-1, metavar="[ARCHIVE]…")
@click.option("--pages", "count", type=click.IntRange(1), default=40, show_default=True, help="Pages of each site.")
@click.option("--least", type=click.IntRange(1), default=5, show_default=True, help="Leave out sites of fewer pages.")
def templates_command(archives: tuple[str, ...], count: int, least: int) -> None:
    """What site templates remove that rules and models leave, and what they cost.

    On six invented sites, whose chaff is known; or on ARCHIVEs, where only what they take can be shown.
    """
    from thresher.kit import Kit
    from thresher.lab.sites.making import pages
    from thresher.lab.sites.worth import Worth, taken, worth

    kit = Kit.load()
    if archives:
        for site, found in taken(_captures(archives), kit).items():
            if found.pages >= least:
                click.echo(f"{site}: {found.pages} articles, {found.words:,} words left")
                for line, times in sorted(found.lines.items(), key=lambda pair: (-pair[1], pair[0])):
                    click.echo(f"  {times} times: {line[:100]}")
        return
    sites = worth(pages(count), kit)
    total = Worth()
    for one in sites.values():
        total = total.plus(one)
    rows = [
        [site, str(one.pages), str(one.chaff), f"{one.removed:.1%}", str(one.story), f"{one.lost:.2%}"]
        for site, one in {**sites, "all": total}.items()
    ]
    head = ["site", "pages", "chaff words left", "removed by templates", "article words", "lost"]
    click.echo(markdown(head, rows))


def _captures(archives: tuple[str, ...]) -> Iterator[Capture]:
    from thresher.archive import read_captures, sources
    from thresher.nouns import Capture

    for path in sources.expand(archives):
        yield from (record for record in read_captures(path) if isinstance(record, Capture))
