"""What kind of page it is: what the page declares, and when it is surely no article.

The network of blocks tells the types with their probabilities; what a page declares in schema.org, OpenGraph and
its generator is one of the things that it reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresher.extract.declaration import Declaration

SURELY = 0.1
"""The chance of an article below which a page is surely none: what `page_types = auto` rejects.

Out of fold 99.0 % of the articles of wcxb, andythefactory and fundus lie above it, and 60.7 % of wcxb's other pages
below.
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


def is_surely_no_article(types: Mapping[str, float]) -> bool:
    """Whether the probabilities of the page types leave an article no chance; without any, they do not."""
    return bool(types) and types["article"] < SURELY


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
