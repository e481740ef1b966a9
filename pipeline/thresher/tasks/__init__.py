"""The scheduled form: `luigi --module thresher.tasks Corpus …`. The only room that imports luigi."""

from thresher.tasks.chain import (
    ArticlesPart,
    Corpus,
    Duplicates,
    Originals,
    PagesPart,
    SiteTemplates,
    StrippedPart,
)

__all__ = [
    "ArticlesPart",
    "Corpus",
    "Duplicates",
    "Originals",
    "PagesPart",
    "SiteTemplates",
    "StrippedPart",
]
