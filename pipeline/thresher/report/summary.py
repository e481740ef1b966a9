"""How a run went, as a table for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from thresher.report.progress import MIB, span

if TYPE_CHECKING:
    from thresher.report.meter import Meter


def stages_table(meter: Meter) -> Table:
    """The stages that this process did: how long, how many records, how fast; and the most memory it held."""
    caption = f"most memory: {meter.most_resident / MIB:,.0f} MiB in all processes; {meter.most_workers} workers"
    table = Table(title="Stages", title_justify="left", caption=caption, caption_justify="left", show_footer=True)
    table.add_column("stage", footer="whole run")
    for name, footer in (
        ("parts", ""),
        ("time", span(meter.elapsed())),
        ("records", ""),
        ("a second", ""),
        ("MiB/s", ""),
    ):
        table.add_column(name, justify="right", footer=footer)
    for stage in meter.stages.values():
        if not stage.left:
            continue
        records = (f"{stage.records:,}", f"{stage.rate():,.0f}") if stage.records else ("", "")
        pace = f"{stage.size / MIB / max(0.001, stage.seconds):,.1f}" if stage.in_bytes else ""
        table.add_row(stage.name, f"{stage.done:,}", span(stage.seconds), *records, pace)
    return table
