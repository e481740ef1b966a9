"""A hook of the documentation's builder: what the theme's scripts would load from outside is taken out of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

OUTSIDE = re.compile(r"https://unpkg\.com/[^\"'`]*")  # helpers for diagrams, and for search without a server
NOTHING = "data:text/javascript,"


def on_post_build(config: Any) -> None:
    """After the build: scripts are left to load nothing in their place."""
    for script in Path(config["site_dir"]).rglob("*.js"):
        text = script.read_text("utf-8")
        if OUTSIDE.search(text):
            script.write_text(OUTSIDE.sub(NOTHING, text), "utf-8")
