"""Training examples: annotated pages, rendered, cut into blocks, labelled, as rows of numbers and tokens."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from thresher.extract import charset
from thresher.extract import text as segmentation
from thresher.lab.measures import snippets_found, squeezed
from thresher.lab.peers import peer_pages, trafilatura_text
from thresher.lab.records import read_gold
from thresher.lab.text.alignment import shares
from thresher.lab.text.half import half_cleaned
from thresher.lab.text.renderers import RENDERERS
from thresher.model.columns import rows
from thresher.model.vocabulary import tokens
from thresher.nouns import Capture, CaptureKind, Origin, Page
from thresher.strip import lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from thresher.kit import Kit
    from thresher.lab.sets import BenchSet

HALF = "half"


@dataclass(frozen=True, slots=True)
class Source:
    """An annotated page: its markup and the text that it should become."""

    set: str
    url: str
    html: str
    gold: str
    page_type: str
    row: dict[str, Any] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The registrable domain, by which folds are cut."""
        return domain(self.url)


@dataclass(frozen=True, slots=True)
class Example:
    """A page in one rendering: a row of numbers, a count of words and a label (share of gold) for each block."""

    set: str
    url: str
    domain: str
    page_type: str
    form: str
    numbers: NDArray[np.float16]
    words: NDArray[np.int64]
    labels: NDArray[np.float32]
    tokens: tuple[str, ...]
    texts: tuple[str, ...]


def domain(url: str) -> str:
    """The registrable domain of an address; its host where it has none."""
    from tld import get_fld

    return get_fld(url, fail_silently=True) or urlsplit(url).hostname or url


def sources(bench_set: BenchSet) -> Iterator[Source]:
    """The annotated pages of a set of HTML captures that have a full text.

    Pages that have snippets only get the text of trafilatura as gold, where it holds every wanted snippet
    and no unwanted one.
    """
    gold = read_gold(bench_set.gold)
    for page in peer_pages(bench_set.captures):
        row = gold.get(page.url)
        if row is None:
            continue
        text = row.get("text")
        if not text and row.get("with"):
            found = trafilatura_text(page)["text"]
            text = found if _agrees(found, row) else None
        if text:
            html = charset.decode(page.body, None, markup=True)[0]
            yield Source(bench_set.name, page.url, html, text, row.get("page_type") or "article")


def _agrees(text: str, row: dict[str, Any]) -> bool:
    flat = squeezed(text)
    hits, wanted = snippets_found(row.get("with"), flat)
    return hits == wanted > 0 and snippets_found(row.get("without"), flat)[0] == 0


def rendered(source: Source, names: Sequence[str]) -> dict[str, str]:
    """The page as text by each of the named renderers; one that fails on it is left out."""
    texts: dict[str, str] = {}
    for name in names:
        try:
            texts[name] = RENDERERS[name](source.html)
        except Exception:  # noqa: BLE001, S112 - other people's renderers on wild markup
            continue
    return texts


def example(source: Source, form: str, text: str, kit: Kit, *, with_url: bool = True) -> Example | None:
    """The example of one text of a page; None where it has no blocks or no gold in them."""
    blocks = segmentation.blocks(text, kit.settings.limits)
    if not blocks:
        return None
    texts = tuple(block.text for block in blocks)
    labels = np.array(shares(texts, source.gold), np.float32)
    if not labels.any():
        return None
    url = source.url if with_url else ""
    page = Page(Capture(Origin("lab"), url, None, CaptureKind.TEXT), blocks)
    word = lines.word(page, kit.judge.judge(page), kit.judge.topics)
    found = rows(blocks, url, word, kit.judge.topics)
    return Example(
        source.set,
        source.url,
        source.domain,
        source.page_type,
        form,
        found.numbers.astype(np.float16),
        found.words,
        labels,
        tuple(tokens(texts)),
        texts,
    )


def is_anonymous(source: Source, form: str) -> bool:
    """Whether a page goes without its address in this form: a third does, so that none is relied upon."""
    return hashlib.sha256(f"{source.url} {form}".encode()).digest()[0] % 3 == 0


def whole(source: Source, kit: Kit, names: Sequence[str]) -> list[Example]:
    """The examples of a page, one for each renderer."""
    found = [
        example(source, name, text, kit, with_url=not is_anonymous(source, name))
        for name, text in rendered(source, names).items()
    ]
    return [one for one in found if one is not None]


def half(source: Source, base: Example, strange: Sequence[Sequence[str]], kit: Kit) -> Example | None:
    """The half-cleaned example of a page, made from one of its renderings and runs of chaff of other sites."""
    text = half_cleaned(base.texts, base.labels.tolist(), strange, source.url)
    return example(source, HALF, text, kit, with_url=not is_anonymous(source, HALF)) if text else None
