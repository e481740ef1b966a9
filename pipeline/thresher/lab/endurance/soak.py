"""A long run, watched from outside: memory, open files and throughput of all its processes, every few seconds.

The input is made of invented pages: `stream` repeats small archives up to a size, `tiny` is a folder of files with a
page each, `one` is a single big archive in which most bytes are not text.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import count, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from thresher.lab.html.plots import OURS, PEERS, drawn
from thresher.lab.machine import machine_facts
from thresher.lab.sites.making import pages
from thresher.lab.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matplotlib.figure import Figure

    from thresher.nouns import Capture

_FILES, _PAGES = 24, 60  # different archives of a stream, and pages in each
_PAGE_BYTES = 130_000  # as the pages of the bench's archive for speed: text and what stands round it
_MEDIA, _MEDIA_BYTES = 4, 2_000_000  # pieces of media beside a page, and their size
_SITES = 6
_FIFTHS = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """What a run's processes had at a moment.

    Seconds since the start, bytes, those of the largest, open files, and the processor seconds of all so far.
    """

    seconds: float
    resident: int
    largest: int
    files: int
    processor: float


@dataclass(frozen=True, slots=True)
class Pace:
    """The records a second of a stage, up to a moment; seconds since the start."""

    seconds: float
    stage: str
    rate: float


@dataclass(frozen=True, slots=True)
class LongRun:
    """A run that was watched: its input and the bytes of that, its seconds and its books, and what was seen of it."""

    shape: str
    made: int
    seconds: float
    books: dict[str, Any]
    samples: Sequence[Sample]
    paces: Sequence[Pace]


def make_stream(folder: Path, size: int) -> int:
    """Small archives, repeated until their records have `size` bytes; returns the bytes."""
    made, sizes = 0, list[int]()
    for number in count():
        if made >= size:
            break
        path = folder / f"{number:06}.warc.gz"
        if number < _FILES:
            sizes.append(write_archive(path, _padded(number)))
        else:
            os.link(folder / f"{number % _FILES:06}.warc.gz", path)
        made += sizes[number % _FILES]
    return made


def make_tiny(folder: Path, wanted: int) -> int:
    """So many files with a saved page each, a thousand a folder; returns the bytes."""
    made = 0
    for number, page in enumerate(islice(_invented(wanted), wanted)):
        place = folder / f"{number // 1000:04}"
        place.mkdir(exist_ok=True)
        made += (place / f"{number:06}.html").write_bytes(page.body)
    return made


def make_one(folder: Path, size: int) -> int:
    """One archive whose records have `size` bytes, a page between pieces of media; returns the bytes."""
    wanted = max(1, size // (_PAGE_BYTES + _MEDIA * _MEDIA_BYTES))
    return write_archive(folder / "one.warc.gz", islice(_padded(0, wanted), wanted), media=_MEDIA)


MAKERS: dict[str, Callable[[Path, int], int]] = {"stream": make_stream, "tiny": make_tiny, "one": make_one}


def _invented(wanted: int) -> Iterator[Capture]:
    return (page.capture for page in pages(-(-wanted // _SITES)))


def _padded(seed: int, wanted: int = _PAGES) -> Iterator[tuple[str, str, bytes]]:
    """URL, day and body of pages that are as long as those of the Web, most of it no text."""
    chance = random.Random(seed)
    for page in _invented(wanted):
        filler = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789_;", k=_PAGE_BYTES - len(page.body)))
        body = page.body.replace(b"</head>", b"<script>/*" + filler.encode() + b"*/</script></head>", 1)
        yield f"{page.url}?{seed}", page.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ") if page.captured_at else "", body


def write_archive(path: Path, records: Iterator[tuple[str, str, bytes]], media: int = 0) -> int:
    """Write records, each of a URL, a day and a body, with so many pieces of media beside each; returns their bytes."""
    noise, made = random.Random(path.name).randbytes(_MEDIA_BYTES), 0
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for url, day, body in records:
            made += _response(writer, url, day, body, "text/html; charset=utf-8")
            for number in range(media):
                made += _response(writer, f"{url}/{number}.mp4", day, noise, "video/mp4")
    return made


def _response(writer: WARCWriter, url: str, day: str, body: bytes, media_type: str) -> int:
    headers = StatusAndHeaders("200 OK", [("Content-Type", media_type)], "HTTP/1.1")
    record = writer.create_warc_record(
        url, "response", io.BytesIO(body), http_headers=headers, warc_headers_dict={"WARC-Date": day}
    )
    writer.write_record(record)
    record.raw_stream.close()  # the builder has buffered the body in a temporary file
    return len(body)


def watched(inputs: Path, out: Path, every: float, options: Sequence[str] = ()) -> tuple[int, list[Sample]]:
    """Clean `inputs` into `out` with the command line, sampled every so many seconds; the exit code and the samples."""
    command = [sys.executable, "-m", "thresher", "clean", str(inputs), "--out", str(out), "--quiet", *options]
    samples: list[Sample] = []
    spent: dict[str, float] = {}
    began = time.monotonic()
    with subprocess.Popen(command, start_new_session=True) as run:  # noqa: S603 - our own program
        while True:
            try:
                return run.wait(every), samples
            except subprocess.TimeoutExpired:
                samples.append(_sampled(run.pid, time.monotonic() - began, spent))


def _sampled(group: int, seconds: float, spent: dict[str, float]) -> Sample:
    """The processes of a group, by /proc; `spent` keeps the processor seconds of each, also of those that ended."""
    sizes, files = [0], 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "stat").read_text().rpartition(")")[2].split()
            if int(told[2]) == group:
                spent[process.name] = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
                sizes.append(int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
                files += len(list((process / "fd").iterdir()))
        except OSError:  # it ended meanwhile
            continue
    return Sample(seconds, sum(sizes), max(sizes), files, sum(spent.values()))


def paces(metrics: dict[str, Any]) -> list[Pace]:
    """How fast the stages were over the time of a run, by its `metrics.json`; what is over at once is left out."""
    return [
        Pace(after["t"], after["stage"], (after["records"] - before["records"]) / (after["t"] - before["t"]))
        for before, after in pairwise(metrics["samples"])
        if before["stage"] == after["stage"] and after["records"] > before["records"] and after["t"] > before["t"]
    ]


def plot(long: LongRun, form: str = "svg") -> bytes:
    """Memory, open files and records a second over the time of a run."""

    def draw(figure: Figure) -> None:
        above, below, last = figure.subplots(3, 1, sharex=True, height_ratios=(3, 2, 2))
        minutes = [each.seconds / 60 for each in long.samples]
        above.plot(minutes, [each.resident / 2**20 for each in long.samples], color=OURS)
        above.set(ylim=(0, None), ylabel="MiB of all processes")
        above.set_title("A long run", loc="left", fontweight="bold")
        below.plot(minutes, [each.files for each in long.samples], color=PEERS)
        below.set(ylim=(0, None), ylabel="open files")
        for stage, colour in (("pages", OURS), ("articles", PEERS)):
            told = [each for each in long.paces if each.stage == stage]
            last.plot([each.seconds / 60 for each in told], [each.rate for each in told], color=colour, label=stage)
        last.set(ylim=(0, None), ylabel="records/s", xlabel="minutes")
        last.legend(loc="upper left", frameon=False)

    return drawn(draw, 7.5, 6, form)


def summary(long: LongRun) -> str:
    """What a run did, what it held in each fifth of its time, and how steady its stages were, as Markdown tables."""
    captures, articles = int(long.books.get("captures", 0)), int(long.books.get("articles", 0))
    sums = [f"{long.made / 10**9:.2f}", f"{captures:,}", f"{articles:,}", f"{long.seconds:,.0f}"]
    rows = [[long.shape, *sums, f"{captures / long.seconds:.1f}", f"{long.made / long.seconds / 10**6:.1f}"]]
    table = markdown(["input", "GB", "captures", "articles", "s", "captures/s", "MB/s"], rows, left=1)
    return f"{table}\n\n{_fifths(long.samples)}\n\n{_steadiness(long.paces)}"


def _steadiness(paces: Sequence[Pace]) -> str:
    """Records a second over the fifths of the two long stages: what slows down shows as a row that falls."""
    rows = []
    for stage in ("pages", "articles"):
        told = [each.rate for each in paces if each.stage == stage]
        parts = [told[fifth * len(told) // _FIFTHS : (fifth + 1) * len(told) // _FIFTHS] for fifth in range(_FIFTHS)]
        rows.append([stage, *(f"{sum(part) / len(part):.1f}" if part else "" for part in parts)])
    return markdown(["records/s in its fifths", "first", "second", "third", "fourth", "last"], rows, left=1)


def _fifths(samples: Sequence[Sample]) -> str:
    """Means and peaks over the fifths of a run: a leak shows as a column that grows."""
    if not samples:
        return "too short to be sampled"
    rows = []
    for fifth in range(_FIFTHS):
        part = samples[fifth * len(samples) // _FIFTHS : (fifth + 1) * len(samples) // _FIFTHS]
        if part:
            mean = sum(each.resident for each in part) / len(part) / 2**20
            peak, most = max(each.resident for each in part) / 2**20, max(each.largest for each in part) / 2**20
            files = max(each.files for each in part)
            rows.append([f"{part[0].seconds:,.0f}", f"{mean:,.0f}", f"{peak:,.0f}", f"{most:,.0f}", str(files)])
    headings = ["from second", "mean MiB", "peak MiB", "largest process MiB", "open files, most"]
    return markdown(headings, rows, left=0)


def document(title: str, facts: str, picture: str, shows: str) -> str:
    """The measurement as a Markdown page."""
    machine = markdown(["", ""], [[name, value] for name, value in machine_facts().items()], left=2)
    return f"# {title}\n\n{facts}\n\n![{shows}]({picture})\n\n## The machine\n\n{machine}\n"
