"""The scheduled form: `luigi --module thresher.tasks Corpus …`. The only room that imports luigi."""

from thresher.tasks.chain import (
    ArticlesPart,
    Captures,
    Corpus,
    Duplicates,
    Originals,
    PagesPart,
    SiteTemplates,
    StrippedPart,
)

__all__ = [
    "ArticlesPart",
    "Captures",
    "Corpus",
    "Duplicates",
    "Originals",
    "PagesPart",
    "SiteTemplates",
    "StrippedPart",
]
