"""A page read with the knowledge of its site: what never is article dropped, what is article kept.

The tree is changed in place, before any engine reads it, and all that was taken off is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.extract.prose import words_of
from thresher.extract.sites.selector import overload
from thresher.extract.tree import shape, walk
from thresher.nouns import SiteCut, SiteReading
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from thresher.extract.sites.knowledge import Era, Site
    from thresher.nouns import Block
    from thresher.settings import Settings

ENGINE = "site"
_PAGE = frozenset({"html", "head", "body"})  # never dropped: what is left would be no document


@dataclass(frozen=True, slots=True)
class Known:
    """What knowing the site gave.

    `markup` is the page after the drops, None where nothing was dropped. `blocks` are those of the kept elements,
    `comments` those of the readers' comments; both in the order of the page, and empty where there are none.
    """

    account: SiteReading | None = None
    markup: str | None = None
    blocks: tuple[Block, ...] = ()
    comments: tuple[Block, ...] = ()

    @property
    def told(self) -> str:
        """What to add to the reason of a rejection: how many words the drops took, if any."""
        words = sum(cut.words for cut in self.account.cuts) if self.account else 0
        return f"; selectors of {self.account.site} dropped {words} words" if self.account and words else ""


def read(tree: LexborHTMLParser, found: tuple[Site, Era] | None, settings: Settings) -> Known:
    """Drop what the era drops from the tree, and gather what it keeps.

    Kept elements with fewer than `extract.min_words` words in all are as good as none: the engines are to be asked.
    """
    if found is None:
        return Known()
    site, era = found
    if trouble := overload(tree, era.selectors):
        return Known(SiteReading(site.host, era.since, trouble=trouble))
    fewest, limit = max(1, settings.extract.min_words), settings.limits.blocks
    cuts, comments = _dropped(tree, era, limit)
    kept = list(outermost(tree.css(", ".join(era.keep)))) if era.keep else []
    page = walk.of(kept, limit, with_links=settings.extract.links)
    blocks = shape.chosen(page, range(len(page.texts)))
    if words_of(blocks, fewest) < fewest:
        kept, blocks = [], ()
    return Known(
        SiteReading(site.host, era.since, len(kept), cuts), (tree.html or "") if cuts else None, blocks, comments
    )


def outermost(elements: Iterable[LexborNode]) -> Iterator[LexborNode]:
    """The elements without those that lie in another of them, each once.

    Every parent is asked once, so that the time does not grow with the depth.
    """
    nodes = {element.mem_id: element for element in elements}
    inside, outside = set(nodes), set[int]()
    for element in nodes.values():
        path: list[int] = []
        above = element.parent
        while above is not None and above.mem_id not in inside and above.mem_id not in outside:
            path.append(above.mem_id)
            above = above.parent
        if above is None or above.mem_id in outside:
            outside.update(path)
            yield element
        else:
            inside.update(path)


def _dropped(tree: LexborHTMLParser, era: Era, limit: int) -> tuple[tuple[SiteCut, ...], tuple[Block, ...]]:
    """Take the era's drops and comments off the tree; an element belongs to the first selector that hits it."""
    named = [(key, one) for key, selectors in (("drop", era.drop), ("comments", era.comments)) for one in selectors]
    nodes: dict[int, LexborNode] = {}
    owner: dict[int, tuple[str, str]] = {}
    for name in named:
        for element in tree.css(name[1]):
            if element.tag not in _PAGE and owner.setdefault(element.mem_id, name) == name:
                nodes.setdefault(element.mem_id, element)
    shares: dict[tuple[str, str], list[LexborNode]] = {}
    for element in outermost(nodes.values()):
        shares.setdefault(owner[element.mem_id], []).append(element)
    cuts, comments = list[SiteCut](), set[int]()
    for (key, one), elements in shares.items():
        blocks = walk.of(elements, limit).blocks()
        words = sum(word_count(block.text) for block in blocks)
        cuts.append(SiteCut(key, one, len(elements), words, "\n".join(block.text for block in blocks)))
        comments.update(element.mem_id for element in elements if key == "comments")
    said = [one for one in tree.css(", ".join(era.comments)) if one.mem_id in comments] if comments else []
    talk = walk.of(said, limit).blocks()
    for elements in shares.values():
        for element in elements:
            element.decompose()
    return tuple(cuts), talk
