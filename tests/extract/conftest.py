"""Pages of our own, and captures made of them."""

from __future__ import annotations

import pytest

from thresher.nouns import Capture, CaptureKind, Origin
from thresher.settings import Settings

SENTENCES = (
    "The ferry between the two harbours stopped running on Monday, after its engine room had taken in water.",
    "Nobody was hurt, the harbour master said, but the repair is going to take until the end of the month.",
    "Until then a smaller boat carries passengers across the bay, six times a day and without their cars.",
    "Shopkeepers on the island fear for the autumn holidays, which bring them a quarter of the year's trade.",
    "The council will talk about a bridge again, as it has done every winter for the past thirty years.",
)

ARTICLE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry stops | Bay Courier</title>
<meta property="og:type" content="article"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Ferry stops between the harbours</h1>
<p>{SENTENCES[0]} <a href="/ferry">Timetables</a> hang at the pier.</p>
<h2>What travellers can do</h2>
<ul><li>Take the <b>small boat</b> from the east pier.</li><li>Drive round by the dam.
<ul><li>The dam road is closed at night.</li></ul></li></ul>
<p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p>
<blockquote><p>I have never seen so much water in an engine room, and I have seen a lot of water.</p></blockquote>
<p>{SENTENCES[3]}<br>{SENTENCES[4]}</p>
<table><tr><th>Pier</th><th>Boats</th></tr><tr><td>East</td><td>6</td></tr><tr><td>West</td><td>none</td></tr></table>
<pre><code>for pier in piers:
    print(pier)</code></pre>
</article><footer><p>Bay Courier, 1 Quay Street</p></footer></body></html>"""


@pytest.fixture
def article() -> str:
    return ARTICLE


@pytest.fixture
def sentences() -> tuple[str, ...]:
    return SENTENCES


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def capture():
    """A function that makes a capture of markup or text."""

    def make(body: str | bytes, *, kind: CaptureKind = CaptureKind.HTML, charset: str | None = None) -> Capture:
        raw = body.encode("utf-8") if isinstance(body, str) else body
        return Capture(Origin("bay.warc", 7), "https://courier.example/ferry", None, kind, raw, charset=charset)

    return make
