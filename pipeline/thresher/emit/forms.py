"""What an article holds beside its text when the settings ask for it: Markdown, HTML, readers' comments."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from thresher.emit.html import html
from thresher.emit.markdown import markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thresher.nouns import Article, Block
    from thresher.settings import Limits, Settings


def completed(article: Article, blocks: Iterable[Block], comments: Iterable[Block], settings: Settings) -> Article:
    """The article with the forms of its blocks, and with its readers' comments, as far as they are asked for."""
    kept, forms = tuple(blocks), settings.record.forms
    if forms:
        article = replace(
            article,
            markdown=markdown(kept) if "markdown" in forms else None,
            html=html(kept) if "html" in forms else None,
        )
    if settings.extract.comments == "field":
        article = replace(article, comments=tuple(told(comments, settings.limits)))
    return article


def told(comments: Iterable[Block], limits: Limits) -> Iterator[str]:
    """The text of each block of readers' comments, as it stands on the page: nobody judges it."""
    texts = (text for block in comments if (text := block.text.strip()))
    return (text[: limits.comment_chars].rstrip() for text in islice(texts, limits.comments))
