"""`thresher sites`: check, list, new."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from thresher.arguments import config_option

if TYPE_CHECKING:
    from thresher.settings import Settings


@click.group()
def sites() -> None:
    """Check, list and add what is known of single sites."""


@sites.command("check")
@config_option
def sites_check(config: str | None) -> None:
    """Clean the saved pages of every site, and compare with what its file says of them."""
    from thresher.cli import Exit
    from thresher.extract.sites.check import check
    from thresher.kit import Kit, sites_folder
    from thresher.report.terminal import safe

    kit = Kit.load(_settings(config))
    problems = check(kit, sites_folder(kit.settings))
    for problem in problems:
        click.echo(safe(problem), err=True)
    eras = [era for site in kit.sites.sites for era in site.eras]
    counts = (len(kit.sites.sites), len(eras), sum(len(era.selectors) for era in eras))
    click.echo("{} sites, {} eras, {} selectors, {} problems".format(*counts, len(problems)))
    sys.exit(Exit.USAGE if problems else Exit.OK)


@sites.command("list")
@config_option
def sites_list(config: str | None) -> None:
    """List all sites, an era a line."""
    from thresher.extract.sites.listing import rows
    from thresher.kit import Kit

    for row in rows(Kit.load(_settings(config)).sites.sites):
        click.echo("\t".join(row))


@sites.command("new")
@click.argument("host")
def sites_new(host: str) -> None:
    """Print the stub of a site file for HOST, to be put into config/sites/."""
    from thresher.extract.sites.listing import stub

    click.echo(stub(host), nl=False)


def _settings(config: str | None) -> Settings:
    """The settings of a file, with site knowledge switched on: these commands are about it."""
    from thresher.settings import Settings

    settings = Settings.load(config) if config else Settings()
    return settings.changed({"extract": {"sites": True}})
