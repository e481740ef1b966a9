"""Plots as SVG inside the page: shapes with classes, whose colours the style sheet gives, in light and dark.

No shape carries a style of its own, because the page's policy forbids that. Every plot is drawn twice, wide and
narrow, so that its words can be read on a telephone; the style sheet shows one of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import svg
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thresher.report.page.spread import Column

_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 8.0, 16.0, 26.0  # margins, for the numbers at the axes
_LABEL = 54.0  # room that a name at the axis of columns takes


@dataclass(frozen=True, slots=True)
class _Frame:
    """The room of a plot: its size, and what its axes reach to."""

    form: str
    width: float
    height: float
    right: float
    top: float

    def x(self, value: float) -> float:
        """Where a value lies across."""
        return round(_LEFT + (self.width - _LEFT - _RIGHT) * value / self.right, 2)

    def y(self, value: float) -> float:
        """Where a value lies, from above."""
        return round(self.height - _BOTTOM - (self.height - _TOP - _BOTTOM) * value / self.top, 2)


_FORMS = (("wide", 760.0, 240.0), ("narrow", 340.0, 210.0))


def bar(parts: Sequence[tuple[float, str]]) -> Markup:
    """A bar in a cell of a table: shares of the whole, each with a class. The cell says the same in numbers."""
    elements: list[svg.Element] = [svg.Rect(width=100, height=8, class_=["track"])]
    place = 0.0
    for part, name in parts:
        width = round(100 * part, 2)
        if width > 0:
            elements.append(svg.Rect(x=round(place, 2), width=width, height=8, class_=[name]))
        place += 100 * part
    return _drawn("bar", 100, 8, elements, {"preserveAspectRatio": "none", "aria-hidden": "true", "focusable": "false"})


def columns(values: Sequence[Column], label: str) -> Markup:
    """A plot of columns; each tells its number when it is pointed at, and the page has the numbers in a table."""
    step = _step(max((one.count for one in values), default=0))
    top = step * max(1, math.ceil(max((one.count for one in values), default=0) / step))
    plots = []
    for form, width, height in _FORMS:
        frame = _Frame(form, width, height, len(values), top)
        elements = _rows(frame, step, _whole)
        every = max(1, math.ceil(len(values) * _LABEL / (width - _LEFT - _RIGHT)))
        for number, one in enumerate(values):
            elements += _column(frame, number, one)
            if number % every == 0:
                at = frame.x(number) if _is_edge(values) else frame.x(number + 0.5)
                elements.append(_word(at, height - 8, one.name, "middle"))
        plots.append(_plot(frame, elements, label))
    return Markup("").join(plots)


def _is_edge(values: Sequence[Column]) -> bool:
    """Whether names say where a column begins, rather than what it is."""
    return any(one.name != one.told for one in values)


def _column(frame: _Frame, number: int, one: Column) -> list[svg.Element]:
    left, right, upper = frame.x(number), frame.x(number + 1), frame.y(one.count)
    gap = min(2.0, (right - left) * 0.16)
    told = svg.Title(text=str(escape(f"{one.told}: {one.count:,}")))
    lower = frame.y(0)
    if one.count:
        upper = min(upper, lower - 1.5)  # one article of a hundred thousand is seen, too
    return [
        svg.Rect(
            x=round(left + gap / 2, 2),
            y=upper,
            width=round(right - left - gap, 2),
            height=round(lower - upper, 2),
            class_=["grain"],
            elements=[told],
        )
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plot: its class, and points of seconds and values."""

    name: str
    points: Sequence[tuple[float, float]]


def lines(
    values: Sequence[Line], seconds: float, label: str, marks: Sequence[tuple[float, str]] = (), unit: str = ""
) -> Markup:
    """A plot of lines over seconds; `marks` are moments with a name, such as the beginnings of stages."""
    highest = max((value for line in values for _, value in line.points), default=0.0)
    step = _step(highest, whole=False)
    top = step * max(1, math.ceil(highest / step))
    plots = []
    for form, width, height in _FORMS:
        frame = _Frame(form, width, height, max(seconds, 0.001), top)
        elements = _rows(frame, step, lambda value: f"{value:,.10g}{unit}")
        elements += _moments(frame, seconds)
        for moment, name in marks:
            at = frame.x(min(moment, seconds))
            elements.append(svg.Line(x1=at, x2=at, y1=_TOP - 8, y2=frame.y(0), class_=["mark"]))
            elements.append(_word(at + 4, _TOP - 4, name, "start"))
        for line in values:
            points: list[Any] = [
                number for t, value in line.points for number in (frame.x(min(t, seconds)), frame.y(value))
            ]
            elements.append(svg.Polyline(points=points, class_=["line", line.name]))
        plots.append(_plot(frame, elements, label))
    return Markup("").join(plots)


def _rows(frame: _Frame, step: float, told: Callable[[float], str]) -> list[svg.Element]:
    """The lines across, with their numbers."""
    elements: list[svg.Element] = []
    for number in range(round(frame.top / step) + 1):
        y = frame.y(number * step)
        elements.append(
            svg.Line(x1=_LEFT, x2=frame.width - _RIGHT, y1=y, y2=y, class_=["base" if number == 0 else "row"])
        )
        elements.append(_word(_LEFT - 6, y + 4, told(number * step), "end"))
    return elements


def _moments(frame: _Frame, seconds: float) -> list[svg.Element]:
    """The numbers below a plot over time."""
    unit, name = next(
        (size, name) for size, name in ((3600, "h"), (60, "min"), (1, "s")) if seconds >= 3 * size or size == 1
    )
    step = _step(seconds / unit, whole=False, rows=8 if frame.form == "wide" else 4)
    count = int(seconds / unit / step) + 1
    return [
        _word(frame.x(number * step * unit), frame.height - 8, f"{number * step:,.10g} {name}", "middle")
        for number in range(count)
        if frame.x(number * step * unit) < frame.width - 16
    ]


def _whole(value: float) -> str:
    """A number of articles, short: from ten thousand on in thousands."""
    for size, unit, least in ((1e6, " M", 1e6), (1e3, " k", 1e4)):
        if value >= least:
            return f"{value / size:,.10g}{unit}"
    return f"{value:,.10g}"


def _step(highest: float, *, whole: bool = True, rows: int = 4) -> float:
    """The distance of the lines across: 1, 2 or 5 times a power of ten, so that there are about `rows`."""
    rough = highest / rows
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return max(1.0, step) if whole else step


def _word(x: float, y: float, text: str, anchor: str) -> svg.Element:
    return svg.Text(x=round(x, 2), y=round(y, 2), text=str(escape(text)), class_=["tick", anchor])


def _plot(frame: _Frame, elements: Sequence[svg.Element], label: str) -> Markup:
    return _drawn(
        f"plot {frame.form}", frame.width, frame.height, elements, {"role": "img", "aria-label": str(escape(label))}
    )


def _drawn(name: str, width: float, height: float, elements: Sequence[svg.Element], more: dict[str, str]) -> Markup:
    box = svg.ViewBoxSpec(0, 0, round(width), round(height))
    drawn = svg.SVG(viewBox=box, class_=name.split(), elements=list(elements), extra=more)
    return Markup(drawn.as_str())  # noqa: S704 - svg.py escapes nothing, so every text above is escaped
