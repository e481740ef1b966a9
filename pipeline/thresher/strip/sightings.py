"""What the pages of a site show, as rows that add up over batches: one for each line of a differently titled page.

Nothing is summed before it is asked for, so that one batch and the same pages in thirty give the same counts.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from thresher.nouns import BlockKind
from thresher.recurrence import hashed, host_of, title_of
from thresher.strip.masks import masked
from thresher.strip.shape import is_prose, may_be_prose, rough_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

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
_BUFFER = 10_000  # lines held before they are written: about 4 MB
_GROUP_ROWS = 16_384  # held once more, with their words, until they are a group of the file


class Sighted(NamedTuple):
    """What a page shows: the page, and its lines, each with its key, its place, its kinds (a bit each) and its words.

    Keys are bytes of numbers of 64 bits, places of 8, kinds of 16; `title` and `url` are hashes, `day` counts from
    1970.
    """

    host: str
    period: int
    title: int
    url: int
    day: int | None
    keys: bytes
    places: bytes
    kinds: bytes
    words: list[str]


def period(captured_at: datetime | None) -> int:
    """The calendar quarter of a capture, counted from year 0: parts of a year add up, whatever the batches."""
    return UNDATED if captured_at is None else captured_at.year * 4 + (captured_at.month - 1) // 3


def key(site: str, words: str) -> int:
    """What two copies of a line of one site share; `words` are masked."""
    return hashed(site, words)


def may_stand(block: Block) -> bool:
    """Whether a block can be a standing line at all."""
    return block.kind is not BlockKind.TITLE and 0 < len(block.text) <= _MOST_CHARS


@contextmanager
def writing_sightings(path: Path) -> Iterator[Callable[[Sighted], None]]:
    """Write what pages show, unsorted and with the words of each line, for `learning` to sort; in bounded memory."""
    from thresher.state.tables import writing_table

    waiting: list[Sighted] = []
    lines = 0
    with writing_table(path, raw_schema(), _GROUP_ROWS) as write:

        def see(page: Sighted) -> None:
            nonlocal lines
            waiting.append(page)
            lines += len(page.words)
            if lines >= _BUFFER:
                write(_batch(waiting))
                waiting.clear()
                lines = 0

        yield see
        if waiting:
            write(_batch(waiting))


def raw_schema() -> pa.Schema:
    """The columns of a sighting before it is sorted; a row of place None is the page itself."""
    import pyarrow as pa

    columns = [
        *(("host", pa.string()), ("period", pa.int32()), ("title", pa.uint32()), ("url", pa.uint32())),
        *(("day", pa.int32()), ("key", pa.uint64()), ("place", pa.uint8()), ("kind", pa.uint16())),
        ("words", pa.string()),
    ]
    return pa.schema(columns)


def _batch(pages: list[Sighted]) -> pa.RecordBatch:
    """The rows of some pages: of each first its own, then those of its lines."""
    import numpy as np
    import pyarrow as pa

    counts = np.array([len(page.words) + 1 for page in pages])
    firsts = np.concatenate(([0], counts.cumsum()[:-1]))
    owners = pa.array(np.repeat(np.arange(len(pages)), counts))
    schema = raw_schema()

    def of_pages(name: str) -> pa.Array:
        return pa.array([getattr(page, name) for page in pages], schema.field(name).type).take(owners)

    def of_lines(name: str, data: bytes, kind: str) -> pa.Array:
        values = np.zeros(counts.sum(), kind)
        is_line = np.ones(len(values), bool)
        is_line[firsts] = False
        values[is_line] = np.frombuffer(data, kind)
        return pa.array(values, schema.field(name).type, mask=~is_line)

    columns = [
        *map(of_pages, ("host", "period", "title", "url", "day")),
        of_lines("key", b"".join(page.keys for page in pages), "<u8"),
        of_lines("place", b"".join(page.places for page in pages), "u1"),
        of_lines("kind", b"".join(page.kinds for page in pages), "<u2"),
        pa.array([words for page in pages for words in (None, *page.words)], pa.string()),
    ]
    return pa.record_batch(columns, schema=schema)


def sighted(page: Page) -> Sighted | None:
    """What a page shows of its site; None where it has none."""
    capture = page.capture
    site = host_of(capture.url)
    if not site:
        return None
    moment = capture.captured_at
    lines = _lines(page, site)
    return Sighted(
        site,
        period(moment),
        hashed(title_of(page), size=4),
        hashed(capture.url, size=4),
        None if moment is None else (moment.date() - _EPOCH).days,
        b"".join(key.to_bytes(8, "little") for key, _ in lines),
        bytes(place for _, place in lines),
        b"".join(kinds.to_bytes(2, "little") for kinds, _ in lines.values()),
        [words[:_KEPT_CHARS] for _, words in lines.values()],
    )


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
