"""Plots of what was measured, as SVG: the same bytes for the same figures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from thresher.lab.html.pace import Pace

_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "thresher",  # else every run names its clip paths anew
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same widths on every machine
    "font.size": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "legend.frameon": False,
}
OURS, PEERS, GUIDE = "#b2451f", "#5b7a99", "#888888"
_BINS = 20
_MARGIN = 0.1  # inches round a picture and between its parts


def drawn(draw: Callable[[Figure], None], width: float, height: float, form: str = "svg") -> bytes:
    """A picture of `width` by `height` inches, as SVG or PNG."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        figure.get_layout_engine().set(w_pad=_MARGIN, h_pad=_MARGIN)  # type: ignore[union-attr, call-arg]
        draw(figure)
        picture = io.BytesIO()
        metadata: dict[str, Any] = {"Date": None, "Creator": None} if form == "svg" else {}
        figure.savefig(picture, format=form, metadata=metadata, dpi=120)
    return picture.getvalue()


def reliability(probabilities: Sequence[float], labels: Sequence[float], form: str = "svg") -> bytes:
    """How often blocks of a probability are the article's, and how many there are of it.

    `labels` are 0 or 1, or shares of gold. On the diagonal a probability means what it says; the figure
    in the corner is the expected calibration error over the 20 bins.
    """
    from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

    bins = calibration(probabilities, labels)

    def draw(figure: Figure) -> None:
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        above.plot(
            [0, 1], [0, 1], color=GUIDE, linestyle="--", linewidth=1, label="a probability that means what it says"
        )
        above.plot([b[0] for b in bins], [b[1] for b in bins], "o-", color=OURS, markersize=5, label="measured")
        above.set(ylim=(-0.03, 1.03), xlim=(-0.02, 1.02), ylabel="share of blocks that are article")
        above.set_title("Calibration of the block probabilities", loc="left", fontweight="bold")
        above.legend(loc="upper left")
        error = f"calibration error {calibration_error(bins):.3f}"
        above.text(0.98, 0.04, error, transform=above.transAxes, ha="right", va="bottom")
        width = 1 / _BINS
        below.bar([(b[3] + 0.5) * width for b in bins], [b[2] for b in bins], width * 0.92, color=PEERS)
        below.set(yscale="log", ylabel="blocks", xlabel="probability that the model gives")
        below.set_ylim(bottom=0.8)
        below.yaxis.set_major_locator(LogLocator(numticks=4))
        below.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        below.yaxis.set_minor_locator(NullLocator())
        below.grid(visible=False, axis="x")

    return drawn(draw, 6.4, 6.0, form)


def calibration(
    probabilities: Sequence[float], labels: Sequence[float], bins: int = _BINS
) -> list[tuple[float, float, int, int]]:
    """Mean probability, mean label, count and number of each bin of equal width that holds any; 1 is in the last."""
    given, wanted = np.asarray(probabilities, float), np.asarray(labels, float)
    place = np.minimum((given * bins).astype(int), bins - 1)
    return [
        (float(given[inside].mean()), float(wanted[inside].mean()), int(inside.sum()), at)
        for at in range(bins)
        if (inside := place == at).any()
    ]


def calibration_error(bins: Sequence[tuple[float, float, int, int]]) -> float:
    """The expected calibration error: how far the bins are from the diagonal, by their counts."""
    total = sum(count for _, _, count, _ in bins) or 1
    return sum(abs(given - wanted) * count for given, wanted, count, _ in bins) / total


def cost_curve(
    shares: Sequence[float],
    f1: Sequence[float],
    chosen: float | None = None,
    always: float | None = None,
    form: str = "svg",
) -> bytes:
    """What asking a second opinion on a share of the pages (0 to 1) buys in mean F1.

    `chosen` marks the share in force, `always` the F1 of the second opinion alone.
    """
    percent = [100 * share for share in shares]

    def draw(figure: Figure) -> None:
        axes: Axes = figure.subplots()
        axes.plot(percent, f1, "-", color=OURS, linewidth=2, label="ours, asking where it is least sure")
        if always is not None:
            axes.axhline(
                always, color=GUIDE, linestyle="--", linewidth=1, label=f"the second opinion alone: {always:.3f}"
            )
        if chosen is not None:
            reached = float(np.interp(100 * chosen, percent, f1))
            label = f"in force: {100 * chosen:.0f} % of pages, F1 {reached:.3f}"
            axes.plot([100 * chosen], [reached], "o", color=OURS, markersize=9, markeredgecolor="white", label=label)
        axes.set(xlabel="pages that are asked about (%)", ylabel="word F1, mean over pages")
        axes.margins(x=0.02, y=0.12)
        axes.set_title("What a second opinion costs and brings", loc="left", fontweight="bold")
        axes.legend(loc="best")

    return drawn(draw, 6.4, 4.2, form)


def pace(paces: Sequence[Pace], ours: Sequence[str], form: str = "svg") -> bytes:
    """Milliseconds a page and peak memory of each extractor, the quickest on top; our own stand out."""
    from matplotlib.patches import Patch

    order = sorted(paces, key=lambda one: -one.mean)
    colours = [OURS if one.name in ours else PEERS for one in order]

    def draw(figure: Figure) -> None:
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
        _bars(left, order, [one.mean for one in order], colours, "{:.1f}")
        left.set(xlabel="processor time a page (ms)")
        left.set_title("Extraction alone", loc="left", fontweight="bold")
        _bars(right, order, [one.peak / 2**20 for one in order], colours, "{:.0f}")
        right.set(xlabel="peak memory of the process (MiB)")
        if set(colours) == {OURS, PEERS}:
            left.legend([Patch(color=OURS), Patch(color=PEERS)], ["ours", "others"], loc="upper right")

    return drawn(draw, 9.0, 1.2 + 0.42 * len(order), form)


def _bars(axes: Axes, order: Sequence[Pace], values: Sequence[float], colours: Sequence[str], label: str) -> None:
    bars = axes.barh([one.name for one in order], values, color=colours, height=0.68)
    axes.bar_label(bars, labels=[label.format(value) for value in values], padding=4)
    axes.grid(visible=False)
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.16)
