"""What the pages of a batch, and of those before it, teach about their sites: lines and values that recur over them."""

from __future__ import annotations

from dataclasses import dataclass, field

from thresher.metadata.memory import SiteMemory
from thresher.strip.templates import SiteTemplates


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is known of sites by their pages."""

    templates: SiteTemplates = field(default_factory=lambda: SiteTemplates({}))
    memory: SiteMemory = field(default_factory=lambda: SiteMemory({}))
