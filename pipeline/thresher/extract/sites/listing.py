"""What `thresher sites list` and `thresher sites new` show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from thresher.errors import SettingsError
from thresher.extract.sites.knowledge import KEYS, Site, Sites, host_problem
from thresher.metadata import url as addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("host", "from", "until", *KEYS, "examples", "digest")


def rows(sites: Iterable[Site]) -> list[tuple[str, ...]]:
    """A row of texts for each era of each site, by host and date; see `COLUMNS`."""
    return [
        (
            site.host,
            str(era.since or ""),
            str(era.until or ""),
            *(str(len(getattr(era, key))) for key in KEYS),
            str(len(era.examples)),
            Sites((Site(site.host, (era,)),)).digest[:8],
        )
        for site in sorted(sites, key=lambda site: site.host)
        for era in site.eras
    ]


def stub(name: str) -> str:
    """A site file in TOML for a host or an address; raises SettingsError where it is none."""
    url = name if "://" in name else f"https://{name}/"
    host = addresses.host(url) or ""
    if problem := host_problem(host):
        raise SettingsError(f"{problem} ({name})")
    return f"""# config/sites/{host}.toml
about = ""

[[era]]
# from = 2020-01-01    # first day of capture on which it holds
# until = 2024-01-01   # first day on which it holds no more
keep = []
drop = []
comments = []

[[era.example]]
html = {json.dumps(f"{host}/page.html")}
url = {json.dumps(url, ensure_ascii=False)}
# captured_at = 2022-06-01T12:00:00Z
with = []
without = []
"""
