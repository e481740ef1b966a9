"""The contest: every contestant on the same archive, one at a time, each a program of its own.

What is counted is processor time, of all processes that a contestant starts. A run on an archive of one page says
what starting costs; the rest is what pages cost.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from thresher.errors import SettingsError
from thresher.lab.score import score_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from thresher.lab.bench.contestants import Contestant
    from thresher.lab.records import Row

_METERED = Path(__file__).with_name("metered.py")
_LONGEST = 900.0
"""Seconds after which a contestant is stopped, and left out."""
_SETTLED = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Meter:
    """What a command took: clock and processor seconds, the largest resident bytes of one process."""

    wall: float
    seconds: float
    peak: int


@dataclass(frozen=True, slots=True)
class Result:
    """A contestant on an archive of `pages` pages and `size` bytes as stored.

    `start` is what one page took, start-up included; `texts` counts pages with a text, `lost` those of which it says
    nothing; `figures` are those of the scorer. `trouble` is why it did not take part.
    """

    name: str
    does: str
    is_ours: bool = False
    pages: int = 0
    size: int = 0
    whole: Meter = Meter(0, 0, 0)
    start: Meter = Meter(0, 0, 0)
    texts: int = 0
    lost: int = 0
    figures: Mapping[str, float] = field(default_factory=dict)
    trouble: str = ""

    @property
    def seconds(self) -> float:
        """Processor seconds without what starting takes."""
        return max(self.whole.seconds - self.start.seconds, 0.0)

    @property
    def pages_per_second(self) -> float:
        """Pages per second of processor time."""
        return (self.pages - 1) / self.seconds if self.seconds else 0.0

    @property
    def megabytes_per_second(self) -> float:
        """Megabytes of the archive as stored, per second of processor time."""
        return self.size / 1e6 / self.seconds if self.seconds else 0.0


def held(
    archive: Path, contestants: Iterable[Contestant], gold: Mapping[str, Row], passes: int, said: Callable[[str], None]
) -> list[Result]:
    """Hold the contest: they take turns `passes` times, and of each the quickest pass counts."""
    urls = urls_of(archive)
    if not urls:
        raise SettingsError(f"no page is in that archive ({archive})")
    wanted = {url: gold[url] for url in urls if url in gold}
    runners = list(contestants)
    best: dict[str, Result] = {}
    with tempfile.TemporaryDirectory(prefix="thresher-bench-") as folder:
        single = Path(folder) / "one.warc.gz"
        excerpt(archive, single, 1)
        arena = _Arena(archive, single, Path(folder), urls, wanted)
        for number in range(passes):
            for one in runners:
                result = arena.result(one)
                said(f"{one.name}, pass {number + 1}: {result.trouble or f'{result.whole.seconds:.1f} s'}")
                before = best.get(one.name)
                best[one.name] = result if before is None else quicker(before, result)
    return [best[one.name] for one in runners]


def quicker(one: Result, other: Result) -> Result:
    """Two passes as one: what took least, the lesser start-up, the larger memory."""
    if one.trouble or other.trouble:
        return one if one.trouble else other
    first = min(one, other, key=lambda each: each.whole.seconds)
    start = min(one.start, other.start, key=lambda each: each.seconds)
    peak = max(one.whole.peak, other.whole.peak)
    return replace(first, start=start, whole=replace(first.whole, peak=peak))


@dataclass(frozen=True, slots=True)
class _Arena:
    """What all contestants get: an archive, its first page alone, the URLs and gold of its pages, a scratch folder."""

    archive: Path
    single: Path
    folder: Path
    urls: list[str]
    gold: dict[str, Row]

    def result(self, one: Contestant) -> Result:
        """What a contestant does here, once."""
        given = Result(one.name, one.does, one.is_ours, len(self.urls), self.archive.stat().st_size)
        if trouble := missing(one):
            return replace(given, trouble=trouble)
        try:
            with tempfile.TemporaryDirectory(dir=self.folder) as out:
                start = metered(one, self.single, Path(out))
            with tempfile.TemporaryDirectory(dir=self.folder) as out:
                whole = metered(one, self.archive, Path(out))
                rows, told = one.answers(Path(out))
        except (subprocess.SubprocessError, SettingsError) as error:
            return replace(given, trouble=_reason(error))
        texts = {url: row for url, row in rows.items() if (row.get("text") or "").strip()}
        figures = score_rows(self.gold, texts).total().figures if self.gold and texts else {}
        lost = max(0, len(self.urls) - len(texts) - told)
        return replace(given, whole=whole, start=start, texts=len(texts), lost=lost, figures=figures)


def _reason(error: Exception) -> str:
    """The last line of what a program complained about."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"stopped after {_LONGEST:g} s"
    lines = str(getattr(error, "stderr", "") or error).strip().splitlines()
    return lines[-1][:200] if lines else type(error).__name__


def missing(one: Contestant) -> str:
    """Why a contestant cannot take part; empty where it can."""
    if not one.needs:
        return ""
    code = "import sys; from importlib.util import find_spec; print(*(n for n in sys.argv[1:] if not find_spec(n)))"
    try:
        asked = [one.interpreter, "-c", code, *one.needs]
        found = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - as below
    except (OSError, subprocess.SubprocessError) as error:
        return f"its interpreter does not answer: {error}"
    return f"not installed: {found.stdout.strip()}" if found.stdout.strip() else ""


def metered(one: Contestant, archive: Path, out: Path) -> Meter:
    """Let a contestant loose; raises SubprocessError where it fails, or is not done in time."""
    one.prepare(archive, out)
    result = out.with_suffix(".json")
    command = [sys.executable, str(_METERED), str(result), *one.command(archive, out)]
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes, start_new_session=True, env={**os.environ, **_SETTLED}) as process:  # type: ignore[call-overload]  # noqa: S603 - commands of our own
        try:
            _, complaints = process.communicate(timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its workers too
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=complaints)
    facts = json.loads(result.read_bytes())
    result.unlink()
    return Meter(facts["wall"], facts["seconds"], facts["peak"])


def urls_of(archive: Path) -> list[str]:
    """The URLs of the pages of a well-formed WARC, each once, in order."""
    from warcio.archiveiterator import ArchiveIterator

    with archive.open("rb") as stream:
        records = (r for r in ArchiveIterator(stream, no_record_parse=True) if r.rec_type in {"response", "conversion"})
        return list(dict.fromkeys(r.rec_headers.get_header("WARC-Target-URI") for r in records))


def excerpt(archive: Path, target: Path, pages: int, times: int = 1) -> None:
    """Write the first pages of a WARC, so many times over, their records as they are."""
    from warcio.archiveiterator import ArchiveIterator

    with archive.open("rb") as source, target.open("wb") as sink:
        records = (r for r in ArchiveIterator(source, no_record_parse=True) if r.rec_type in {"response", "conversion"})
        members = [
            gzip.compress(r.rec_headers.to_bytes(encoding="utf-8") + r.raw_stream.read() + b"\r\n\r\n", mtime=0)
            for r in islice(records, pages)
        ]
        for _ in range(times):
            sink.writelines(members)
