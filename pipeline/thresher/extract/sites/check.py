"""The automatic checks of site knowledge: saved pages must come out as their file says, and no selector may be idle.

Reads the saved pages below the folder of the sites; everything else is pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.extract import page
from thresher.extract.sites import reading
from thresher.extract.sites.knowledge import KEYS
from thresher.flow import guarded, to_article, to_page
from thresher.nouns import Article, Capture, CaptureKind, Origin, Page, Rejection, Stage
from thresher.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from thresher.extract.sites.knowledge import Era, Example, Site
    from thresher.kit import Kit


def check(kit: Kit, folder: Path) -> list[str]:
    """What is wrong with the sites of a kit whose saved pages lie below `folder`, one sentence a problem."""
    return [
        f"{folder / site.file}: {era}: {problem}"
        for site in kit.sites.sites
        for era in site.eras
        for problem in era_problems(kit, folder, site, era)
    ]


def era_problems(kit: Kit, folder: Path, site: Site, era: Era) -> Iterator[str]:
    """What is wrong with the examples of an era, and which of its selectors hit nothing in any of them."""
    if not era.examples:
        yield "needs at least one [[era.example]]"
        return
    idle = {(key, one) for key in KEYS for one in getattr(era, key)}
    for number, example in enumerate(era.examples, 1):
        try:
            capture = _capture(folder, example)
        except (OSError, ValueError) as error:
            yield f"example {number}: cannot read {example.html}: {getattr(error, 'strerror', None) or error}"
            return
        yield from (f"example {number}: {told}" for told in example_problems(kit, site, era, example, capture))
        idle -= hitting(capture, site, era)
    for key, one in sorted(idle):
        yield f"{key}: {one!r} hits nothing in any example; has the site changed?"


def example_problems(kit: Kit, site: Site, era: Era, example: Example, capture: Capture) -> Iterator[str]:
    """How the cleaned page differs from what its example says."""
    if kit.sites.find(example.url, example.captured_at) != (site, era):
        yield f"{example.url}, captured {example.captured_at or 'on no date'}, is not of this file and era"
        return
    if not example.with_:
        yield "`with` is empty, so it proves nothing"
    if (era.drop or era.comments) and not example.without:
        yield "`without` is empty, so it does not prove what goes"
    found = guarded(lambda: to_page(capture, kit), capture, Stage.EXTRACT, strict=False)
    if isinstance(found, Page) and found.site and found.site.trouble:
        yield found.site.trouble
    outcome = _outcome(found, kit)
    if isinstance(outcome, Rejection):
        yield f"rejected: {outcome.reason} ({outcome.detail})"
        return
    text = _squeezed(outcome.text)
    yield from (f"`with`: the text lacks {phrase!r}" for phrase in example.with_ if _squeezed(phrase) not in text)
    yield from (f"`without`: the text holds {phrase!r}" for phrase in example.without if _squeezed(phrase) in text)


def hitting(capture: Capture, site: Site, era: Era) -> set[tuple[str, str]]:
    """Which selectors of an era hit something on a page, each with its list; those of `keep` after the drops."""
    tree = page.opened(capture).tree
    found = {(key, one) for key in ("drop", "comments") for one in getattr(era, key) if tree.css_first(one)}
    reading.read(tree, (site, era), Settings())
    return found | {("keep", one) for one in era.keep if tree.css_first(one)}


def _outcome(found: Page | Rejection, kit: Kit) -> Article | Rejection:
    if isinstance(found, Rejection):
        return found
    return guarded(lambda: to_article(found, kit), found.capture, Stage.JUDGE, strict=False)


def _capture(folder: Path, example: Example) -> Capture:
    """The capture of an example; raises OSError, or ValueError where a link leads out of the folder."""
    body = example.markup.encode()
    if example.html:
        file = (folder / example.html).resolve()
        if not file.is_relative_to(folder.resolve()):
            raise ValueError("it lies outside the folder of the sites")
        body = file.read_bytes()
    origin = Origin(example.html or "markup")
    charset = None if example.html else "utf-8"
    return Capture(origin, example.url, example.captured_at, CaptureKind.HTML, body, charset=charset)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
