"""The contest as a page: tables, what each contestant does, and the facts of the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thresher.lab.machine import machine_facts
from thresher.lab.tables import markdown, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from thresher.lab.bench.contest import Result

_MIB = 2**20
_LEVEL = 0.01  # points of F1 that the height of a name takes in the plot
_WIDTH = 3  # times the pace at its point, the width
_HEADINGS = [
    *("contestant", "pages", "with text", "lost", "pages/s and core", "ms/page", "MB/s", "times ours", "wall s"),
    *("start-up s", "peak MiB", "word F1", "snippet F1"),
]


def table(results: Sequence[Result]) -> str:
    """A line for each contestant that took part; `times ours` is how much longer a page takes than ours does."""
    took_part = [one for one in results if not one.trouble]
    base = next((one.pages_per_second for one in took_part if one.is_ours), 0.0)
    rows = [
        [
            *(one.name, str(one.pages), str(one.texts) if one.texts else "", str(one.lost) if one.texts else ""),
            *(number(one.pages_per_second, 1), number(1000 / one.pages_per_second if one.seconds else None, 2)),
            number(one.megabytes_per_second, 2),
            number(base / one.pages_per_second if base and one.seconds else None, 2),
            *(number(one.whole.wall, 1), number(one.start.seconds, 1), number(one.whole.peak / _MIB, 0)),
            *(number(one.figures.get(name)) for name in ("word_f1", "snippet_f1")),
        ]
        for one in took_part
    ]
    absent = [f"{one.name}: {one.trouble}." for one in results if one.trouble]
    return "\n\n".join([markdown(_HEADINGS, rows), *(["Left out: " + " ".join(absent)] if absent else [])])


def scaling(results: Sequence[Result]) -> str:
    """How much sooner more workers are done than one, start-up left out; empty where one ran only."""
    ours = [one for one in results if one.is_ours and not one.trouble]
    if len(ours) < 2:  # noqa: PLR2004
        return ""
    alone, together = (one.whole.wall - one.start.wall for one in ours[:2])
    if together <= 0:
        return ""
    return f"By the clock, {ours[1].name} are done {alone / together:.2f} times as soon as one, start-up left out."


def plot(results: Sequence[Result], form: str = "svg") -> bytes:
    """Word F1 against pages a second and core; up and to the right is better."""
    from thresher.lab.html.plots import OURS, PEERS, drawn

    shown = [one for one in results if not one.trouble and "word_f1" in one.figures and one.seconds]
    rows = _rows([(one.name, one.pages_per_second, one.figures["word_f1"]) for one in shown])

    def draw(figure: Figure) -> None:
        axes: Axes = figure.subplots()
        for one in shown:
            colour: Any = OURS if one.is_ours else PEERS
            at = (one.pages_per_second, one.figures["word_f1"])
            axes.plot(*at, "o", color=colour, markersize=8, markeredgecolor="white")
            axes.annotate(one.name, at, textcoords="offset points", xytext=(7, 5 + 12 * rows[one.name]), fontsize=9)
        axes.set(xscale="log", xlabel="pages per second and core", ylabel="word F1, mean over pages")
        axes.margins(x=0.25, y=0.15)
        axes.set_title("Quality and speed, a WARC in, JSON lines out", loc="left", fontweight="bold")

    return drawn(draw, 8.0, 4.6, form)


def _rows(points: Sequence[tuple[str, float, float]]) -> dict[str, int]:
    """In which row above its point each name stands, so that none lies over that of a point to its right."""
    placed: list[tuple[float, float]] = []
    rows: dict[str, int] = {}
    for name, pace, quality in sorted(points, key=lambda point: -point[1]):
        rows[name] = sum(abs(quality - other) < _LEVEL and right < _WIDTH * pace for right, other in placed)
        placed.append((pace, quality))
    return rows


_EXPLANATION = """\
`thresher lab bench`: every contestant turns the same WARC into lines of JSON, one at a time, each a program of its own.
`pages/s and core`, `ms/page` and `MB/s` (of the archive as stored) are by the processor time of all processes that it
starts, without that of a run on one page, which is `start-up s`; `wall s` is the clock for all of it. Each runs
{turns}, in turns, and its quickest run counts. `lost` are pages for which it gives neither a text nor a reason;
`peak MiB` is the largest resident size of one process. F1 is that of `thresher lab score`, over the pages of which
there is gold; a page without a text counts as empty, so pages that were dropped as copies of others do, too.
Thresher's networks have learnt from pages of the same sets; [extraction.md](extraction.md) and [text.md](text.md)
have F1 of networks that have not.
"""


@dataclass(frozen=True, slots=True)
class Contest:
    """All that was measured: on markup, on text captures, on a longer archive; `archive` is the name of the first."""

    html: Sequence[Result]
    text: Sequence[Result]
    repeated: Result | None
    archive: str
    passes: int

    def told(self) -> str:
        """The figures alone."""
        parts = [table(self.html), scaling(self.html), memory(self.html, self.repeated)]
        return "\n\n".join(part for part in [*parts, table(self.text) if self.text else ""] if part)


def document(contest: Contest, day: str, plot: str) -> str:
    """The contest as a Markdown page; `plot` is the picture's file name."""
    html, text = contest.html, contest.text
    facts = markdown(["", ""], [[name, value] for name, value in machine_facts().items()], left=2)
    told = markdown(["contestant", "what it does"], [[one.name, one.does] for one in (*html, *text[1:])], left=2)
    parts = [
        f"# A WARC in, JSON lines out: side by side, {day}",
        _EXPLANATION.format(turns="once" if contest.passes == 1 else f"{contest.passes} times").rstrip(),
        f"## Pages of markup: `{contest.archive}`",
        table(html),
        scaling(html),
        memory(html, contest.repeated),
        f"![Word F1 against pages per second and core]({plot})",
        *(["## Text captures", table(text)] if text else []),
        "## Who does what",
        told,
        "## The machine",
        facts,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def memory(html: Sequence[Result], repeated: Result | None) -> str:
    """What the memory does when the archive is longer."""
    ours = next((one for one in reversed(html) if one.is_ours and not one.trouble), None)
    if repeated is None or ours is None:
        return ""
    if repeated.trouble:
        return f"The longer archive was not cleaned: {repeated.trouble}."
    times = round(repeated.size / ours.size)
    return (
        f"With the same pages {times} times over, the largest process of {ours.name} takes"
        f" {repeated.whole.peak / _MIB:.0f} MiB instead of {ours.whole.peak / _MIB:.0f}."
    )
