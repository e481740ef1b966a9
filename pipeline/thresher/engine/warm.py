"""What a worker needs before its first page, got ready once: the fork server imports this, and workers are its copies.

An invented page goes all the way, so that what is built when it is first asked for is built here: tables of characters,
patterns, the libraries of the second opinion, the model of the careful language identifier. Each worker took a second
for that; what is read-only is now also in memory once.
"""

from __future__ import annotations

import gc
import signal
from contextlib import suppress

from thresher.dedup.sheet import NOWHERE, sheet
from thresher.engine import worker
from thresher.engine.shelf import shelved
from thresher.extract.by_trafilatura_strict import ENGINE as SECOND_OPINION
from thresher.flow import to_article, to_page
from thresher.kit import Kit
from thresher.metadata.detectors import careful
from thresher.nouns import Capture, CaptureKind, Origin

_PAGE = """<!doctype html>
<html lang="en"><head><title>Ferry to run at night - The Orrin Courier</title></head>
<body><nav><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Ferry to run at night</h1><p class="byline">By Ada Wren</p><p>March 3, 2021</p>
<p>The ferry between Orrin and the islands will run until midnight from May, the harbour board said on Wednesday.</p>
<p>“People who work late have asked for it for years,” said Tom Hale, who has steered the boat since 1998.</p>
<p>The board expects some forty passengers a night. Tickets will cost two crowns more than by day.</p>
<p>Share this article</p></article>
<footer><p>© 2021 The Orrin Courier. All rights reserved.</p><p>Sign up for our newsletter</p></footer></body></html>
"""
_TEXT = "\n".join(("News", "Ferry to run at night", "By Ada Wren", "The ferry will run until midnight from May. " * 3))


def get_ready() -> None:
    """Read the page, and a text, as the shipped settings have it; nothing that depends on settings is kept."""
    kit = Kit.load()
    address = "https://www.orrincourier.example/2021/ferry"
    for kind, body in ((CaptureKind.HTML, _PAGE), (CaptureKind.TEXT, _TEXT)):
        capture = Capture(Origin("memory"), address, None, kind, body.encode())
        page = to_page(capture, kit)
        worker.paged(page)
        article = to_article(page, kit)
        sheet(article, NOWHERE)
        shelved(article).record()
    SECOND_OPINION(_PAGE, capture)
    careful(_TEXT)


signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
with suppress(Exception):  # such as a full disk: whoever needs it will tell, with the record that it was needed for
    get_ready()
gc.collect()
gc.freeze()  # a collection in a worker would write to every page of memory that it shares
