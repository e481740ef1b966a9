"""What the pages of a site show, as rows that add up over batches: one for each line of a differently titled page.

Nothing is summed before it is asked for, so that one batch and the same pages in thirty give the same counts.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from thresher.nouns import BlockKind
from thresher.recurrence import hashed, host_of, title_of
from thresher.strip.masks import masked
from thresher.strip.shape import is_prose, may_be_prose, rough_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from thresher.nouns import Block, Page

BEFORE, AMID, AFTER = 0, 1, 2
"""Where a block stands: no prose but its own before it, none behind it, or prose on either side."""

KINDS = tuple(BlockKind)
UNDATED = -10
"""The period of pages without a capture date; no neighbour of any quarter."""

_EPOCH = date(1970, 1, 1)
_MOST_LINES = 2_000  # of one page; hostile pages have a hundred thousand
_MOST_CHARS = 4_000  # longer blocks are no standing lines
_KEPT_CHARS = 500  # of a line's words, for those who review it
_BUFFER = 100_000  # rows held before they are written: about 60 MB


def period(captured_at: datetime | None) -> int:
    """The calendar quarter of a capture, counted from year 0: parts of a year add up, whatever the batches."""
    return UNDATED if captured_at is None else captured_at.year * 4 + (captured_at.month - 1) // 3


def key(site: str, words: str) -> int:
    """What two copies of a line of one site share; `words` are masked."""
    return hashed(site, words)


def may_stand(block: Block) -> bool:
    """Whether a block can be a standing line at all."""
    return block.kind is not BlockKind.TITLE and 0 < len(block.text) <= _MOST_CHARS


def write_sightings(path: Path, pages: Iterable[Page]) -> None:
    """Write what pages show, unsorted and with the words of each line, for `learning` to sort; in bounded memory."""
    import pyarrow as pa

    from thresher.state.tables import write_table

    schema = raw_schema()

    def batches() -> Iterator[pa.RecordBatch]:
        rows: list[tuple[object, ...]] = []
        for page in pages:
            rows += _rows(page)
            if len(rows) >= _BUFFER:
                yield pa.record_batch(list(zip(*rows, strict=True)), schema=schema)
                rows.clear()
        if rows:
            yield pa.record_batch(list(zip(*rows, strict=True)), schema=schema)

    write_table(path, schema, batches())


def raw_schema() -> object:
    """The columns of a sighting before it is sorted; a row of place None is the page itself."""
    import pyarrow as pa

    columns = [
        *(("host", pa.string()), ("period", pa.int32()), ("title", pa.uint32()), ("url", pa.uint32())),
        *(("day", pa.int32()), ("key", pa.uint64()), ("place", pa.uint8()), ("kind", pa.uint16())),
        ("words", pa.string()),
    ]
    return pa.schema(columns)


def _rows(page: Page) -> Iterator[tuple[object, ...]]:
    capture = page.capture
    site = host_of(capture.url)
    if not site:
        return
    moment = capture.captured_at
    of_page = (
        *(site, period(moment), hashed(title_of(page), size=4), hashed(capture.url, size=4)),
        None if moment is None else (moment.date() - _EPOCH).days,
    )
    yield (*of_page, None, None, None, None)
    for (number, place), (kinds, words) in _lines(page, site).items():
        yield (*of_page, number, place, kinds, words[:_KEPT_CHARS])


def _lines(page: Page, site: str) -> dict[tuple[int, int], tuple[int, str]]:
    """The lines of a page by key and place; each with its kinds, a bit each, and its words."""
    shown = [block for block in page.blocks if may_stand(block)][:_MOST_LINES]
    prose = [may_be_prose(block) and is_prose(block, rough_words(block.text)) for block in shown]
    found: dict[tuple[int, int], tuple[int, str]] = {}
    ahead, left = 0, sum(prose)
    for block, is_one in zip(shown, prose, strict=True):
        left -= is_one
        place = AFTER if not left and ahead else AMID if ahead and left else BEFORE
        ahead += is_one
        words = masked(block.text)
        where = (key(site, words), place)
        kinds = found.get(where, (0, words))[0] | 1 << KINDS.index(block.kind)
        found[where] = (kinds, words)
    return found
