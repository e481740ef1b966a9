"""Other extractors, run on the same pages in the same run, so that ours can be compared with them.

They read the archive through warcio, not through our reader: their figures owe us nothing.
"""

from __future__ import annotations

import html
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from thresher.lab.records import write_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from thresher.lab.evaluate import Clean
    from thresher.lab.records import Row


_BATCH = 256  # pages held in memory


@dataclass(frozen=True, slots=True)
class PeerPage:
    """The payload of a record as a peer gets it: free of transfer and content encodings."""

    url: str
    body: bytes
    is_html: bool


def peer_pages(archive: Path) -> Iterator[PeerPage]:
    """The responses and conversions of a well-formed WARC, in order."""
    from warcio.archiveiterator import ArchiveIterator

    with archive.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type in {"response", "conversion"}:
                url = record.rec_headers.get_header("WARC-Target-URI")
                yield PeerPage(url, record.content_stream().read(), record.rec_type == "response")


def trafilatura_row(page: PeerPage) -> Row:
    """What trafilatura extracts by default, without comments; lines of text captures become paragraphs."""
    import trafilatura

    markup = page.body if page.is_html else _paragraphs(page.body)
    found = trafilatura.extract(markup, url=page.url, include_comments=False, output_format="json", with_metadata=True)
    facts: dict[str, Any] = json.loads(found) if found else {}
    authors = [name.strip() for name in (facts.get("author") or "").split(";")]
    return {
        "url": page.url,
        "text": facts.get("text") or "",
        "title": facts.get("title"),
        "authors": [name for name in authors if name],
        "date": facts.get("date"),
        "language": facts.get("language"),
    }


def trafilatura_text(page: PeerPage) -> Row:
    """What trafilatura extracts by default, without comments and without metadata."""
    import trafilatura

    markup = page.body if page.is_html else _paragraphs(page.body)
    return {"url": page.url, "text": trafilatura.extract(markup, url=page.url, include_comments=False) or ""}


def resiliparse_text(page: PeerPage) -> Row:
    """The main content as resiliparse finds it; it gives no metadata. Text captures are kept whole."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    if not page.is_html:
        return {"url": page.url, "text": page.body.decode("utf-8", "replace")}
    tree = HTMLTree.parse_from_bytes(page.body, detect_encoding(page.body) or "utf-8")
    return {"url": page.url, "text": extract_plain_text(tree, main_content=True)}


_STOPLISTS = {"de": "German", "el": "Greek", "es": "Spanish", "fr": "French", "pl": "Polish", "ru": "Russian"}
_NO_STOPLIST = frozenset({"ja", "th", "zh"})  # jusText goes by length alone there


def justext_lines(text: str, language: str | None = None) -> str:
    """What jusText keeps of a text, every line made a paragraph; English where the language has no list."""
    import justext

    body = _paragraphs(text.encode("utf-8", "replace"))
    if language in _NO_STOPLIST:
        found = justext.justext(body, frozenset(), stopwords_low=0, stopwords_high=0)
    else:
        found = justext.justext(body, justext.get_stoplist(_STOPLISTS.get(language or "", "English")))
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


PEERS: dict[str, Callable[[PeerPage], Row]] = {
    "trafilatura": trafilatura_row,
    "trafilatura, no metadata": trafilatura_text,
    "resiliparse": resiliparse_text,
}


def peer_cleaner(name: str, workers: int | None = None) -> Clean:
    """A peer in the shape of our own cleaner: captures file in, article files out."""
    row = PEERS[name]

    def clean(captures: Path, out: Path) -> None:
        out.mkdir(parents=True)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            rows = (found for batch in _batches(peer_pages(captures)) for found in pool.map(row, batch, chunksize=4))
            write_rows(out / "articles.jsonl.gz", rows)

    return clean


def _batches(pages: Iterator[PeerPage]) -> Iterator[list[PeerPage]]:
    """The pages in lists: an executor takes in all that it is given at once, and archives are large."""
    while batch := list(islice(pages, _BATCH)):
        yield batch


def _paragraphs(body: bytes) -> str:
    lines = body.decode("utf-8", "replace").splitlines()
    inside = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines if line.strip())
    return f"<html><body>{inside}</body></html>"
