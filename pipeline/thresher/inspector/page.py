"""The inspector's page: served with its style and script beside it, or written as one file that holds all it shows."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import TYPE_CHECKING, Any

from thresher.inspector.frame import asset, frame_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.inspector.view import View
    from thresher.inspector.window import Window

_HEAD = "<!--head-->"
_TAIL = "<!--tail-->"


def shell() -> str:
    """The page as it is served."""
    page = asset("inspector.html")
    page = page.replace(_HEAD, '<link rel="stylesheet" href="inspector.css">')
    return page.replace(_TAIL, '<script src="inspector.js"></script>')


def exported(window: Window, views: Sequence[View], rows: Sequence[dict[str, Any]]) -> str:
    """The page as one file, with views and the rows of its list in it; it opens from disk and asks for nothing."""
    meta = window.meta() | {"marks": None}
    held = [one.data | {"frame": one.frame} for one in views]
    data = json.dumps({"meta": meta, "rows": list(rows), "views": held}, ensure_ascii=True, default=str)
    data = data.replace("<", "\\u003c")  # nothing in it can end the element that it stands in
    style, script = asset("colours.css") + asset("inspector.css"), asset("inspector.js")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}' '{_hash(frame_style())}';"
        " img-src data:; frame-src blob:; base-uri 'none'; form-action 'none'"
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}"><style>{style}</style>'
    tail = f'<script type="application/json" id="data">{data}</script><script>{script}</script>'
    return asset("inspector.html").replace(_HEAD, head).replace(_TAIL, tail)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
