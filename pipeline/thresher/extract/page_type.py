"""What kind of page it is, said only where it is sure.

The evidence is what the page declares in schema.org and OpenGraph, checked against how much prose
the engine found. Where they disagree the answer is None, and no page is rejected for a None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.extract.declaration import declaration
from thresher.extract.prose import prose_words
from thresher.nouns import BlockKind
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborHTMLParser

    from thresher.extract.declaration import Declaration
    from thresher.nouns import Block

REJECTED = frozenset({"listing", "collection", "product"})
"""The page types that are surely no article: what `page_types = auto` rejects."""

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

_ARTICLE_PROSE = 80  # words of prose below which a declared article may be only its teaser
_REVIEW_PROSE = 600  # words of prose from which a product or collection may be a review or an essay
_NO_PROSE = 15  # fewer words of prose than a sentence has
_PAGE_PROSE = 40  # the same for a whole page, with its footer
_LISTED_WORDS = 60  # a list of titles has at least so many words
_LISTED_LINKS = 0.4  # share of a page's characters in links
# A front page announces stories under linked headings. With six of them, nearly all of its headings and no long
# paragraph, it is one: so are 12 listings, 9 collections and 3 services of wcxb, and none of 1,153 articles of
# wcxb, andythefactory and fundus (with five headings, one).
_TEASERS = 6
_TEASER_SHARE = 0.9
_TEASER_WORDS = 80  # under one heading
_STORY_WORDS = 40  # a paragraph this long is no teaser


def guess(
    tree: LexborHTMLParser, blocks: Sequence[Block], page: Sequence[Block] = (), said: Declaration | None = None
) -> str | None:
    """`article`, `forum`, `product`, `collection`, `listing`, `documentation`, or None.

    `blocks` are what the engine found, `page` the blocks of the whole page, `said` what the
    page declares, when the caller has it already.
    """
    said = said or declaration(tree)
    prose = prose_words(blocks)
    kind = declared(said)
    if kind in ("product", "collection"):
        return kind if prose < _REVIEW_PROSE else None
    if kind == "article":
        return kind if prose >= _ARTICLE_PROSE else None
    if kind:
        return kind
    return "listing" if (prose < _NO_PROSE and _lists(page)) or _announces(page) else None


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


def _lists(page: Sequence[Block]) -> bool:
    """Whether a page is a list of links without prose."""
    chars = sum(len(block.text) for block in page)
    linked = sum(block.link_chars for block in page)
    return (
        linked >= _LISTED_LINKS * chars
        and prose_words(page) < _PAGE_PROSE
        and sum(word_count(block.text) for block in page) >= _LISTED_WORDS
    )


def _announces(page: Sequence[Block]) -> bool:
    """Whether a page is teasers under linked headings, and nothing to read itself."""
    linked = [at for at, block in enumerate(page) if block.kind is BlockKind.HEADING and _is_link(block)]
    if len(linked) < _TEASERS:
        return False
    if any(block.kind is BlockKind.PARAGRAPH and word_count(block.text) >= _STORY_WORDS for block in page):
        return False
    ends = [*linked[1:], len(page)]
    teasers = sum(
        sum(word_count(block.text) for block in page[start + 1 : end]) <= _TEASER_WORDS
        for start, end in zip(linked, ends, strict=True)
    )
    return teasers >= max(_TEASERS, _TEASER_SHARE * len(linked))


def _is_link(block: Block) -> bool:
    return bool(block.text) and block.link_chars >= _TEASER_SHARE * len(block.text)
