"""The reliability of our confidences, as SVG: the same bytes for the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.lab.html.plots import GUIDE, OURS, PEERS, calibration, calibration_error, drawn
from thresher.lab.metadata.answers import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from thresher.lab.metadata.comparison import Mark

_BINS = 10
_LEAST = 5  # values in a bin below which its share says nothing, and no point is drawn


def reliability(marks: Sequence[Mark], form: str = "svg") -> bytes:
    """How often values of a confidence are right, a panel for each field, a line for each kind of capture."""
    given = [mark for mark in marks if mark.is_given and mark.sure is not None]
    fields = [field for field in FIELDS if any(mark.field == field for mark in given)]

    def draw(figure: Figure) -> None:
        for axes, field in zip(
            figure.subplots(1, max(1, len(fields)), sharey=True, squeeze=False)[0], fields, strict=False
        ):
            _panel(axes, field, [mark for mark in given if mark.field == field])
        figure.supylabel("share of values that are right")

    return drawn(draw, 10.0, 4.2, form)


def _panel(axes: Axes, field: str, marks: Sequence[Mark]) -> None:
    axes.plot([0, 1], [0, 1], color=GUIDE, linestyle="--", linewidth=1)
    for kind, colour, sign in (("html", OURS, "o-"), ("text", PEERS, "s-")):
        inside = [mark for mark in marks if mark.kind == kind]
        if not inside:
            continue
        bins = calibration([mark.sure or 0.0 for mark in inside], [float(mark.is_right) for mark in inside], _BINS)
        shown = [one for one in bins if one[2] >= _LEAST]
        label = f"{kind}: {len(inside):,} values, error {calibration_error(bins):.3f}"
        axes.plot([one[0] for one in shown], [one[1] for one in shown], sign, color=colour, markersize=5, label=label)
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.03, 1.03), xlabel="confidence")
    axes.set_title(field, loc="left", fontweight="bold")
    axes.legend(loc="lower right", fontsize=8)
