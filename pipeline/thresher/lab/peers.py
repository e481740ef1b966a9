"""Other extractors, run on the same pages in the same run, so that ours can be compared with them.

They read the archive through warcio, not through our reader, and decode pages by themselves or by
resiliparse: their figures owe us nothing. `EXTRACTORS` are the main-text extractors alone, page in and
text out; `PEERS` are whole rows of an article, for the runs of `evaluate` and `speed`.
"""

from __future__ import annotations

import html
import json
import multiprocessing
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any

from thresher.lab.records import write_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from thresher.lab.evaluate import Clean
    from thresher.lab.records import Row


_BATCH = 256  # pages held in memory


@dataclass(frozen=True, slots=True)
class PeerPage:
    """The payload of a record as a peer gets it: free of transfer and content encodings.

    `markup` is the body decoded, where the caller has done so: then no peer decodes, as in timing.
    `language` is what the gold says.
    """

    url: str
    body: bytes
    is_html: bool
    markup: str | None = None
    language: str | None = None


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

    markup = page.body if page.is_html else as_markup(page.body)
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

    markup = page.body if page.is_html else as_markup(page.body)
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
_HTML_STOPLISTS = {
    **_STOPLISTS,
    "cs": "Czech",
    "da": "Danish",
    "fi": "Finnish",
    "hu": "Hungarian",
    "it": "Italian",
    "ko": "Korean",
    "nb": "Norwegian_Bokmal",
    "nl": "Dutch",
    "no": "Norwegian_Bokmal",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sk": "Slovak",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
}
_NO_STOPLIST = frozenset({"ja", "th", "zh"})  # jusText goes by length alone there


def justext_lines(text: str, language: str | None = None) -> str:
    """What jusText keeps of a text, every line made a paragraph; English where the language has no list."""
    return _justext(as_markup(text.encode("utf-8", "replace")), language, _STOPLISTS)


def _justext(markup: str, language: str | None, stoplists: Mapping[str, str]) -> str:
    import justext

    if language in _NO_STOPLIST:
        found = justext.justext(markup, frozenset(), stopwords_low=0, stopwords_high=0)
    else:
        found = justext.justext(markup, justext.get_stoplist(stoplists.get(language or "", "English")))
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


def justext_main(page: PeerPage) -> str:
    """The paragraphs that jusText calls good, by the stop list of the gold's language or of the page's `lang`."""
    markup = _decoded(page)
    language = page.language or _declared_language(markup)
    return _justext(_DECLARATION.sub("", markup, count=1), language, _HTML_STOPLISTS)


_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")  # lxml refuses a str that declares an encoding
_LANG = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([a-z]{2})", re.IGNORECASE)
_HEAD = 20_000  # characters in which the root element stands


def _declared_language(markup: str) -> str | None:
    found = _LANG.search(markup, 0, _HEAD)
    return found[1].lower() if found else None


def readability_main(page: PeerPage) -> str:
    """The text of readability-lxml's summary, block elements on lines of their own."""
    from lxml import html as lxml_html
    from readability import Document

    summary = Document(_DECLARATION.sub("", _decoded(page), count=1)).summary(html_partial=True)
    if not summary.strip():
        return ""
    tree = lxml_html.fromstring(summary)
    for element in tree.iter(*_BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in str(tree.text_content()).split("\n"))
    return "\n".join(line for line in lines if line)


_BLOCKS = (
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
    *("li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
)


def trafilatura_main(page: PeerPage, *, fast: bool = False, precision: bool = False) -> str:
    """What trafilatura takes for the main text, without comments and metadata."""
    import trafilatura

    given = page.body if page.markup is None else page.markup
    found = trafilatura.extract(given, url=page.url, include_comments=False, fast=fast, favor_precision=precision)
    return found or ""


def resiliparse_main(page: PeerPage) -> str:
    """The main content as resiliparse finds it."""
    from resiliparse.extract.html2text import extract_plain_text

    text: str = extract_plain_text(_decoded(page), main_content=True)
    return text


def _decoded(page: PeerPage) -> str:
    if page.markup is not None:
        return page.markup
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    text: str = bytes_to_str(page.body, detect_encoding(page.body) or "utf-8")
    return text


EXTRACTORS: dict[str, Callable[[PeerPage], str]] = {
    "trafilatura": trafilatura_main,
    "trafilatura fast": partial(trafilatura_main, fast=True),
    "trafilatura precision": partial(trafilatura_main, precision=True),
    "resiliparse": resiliparse_main,
    "readability-lxml": readability_main,
    "jusText": justext_main,
}
_APART = {"readability-lxml": "readability"}  # the modules of those that only `make figures` installs


def installed() -> tuple[str, ...]:
    """The extractors that are here: one that is not would be measured as one that finds nothing."""
    return tuple(name for name in EXTRACTORS if name not in _APART or find_spec(_APART[name]))


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


def as_markup(body: bytes) -> str:
    """A text capture as a page whose paragraphs are its lines."""
    lines = body.decode("utf-8", "replace").splitlines()
    inside = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines if line.strip())
    return f"<html><body>{inside}</body></html>"
