"""Votes of `<meta>` elements: OpenGraph, Twitter, Dublin Core, citation, Parse.ly, Sailthru and plain names."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from thresher.metadata import items

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresher.metadata.ballot import Ballot

NAMES: Mapping[str, tuple[str, str, float]] = MappingProxyType(
    {
        # name or property in lower case: field, source, the voter's own confidence
        "og:title": ("title", "opengraph", 1.0),
        "og:site_name": ("site_name", "opengraph", 1.0),
        "og:description": ("description", "opengraph", 1.0),
        "og:image": ("image", "opengraph", 1.0),
        "og:image:url": ("image", "opengraph", 1.0),
        "og:image:secure_url": ("image", "opengraph", 0.9),
        "og:url": ("canonical_url", "opengraph", 1.0),
        "og:locale": ("language", "opengraph", 1.0),
        "og:published_time": ("published", "opengraph", 1.0),
        "og:pubdate": ("published", "opengraph", 1.0),
        "og:article:published_time": ("published", "opengraph", 1.0),
        "og:article:modified_time": ("modified", "opengraph", 1.0),
        "og:updated_time": ("modified", "opengraph", 0.9),
        "og:modified_time": ("modified", "opengraph", 1.0),
        "og:author": ("authors", "opengraph", 1.0),
        "og:article:author": ("authors", "opengraph", 1.0),
        "og:section": ("section", "opengraph", 1.0),
        "article:published_time": ("published", "opengraph", 1.0),
        "article:published": ("published", "opengraph", 1.0),
        "article:modified_time": ("modified", "opengraph", 1.0),
        "article:modified": ("modified", "opengraph", 1.0),
        "article:author": ("authors", "opengraph", 1.0),
        "article:author:name": ("authors", "opengraph", 1.0),
        "article:author_name": ("authors", "opengraph", 1.0),
        "article:section": ("section", "opengraph", 1.0),
        "article:tag": ("tags", "opengraph", 1.0),
        "book:author": ("authors", "opengraph", 0.9),
        "profile:full_name": ("authors", "opengraph", 0.5),
        "twitter:title": ("title", "twitter", 1.0),
        "twitter:description": ("description", "twitter", 1.0),
        "twitter:image": ("image", "twitter", 1.0),
        "twitter:image:src": ("image", "twitter", 1.0),
        "citation_title": ("title", "citation", 1.0),
        "citation_author": ("authors", "citation", 1.0),
        "citation_authors": ("authors", "citation", 1.0),
        "citation_publication_date": ("published", "citation", 1.0),
        "citation_online_date": ("published", "citation", 0.9),
        "citation_date": ("published", "citation", 0.9),
        "citation_journal_title": ("site_name", "citation", 0.8),
        "citation_language": ("language", "citation", 1.0),
        "citation_keywords": ("tags", "citation", 1.0),
        "parsely-title": ("title", "parsely", 1.0),
        "parsely-author": ("authors", "parsely", 1.0),
        "parsely-pub-date": ("published", "parsely", 1.0),
        "parsely-section": ("section", "parsely", 1.0),
        "parsely-tags": ("tags", "parsely", 1.0),
        "parsely-link": ("canonical_url", "parsely", 1.0),
        "parsely-image-url": ("image", "parsely", 0.8),
        "sailthru.title": ("title", "sailthru", 1.0),
        "sailthru.author": ("authors", "sailthru", 1.0),
        "sailthru.date": ("published", "sailthru", 1.0),
        "sailthru.tags": ("tags", "sailthru", 1.0),
        "sailthru.description": ("description", "sailthru", 1.0),
        "sailthru.image.full": ("image", "sailthru", 0.8),
        "dc.title": ("title", "dublin-core", 1.0),
        "dc.creator": ("authors", "dublin-core", 1.0),
        "dc.creator.name": ("authors", "dublin-core", 1.0),
        "dc.date": ("published", "dublin-core", 0.75),
        "dc.date.created": ("published", "dublin-core", 0.9),
        "dc.date.issued": ("published", "dublin-core", 1.0),
        "dc.date.published": ("published", "dublin-core", 1.0),
        "dc.date.modified": ("modified", "dublin-core", 1.0),
        "dc.issued": ("published", "dublin-core", 1.0),
        "dc.created": ("published", "dublin-core", 0.9),
        "dc.available": ("published", "dublin-core", 0.8),
        "dc.modified": ("modified", "dublin-core", 1.0),
        "dc.language": ("language", "dublin-core", 1.0),
        "dc.description": ("description", "dublin-core", 0.9),
        "dc.subject": ("tags", "dublin-core", 0.8),
        "dc.publisher": ("site_name", "dublin-core", 1.0),
        "dcsext.articlefirstpublished": ("published", "meta", 1.0),
        "title": ("title", "meta", 1.0),
        "headline": ("title", "meta", 1.0),
        "author": ("authors", "meta", 1.0),
        "authors": ("authors", "meta", 1.0),
        "byl": ("authors", "meta", 1.0),
        "byline": ("authors", "meta", 1.0),
        "article.author": ("authors", "meta", 1.0),
        "article-author": ("authors", "meta", 1.0),
        "shareaholic:article_author_name": ("authors", "meta", 1.0),
        "cxenseparse:author": ("authors", "meta", 1.0),
        "creator": ("authors", "meta", 0.7),
        "date": ("published", "meta", 0.75),
        "published": ("published", "meta", 1.0),
        "published_at": ("published", "meta", 1.0),
        "release_date": ("published", "meta", 0.8),
        "ms.date": ("modified", "meta", 1.0),
        "pubdate": ("published", "meta", 1.0),
        "pub_date": ("published", "meta", 1.0),
        "publishdate": ("published", "meta", 1.0),
        "publish-date": ("published", "meta", 1.0),
        "publish_date": ("published", "meta", 1.0),
        "publisheddate": ("published", "meta", 1.0),
        "published_time": ("published", "meta", 1.0),
        "published-date": ("published", "meta", 1.0),
        "publication_date": ("published", "meta", 1.0),
        "publication-date": ("published", "meta", 1.0),
        "article.published": ("published", "meta", 1.0),
        "article.created": ("published", "meta", 0.9),
        "article.updated": ("modified", "meta", 1.0),
        "article_date_original": ("published", "meta", 1.0),
        "originalpublicationdate": ("published", "meta", 1.0),
        "cxenseparse:recs:publishtime": ("published", "meta", 1.0),
        "cxenseparse:publishtime": ("published", "meta", 1.0),
        "shareaholic:article_published_time": ("published", "meta", 1.0),
        "shareaholic:article_modified_time": ("modified", "meta", 1.0),
        "timestamp": ("published", "meta", 0.7),
        "ptime": ("published", "meta", 1.0),
        "utime": ("modified", "meta", 1.0),
        "pdate": ("published", "meta", 0.9),
        "rnews:datepublished": ("published", "meta", 1.0),
        "created": ("published", "meta", 0.7),
        "last-modified": ("modified", "meta", 0.8),
        "lastmod": ("modified", "meta", 0.9),
        "last_updated": ("modified", "meta", 0.9),
        "modified": ("modified", "meta", 0.9),
        "revised": ("modified", "meta", 0.8),
        "article_date_updated": ("modified", "meta", 1.0),
        "section": ("section", "meta", 1.0),
        "article:section:name": ("section", "meta", 1.0),
        "cxenseparse:category": ("section", "meta", 0.7),
        "keywords": ("tags", "meta", 1.0),
        "news_keywords": ("tags", "meta", 1.0),
        "description": ("description", "meta", 1.0),
        "application-name": ("site_name", "meta", 1.0),
        "apple-mobile-web-app-title": ("site_name", "meta", 0.6),
        "publisher": ("site_name", "meta", 0.7),
        "syndication-source": ("publisher", "meta", 1.0),
        "original-source": ("publisher", "meta", 1.0),
        "language": ("language", "meta", 0.8),
        "content-language": ("language", "meta", 0.9),
        "thumbnail": ("image", "meta", 0.7),
        "og:image:alt": ("image_alt", "opengraph", 1.0),
        "twitter:image:alt": ("image_alt", "twitter", 1.0),
        "article:content_tier": ("access", "opengraph", 1.0),
        "og:article:content_tier": ("access", "opengraph", 1.0),
        "content_tier": ("access", "meta", 1.0),
        "content-tier": ("access", "meta", 1.0),
        "content:accesslevel": ("access", "meta", 1.0),
        "dc.license": ("license", "dublin-core", 1.0),
        "dc.rights": ("license", "dublin-core", 0.9),
        "cc:license": ("license", "meta", 1.0),
        "license": ("license", "meta", 0.9),
        "copyright": ("license", "meta", 0.7),
        "rights": ("license", "meta", 0.7),
    }
)
"""The names that vote; `dcterms.` and `dc:` are read as `dc.`, `sailthru-` as `sailthru.`."""

ITEMS: Mapping[str, tuple[str, str, float]] = MappingProxyType(
    {
        # a meta element may carry microdata: <meta itemprop="datePublished" content="…">
        "headline": ("title", "microdata", 1.0),
        "datepublished": ("published", "microdata", 1.0),
        "datecreated": ("published", "microdata", 0.7),
        "datemodified": ("modified", "microdata", 1.0),
        "author": ("authors", "microdata", 1.0),
        "inlanguage": ("language", "microdata", 1.0),
        "articlesection": ("section", "microdata", 1.0),
        "keywords": ("tags", "microdata", 1.0),
        "isaccessibleforfree": ("access", "microdata", 1.0),
        "license": ("license", "microdata", 1.0),
    }
)


def _key(name: str) -> str:
    key = name.strip().lower()
    for alias, prefix in (("dcterms.", "dc."), ("dcterms:", "dc."), ("dc:", "dc."), ("sailthru-", "sailthru.")):
        if key.startswith(alias):
            return prefix + key.removeprefix(alias)
    return key


def cast(attributes: Mapping[str, str | None], ballot: Ballot) -> None:
    """Cast the votes of one `<meta>` element, given its attributes."""
    content = attributes.get("content") or attributes.get("value")
    if not content or not content.strip():
        return
    for kind in ("property", "name", "http-equiv"):
        # Several names in one attribute are RDFa's way ("name og:title").
        for name in (attributes.get(kind) or "")[:200].split()[:4]:
            if known := NAMES.get(_key(name)):
                ballot.cast(known[0], content, known[1], known[2])
            elif found := items.rdfa(name.lower(), is_schema=False):
                ballot.cast(found[0], content, "rdfa", found[1])
    for name in (attributes.get("itemprop") or "")[:200].split()[:4]:
        if known := ITEMS.get(name.lower()):
            ballot.cast(known[0], content, known[1], known[2])
