"""What site templates are worth: the chaff that all other judges left, and what of the articles they take."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from thresher.flow import guarded, to_article, to_page
from thresher.lessons import Lessons
from thresher.nouns import Article, Page, Stage
from thresher.recurrence import host_of
from thresher.strip.learning import learn
from thresher.strip.templates import Needs, SiteTemplates
from thresher.words import normalised, word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thresher.kit import Kit
    from thresher.lab.sites.making import Standing
    from thresher.nouns import Capture, Rejection


@dataclass(frozen=True, slots=True)
class Worth:
    """Words of some pages: of chaff and of articles that stand in the output without templates and with them."""

    pages: int = 0
    chaff: int = 0
    chaff_left: int = 0
    story: int = 0
    story_left: int = 0

    def plus(self, other: Worth) -> Self:
        """The sum of two."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__slots__)
        return type(self)(*(one + another for one, another in pairs))

    @property
    def removed(self) -> float:
        """The share of the chaff that templates alone removed; 0 where there was none."""
        return 1 - self.chaff_left / self.chaff if self.chaff else 0.0

    @property
    def lost(self) -> float:
        """The share of the articles' words that templates took."""
        return 1 - self.story_left / self.story if self.story else 0.0


def worth(standing: Iterable[Standing], kit: Kit) -> dict[str, Worth]:
    """What the templates of each site are worth, learned from the very pages; sites by host."""
    known = list(standing)
    pages = [_page(one.capture, kit) for one in known]
    found = _learned([page for page in pages if page], kit)
    sites: dict[str, Worth] = {}
    for one, page in zip(known, pages, strict=True):
        site = host_of(one.capture.url)
        without, within = (_lines(page, kit, templates) for templates in (None, found))
        sites[site] = sites.get(site, Worth()).plus(_marked(one, without, within))
    return sites


@dataclass(frozen=True, slots=True)
class Taken:
    """What templates take from the articles of a site without a gold: pages, words, and how often each line."""

    pages: int
    words: int
    lines: Mapping[str, int]


def taken(captures: Iterable[Capture], kit: Kit) -> dict[str, Taken]:
    """What templates take from each site of some captures."""
    pages = [page for capture in captures if (page := _page(capture, kit))]
    found = _learned(pages, kit)
    sites: dict[str, list[Article]] = {}
    for page in pages:
        outcome = _outcome(page, kit, found)
        if isinstance(outcome, Article):
            sites.setdefault(host_of(page.capture.url), []).append(outcome)
    return {
        site: Taken(
            len(articles),
            sum(one.word_count for one in articles),
            Counter(cut.text for one in articles for cut in one.removals if cut.judge.startswith("template:")),
        )
        for site, articles in sorted(sites.items())
    }


def _page(capture: Capture, kit: Kit) -> Page | None:
    outcome = guarded(lambda: to_page(capture, kit), capture, Stage.EXTRACT, strict=False)
    return outcome if isinstance(outcome, Page) else None


def _learned(pages: Iterable[Page], kit: Kit) -> SiteTemplates:
    strip = kit.settings.strip
    with tempfile.TemporaryDirectory() as folder:
        return learn(pages, Path(folder), Needs(strip.template_pages, strip.template_share))


def _outcome(page: Page, kit: Kit, templates: SiteTemplates | None) -> Article | Rejection:
    lessons = None if templates is None else Lessons(templates)
    return guarded(lambda: to_article(page, kit, lessons), page.capture, Stage.JUDGE, strict=False)


def _lines(page: Page | None, kit: Kit, templates: SiteTemplates | None) -> Counter[str]:
    """The normalised lines of the article that a page becomes."""
    if page is None:
        return Counter()
    outcome = _outcome(page, kit, templates)
    return Counter(map(normalised, outcome.text.split("\n"))) if isinstance(outcome, Article) else Counter()


def _marked(one: Standing, without: Counter[str], within: Counter[str]) -> Worth:
    def words(lines: Iterable[str], there: Counter[str]) -> int:
        return sum(word_count(line) for line in lines if there[normalised(line)])

    chaff, story = (
        (words(one.chaff, lines) for lines in (without, within)),
        (words(one.story, w) for w in (without, within)),
    )
    return Worth(1, *chaff, *story)
