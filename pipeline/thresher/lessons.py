"""What the pages of a batch teach about their sites: the blocks and the values that recur over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.metadata import memory
from thresher.metadata.memory import SiteMemory  # noqa: TC001 - msgspec reads the annotations at run time
from thresher.strip import templates
from thresher.strip.templates import SiteTemplates  # noqa: TC001 - the same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.nouns import Page
    from thresher.settings import Strip


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is known of sites by their pages."""

    templates: SiteTemplates
    memory: SiteMemory


def learn(pages: Iterable[Page], strip: Strip) -> Lessons:
    """What the pages teach, in one pass over them; nothing where templates are off."""
    blocks, values = templates.Learner(), memory.Learner()
    for page in pages if strip.templates else ():
        blocks.see(page)
        values.see(page)
    return Lessons(blocks.learned(strip.template_pages, strip.template_share), values.learned())
