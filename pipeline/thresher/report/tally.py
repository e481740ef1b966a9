"""What the report counts over the articles of a run, beside the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thresher.nouns import Article


@dataclass
class Tally:
    """Words kept, spans and words removed by reason, and the articles by language and by host."""

    words: int = 0
    spans: Counter[str] = field(default_factory=Counter)
    removed_words: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)

    def enter(self, article: Article) -> None:
        """Count one article."""
        self.words += article.word_count
        for removal in article.removals:
            self.spans[removal.reason] += 1
            self.removed_words[removal.reason] += word_count(removal.text)
        self.languages[article.language or "unsure"] += 1
        self.hosts[urlsplit(article.canonical_url).hostname or "none"] += 1

    def row(self) -> dict[str, Any]:
        """The tally as plain data, sorted."""
        counters = ("spans", "removed_words", "languages", "hosts")
        return {"words": self.words} | {name: dict(sorted(getattr(self, name).items())) for name in counters}

    @classmethod
    def total(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """The sum of the rows of several parts."""
        total = cls()
        for row in rows:
            total.words += row["words"]
            for name in ("spans", "removed_words", "languages", "hosts"):
                getattr(total, name).update(row[name])
        return total
