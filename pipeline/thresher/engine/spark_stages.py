"""What the steps of a run cost a cluster: time, and the bytes of shuffles, by Spark's own event log."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MEASURES = {
    "internal.metrics.executorRunTime": "task_ms",
    "internal.metrics.shuffle.read.localBytesRead": "shuffle_read_bytes",
    "internal.metrics.shuffle.read.remoteBytesRead": "shuffle_read_bytes",
    "internal.metrics.shuffle.write.bytesWritten": "shuffle_write_bytes",
    "internal.metrics.diskBytesSpilled": "spilled_bytes",
}
_WANTED = ("SparkListenerJobStart", "SparkListenerJobEnd", "SparkListenerStageCompleted")


@dataclass(slots=True)
class Step:
    """A step: seconds in which a job of it was under way, seconds of all its tasks, and bytes."""

    name: str
    seconds: float = 0.0
    tasks: int = 0
    task_seconds: float = 0.0
    shuffle_read_bytes: int = 0
    shuffle_write_bytes: int = 0
    spilled_bytes: int = 0

    def row(self) -> dict[str, Any]:
        """The step for `metrics.json`."""
        return asdict(self) | {"seconds": round(self.seconds, 3), "task_seconds": round(self.task_seconds, 3)}


def settings(folder: Path) -> dict[str, str]:
    """The settings of Spark by which it writes its event log to a folder, as one file that is read as text."""
    told = {"enabled": "true", "dir": folder.as_uri(), "rolling.enabled": "false", "compress": "false"}
    return {f"spark.eventLog.{name}": value for name, value in told.items()}


def steps(folder: Path) -> list[dict[str, Any]]:
    """The steps that the event logs in a folder tell of, in their order; none where Spark wrote its log elsewhere."""
    found: dict[str, Step] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file():
            with path.open(encoding="utf-8", errors="replace") as lines:
                _read(lines, found)
    return [step.row() for step in found.values()]


def _read(lines: Iterable[str], found: dict[str, Step]) -> None:
    step_of: dict[int, Step] = {}  # by the number of a stage
    jobs: dict[int, tuple[Step, int]] = {}  # by the number of a job: its step, and when it began
    until = 0
    for line in lines:
        if not line.endswith("\n"):
            break  # Spark was ended while it wrote this
        if not line.startswith('{"Event":"SparkListener') or line[10 : line.index('"', 10)] not in _WANTED:
            continue
        event = json.loads(line)
        if event["Event"] == "SparkListenerJobStart":
            name = (event.get("Properties") or {}).get("spark.job.description") or "else"
            step = found.setdefault(name, Step(name))
            jobs[event["Job ID"]] = step, event["Submission Time"]
            step_of |= dict.fromkeys(event["Stage IDs"], step)
        elif event["Event"] == "SparkListenerJobEnd":
            step, begun = jobs.pop(event["Job ID"])
            step.seconds += max(0, event["Completion Time"] - max(begun, until)) / 1000  # jobs may overlap
            until = max(until, event["Completion Time"])
        else:
            _add(step_of[event["Stage Info"]["Stage ID"]], event["Stage Info"])


def _add(step: Step, stage: dict[str, Any]) -> None:
    step.tasks += stage["Number of Tasks"]
    for one in stage["Accumulables"]:
        name = _MEASURES.get(one.get("Name"))
        if name == "task_ms":
            step.task_seconds += int(one["Value"]) / 1000
        elif name:
            setattr(step, name, getattr(step, name) + int(one["Value"]))
