"""What kind of page it is: what the page declares, and when it is surely no article.

The network of blocks tells the types with their probabilities; what a page declares in schema.org, OpenGraph and
its generator is one of the things that it reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.nouns import BlockKind
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresher.extract.declaration import Declaration
    from thresher.extract.tree.walk import Outline

SURELY = 0.1
"""The chance of an article below which a page is surely none: what `page_types = auto` rejects.

Out of fold 99.3 % of the articles of wcxb, andythefactory and fundus lie above it, and 59.0 % of wcxb's other pages
below; with the pages that only announce, 60.1 % go.
"""

_ARTICLE = frozenset(
    {
        *("Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle"),
        *("OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle"),
        *("LiveBlogPosting", "ScholarlyArticle", "MedicalScholarlyArticle", "TechArticle", "Report"),
        *("SocialMediaPosting", "AdvertiserContentArticle", "SatiricalArticle", "HowTo", "Recipe", "Review"),
        *("CriticReview",),
    }
)
_FORUM = frozenset({"DiscussionForumPosting", "QAPage"})
_PRODUCT = frozenset({"Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts"})
_COLLECTION = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage"})
_DOCUMENTATION = ("sphinx", "mkdocs", "docusaurus", "gitbook", "doxygen", "vuepress", "vitepress", "antora", "javadoc")


# A front page announces stories under linked headings. With six of them, nearly all of its headings and no long
# paragraph, it is one: so are 12 listings, 9 collections and 3 services of wcxb, and none of 1,153 articles of
# wcxb, andythefactory and fundus (with five headings, one).
_TEASERS = 6
_TEASER_SHARE = 0.9
_TEASER_WORDS = 80  # under one heading
_STORY_WORDS = 40  # a paragraph this long is no teaser


def is_surely_no_article(types: Mapping[str, float], page: Outline | None = None) -> bool:
    """Whether the page types leave an article no chance, or the blocks of the whole page only announce stories."""
    return (bool(types) and types["article"] < SURELY) or (page is not None and _announces(page))


def declared(said: Declaration) -> str | None:
    """The type by declaration alone; a page that also declares an article is no shop."""
    types = said.types | said.microdata
    if types & _FORUM:
        return "forum"
    if types & _ARTICLE or said.og_type.startswith("article"):
        return "article"
    if said.og_type == "product.group" or types & _COLLECTION:
        return "collection"
    if types & _PRODUCT or said.og_type.startswith("product"):
        return "product"
    if said.generator.startswith(_DOCUMENTATION):
        return "documentation"
    return None


def _announces(page: Outline) -> bool:
    """Whether a page is teasers under linked headings, and nothing to read itself."""
    linked = [at for at, kind in enumerate(page.kinds) if kind is BlockKind.HEADING and _is_link(page, at)]
    if len(linked) < _TEASERS:
        return False
    paragraphs = (text for kind, text in zip(page.kinds, page.texts, strict=True) if kind is BlockKind.PARAGRAPH)
    if any(word_count(text) >= _STORY_WORDS for text in paragraphs):
        return False
    ends = [*linked[1:], len(page.texts)]
    teasers = sum(
        sum(map(word_count, page.texts[start + 1 : end])) <= _TEASER_WORDS
        for start, end in zip(linked, ends, strict=True)
    )
    return teasers >= max(_TEASERS, _TEASER_SHARE * len(linked))


def _is_link(page: Outline, at: int) -> bool:
    return page.link_chars[at] >= _TEASER_SHARE * len(page.texts[at])
