"""How the template writes numbers, and the bars of its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thresher.report.page.findings import plural
from thresher.report.page.listed import share
from thresher.report.page.plots import bar
from thresher.report.page.shown import address, clear, command, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from thresher.report.page.chaff import Chaff, Topic
    from thresher.report.page.sites import Site

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
_KILO = 1024
_FEW, _LONG = 10, 100  # numbers of two and three digits are told without a fraction


def number(value: int) -> str:
    """A whole number."""
    return f"{value:,}"


def percent(value: float, digits: int = 1) -> str:
    """A share; what is there, but too small to be told so, is said to be less."""
    least = 0.5 * 10 ** -(digits + 2)
    if 0 < value < least:
        return f"<{10**-digits:.{digits}f} %"
    return f"{100 * value:.{digits}f} %"


def of(part: int, whole: int) -> str:
    """The share of a part in a whole."""
    return percent(share(part, whole))


def part_of(part: float, whole: float) -> float:
    """The same as a number, 0 to 1."""
    return max(0.0, min(1.0, share(part, whole)))


def duration(seconds: float) -> str:
    """A time in the units that a person would say."""
    if seconds < 1:
        return f"{1000 * seconds:.0f} ms"
    if seconds < _LONG:
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < _LONG else f"{minutes // 60} h {minutes % 60} min"


def rate(value: float) -> str:
    """A number a second."""
    return f"{value:.2g}" if value < _FEW else f"{value:,.0f}"


def size(value: float) -> str:
    """A number of bytes."""
    step = 0
    while value >= _KILO and step < len(_UNITS) - 1:
        value, step = value / _KILO, step + 1
    return f"{value:,.0f} {_UNITS[step]}" if step == 0 or value >= _LONG else f"{value:.1f} {_UNITS[step]}"


def signed(value: int) -> str:
    """A difference, with its sign."""
    return f"{value:+,}".replace("-", "\u2212") if value else "0"


def parted(topic: Topic, chaff: Chaff) -> list[tuple[float, str]]:
    """The bar of a topic: its share beside the largest topic's, parted by kind of judge."""
    largest = max((one.amount.words for one in chaff.topics), default=0)
    return [(part_of(words, largest), f"c{number}") for number, words in enumerate(topic.families, 1)]


def captures_bar(site: Site) -> list[tuple[float, str]]:
    """The bar of a site: what became of its captures."""
    counts = ((site.articles, "grain"), (site.duplicates, "copy"), (site.others, "other"), (site.failures, "fail"))
    return [(part_of(count, site.captures), name) for count, name in counts]


def _command(words: Sequence[str]) -> str:
    return command(*words)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "address": address,
    "bytes": size,
    "captures_bar": captures_bar,
    "clear": clear,
    "command": _command,
    "count": plural,
    "duration": duration,
    "number": number,
    "of": of,
    "part_of": part_of,
    "parted": parted,
    "percent": percent,
    "rate": rate,
    "shown": shown,
    "signed": signed,
}
GLOBALS: Mapping[str, Callable[..., Any]] = {"bar": bar}
