"""The document of a captured page: alone in a sandbox, under a policy that lets it ask for nothing.

The evidence of a cut stands in an attribute, which the style sheet shows at the foot of the frame on hover and focus:
so the frame needs no script, and none may run in it. `#c12` is the address of the first word of a cut.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import resources

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What the document of a captured page may do, said in the document itself and in its headers."""


@cache
def asset(name: str) -> str:
    """A file of the inspector's own: the page, its style and its script."""
    return resources.files("thresher.inspector").joinpath("assets", name).read_text("utf-8")


def document(body: str, direction: str = "") -> str:
    """A document round a body that is known to be inert."""
    turned = f' dir="{escape(direction)}"' if direction in ("rtl", "ltr") else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Captured page</title><style>{frame_style()}</style></head>"
        f"<body><main{turned}>{body}</main></body></html>"
    )


@cache
def frame_style() -> str:
    """The style sheet of the frame, whole."""
    return asset("colours.css") + asset("frame.css")
