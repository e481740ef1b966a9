"""HTML as the plain text that different tools make of it: what archives of text hold.

`TRAINED` are learnt from; the others show what another renderer than those costs.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LYNX = (
    "lynx",
    "-dump",
    "-nolist",
    "-stdin",
    "-force_html",
    "-width=80",
    "-assume_charset=utf-8",
    "-display_charset=utf-8",
)
_LYNX_SECONDS = 20
_UNREAD = ("script", "style", "noscript", "template", "head")


def resiliparse(html: str) -> str:
    """The whole page by resiliparse, indented as Common Crawl's successors write it."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return str(extract_plain_text(HTMLTree.parse(html), main_content=False, alt_texts=True))


def inscriptis(html: str) -> str:
    """The whole page by inscriptis, laid out in columns as a browser would."""
    from inscriptis import get_text

    return str(get_text(html))


def browser(html: str) -> str:
    """One line a block, a blank line between blocks of prose: about what copying from a browser gives."""
    from selectolax.lexbor import LexborHTMLParser

    from thresher.extract import depth
    from thresher.extract.tree import walk

    lines: list[str] = []
    for block in walk.outline(LexborHTMLParser(depth.limited(html))).blocks():
        lines += [block.text, ""] if len(block.text) > 80 else [block.text]  # noqa: PLR2004
    return "\n".join(lines)


def selectolax(html: str) -> str:
    """Every text node on a line of its own, as quick scripts take text from a tree."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    tree.strip_tags(list(_UNREAD))
    return str(tree.body.text(separator="\n", strip=True)) if tree.body else ""


def lynx(html: str) -> str:
    """`lynx -dump`: hard-wrapped at 80 columns, indented by three."""
    run = subprocess.run(_LYNX, input=html.encode(), capture_output=True, check=True, timeout=_LYNX_SECONDS)  # noqa: S603
    return run.stdout.decode("utf-8", "replace")


RENDERERS: dict[str, Callable[[str], str]] = {
    "resiliparse": resiliparse,
    "inscriptis": inscriptis,
    "browser": browser,
    "selectolax": selectolax,
    "lynx": lynx,
}
TRAINED = ("resiliparse", "inscriptis", "browser")
