"""What a text capture costs: processor time of the whole journey and of its parts, beside jusText on the same lines."""

from __future__ import annotations

import resource
import time
from statistics import median, quantiles
from typing import TYPE_CHECKING

from thresher.extract import text as segmentation
from thresher.flow import to_article, to_page, weighed
from thresher.kit import Kit
from thresher.lab.peers import justext_lines, peer_pages
from thresher.lab.tables import markdown
from thresher.lab.text.validation import SETTINGS
from thresher.metadata import nameplate
from thresher.metadata import text as mining
from thresher.nouns import Capture, CaptureKind, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from thresher.lab.sets import BenchSet

_BYTES = range(13_000, 17_000)  # captures of about 15 KB
_ROUNDS = 3
_WARM_UP = 20
_MILLION = 1_000_000


def pace(one: BenchSet, limit: int) -> str:
    """Milliseconds of processor time a capture, median and 95th percentile, in this process alone; and memory."""
    pages = [page for page in peer_pages(one.captures) if len(page.body) in _BYTES][:limit]
    captures = [
        Capture(Origin(page.url), page.url, None, CaptureKind.TEXT, page.body, "text/plain", "utf-8") for page in pages
    ]
    texts = [page.body.decode("utf-8", "replace") for page in pages]
    kit = Kit.load(SETTINGS)
    for capture in captures[:_WARM_UP]:
        to_article(to_page(capture, kit), kit)
    before = _peak()
    found = [to_page(capture, kit) for capture in captures]
    verdicts = [(page, kit.judge.judge(page)) for page in found]
    rows = [
        _row("jusText on the same lines", texts, justext_lines),
        _row("Thresher, from bytes to article", captures, lambda one: to_article(to_page(one, kit), kit)),
        _row("- segmentation", texts, lambda text: segmentation.blocks(text, kit.settings.limits)),
        _row("- rules", found, kit.judge.judge),
        _row("- line model", verdicts, lambda pair: weighed(pair[0], pair[1], kit)),
        _row("- metadata from the text", found, lambda page: (mining.votes(page), nameplate.votes(page))),
    ]
    table = markdown(["", "ms, median", "ms, 95 %"], rows)
    return f"{table}\n\n{len(pages)} captures of {one.name}; peak memory {before:.0f} MiB, at the end {_peak():.0f} MiB"


def _row(name: str, items: Sequence[Any], call: Callable[[Any], object]) -> list[str]:
    """The best of some rounds for each item: what else the machine does only adds time."""
    best = [float("inf")] * len(items)
    for _ in range(_ROUNDS):
        for at, item in enumerate(items):
            start = time.process_time_ns()
            call(item)
            best[at] = min(best[at], (time.process_time_ns() - start) / _MILLION)
    return [name, f"{median(best):.2f}", f"{quantiles(best, n=20)[-1]:.2f}"]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
