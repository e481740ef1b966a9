"""The measures of a run for Prometheus: a file that node_exporter collects, or a Pushgateway."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge, push_to_gateway, write_to_textfile

from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresher.report.meter import Meter
    from thresher.report.ticker import View

PUSH_SECONDS = 5.0  # that a gateway may take to answer
BY_LABEL = {
    "stage_parts": ("parts of the stage that this process has to do", "stage"),
    "stage_parts_done": ("parts of the stage that are done", "stage"),
    "stage_seconds": ("time that the stage has taken", "stage"),
    "stage_records": ("records that the stage has done", "stage"),
    "stage_seconds_left": ("time that the stage will still take at the pace so far", "stage"),
    "rejections": ("captures that became no article, before duplicates are told apart", "reason"),
    "worker_records": ("records that the worker has done, in both stages that workers do", "worker"),
    "worker_busy_seconds": ("time that the worker has worked", "worker"),
}
PLAIN = {
    "start_time_seconds": "when the run began, in seconds since 1970",
    "finish_time_seconds": "when it ended, in seconds since 1970; 0 while it runs",
    "running": "1 while it runs",
    "success": "1 when it has written its output, 0 when it ended otherwise; nothing while it runs",
    "seconds": "time since it began",
    "read_bytes": "bytes of input read",
    "articles": "articles made, before duplicates are told apart",
    "resident_bytes": "memory of all processes of the run",
    "resident_bytes_max": "the most of it that was seen",
}


def values(meter: Meter) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """The figures without a label, and those with one by its value; names are those of PLAIN and BY_LABEL."""
    over = meter.succeeded is not None
    begun = {name: stage for name, stage in meter.stages.items() if stage.left}
    judged = meter.stages.get("articles") if "articles" in begun else meter.stages.get("pages")
    plain = {
        "start_time_seconds": meter.started.timestamp(),
        "finish_time_seconds": meter.finished.timestamp() if meter.finished else 0.0,
        "running": float(not over),
        "seconds": meter.elapsed(),
        "read_bytes": meter.bytes,
        "articles": judged.articles if judged else 0,
        "resident_bytes": meter.resident,
        "resident_bytes_max": meter.most_resident,
    } | ({"success": float(bool(meter.succeeded))} if over else {})
    workers = {str(number): worker for number, worker in enumerate(meter.workers, 1)}
    return plain, {
        "stage_parts": {name: stage.left for name, stage in begun.items()},
        "stage_parts_done": {name: stage.done for name, stage in begun.items()},
        "stage_seconds": {name: stage.elapsed() for name, stage in begun.items()},
        "stage_records": {name: stage.records for name, stage in begun.items()},
        "stage_seconds_left": {name: left for name, stage in begun.items() if (left := stage.remaining()) is not None},
        "rejections": dict(judged.rejections) if judged else {},
        "worker_records": {name: worker.records for name, worker in workers.items()},
        "worker_busy_seconds": {name: worker.busy for name, worker in workers.items()},
    }


def registry(meter: Meter) -> CollectorRegistry:
    """The figures as Prometheus writes them: `thresher_…`."""
    found = CollectorRegistry()
    plain, labelled = values(meter)
    for name, value in plain.items():
        Gauge(f"thresher_{name}", PLAIN[name], registry=found).set(value)
    for name, by_label in labelled.items():
        told, label = BY_LABEL[name]
        gauge = Gauge(f"thresher_{name}", told, [label], registry=found)
        for one, value in by_label.items():
            gauge.labels(one).set(value)
    return found


class Textfile:
    """A file for node_exporter's textfile collector; a reader sees it whole."""

    seconds = 5.0

    def __init__(self, path: str) -> None:
        self._path = path

    def show(self, meter: Meter) -> None:
        """Write it anew."""
        write_to_textfile(self._path, registry(meter))

    def end(self, meter: Meter) -> None:
        """Write it a last time."""
        self.show(meter)


class Gateway:
    """A Pushgateway; the figures of a batch stand there in a group of their own."""

    seconds = 15.0

    def __init__(self, url: str, batch: str | None) -> None:
        self._url = url
        self._group: Mapping[str, str] = {"instance": socket.gethostname()} | ({"batch": batch} if batch else {})

    def show(self, meter: Meter) -> None:
        """Push them."""
        push_to_gateway(self._url, "thresher", registry(meter), dict(self._group), timeout=PUSH_SECONDS)

    def end(self, meter: Meter) -> None:
        """Push them a last time."""
        self.show(meter)


def exporter(target: str, batch: str | None) -> View:
    """Who tells Prometheus of a run; raises SettingsError where the target is neither a file of it nor a URL."""
    if target.startswith(("http://", "https://")):
        return Gateway(target, batch)
    if not target.endswith(".prom"):
        raise SettingsError(f"metrics go to a file that ends in .prom, or to the URL of a Pushgateway ({target})")
    if not Path(target).absolute().parent.is_dir():
        raise SettingsError(f"no such folder for metrics ({target})")
    return Textfile(target)
