"""The scheduled form: `luigi --module thresher.tasks Daily …`. The only room that imports luigi."""

from luigi.tools.range import RangeDaily

from thresher.tasks.batches import Batch, Daily
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
    "Batch",
    "Captures",
    "Corpus",
    "Daily",
    "Duplicates",
    "Originals",
    "PagesPart",
    "RangeDaily",
    "SiteTemplates",
    "StrippedPart",
]
