"""Nothing that is processed is fetched: no run opens a connection or looks up a name."""

from __future__ import annotations

import json

LURES = """<!doctype html>
<html lang="en" manifest="http://lure.example/m"><head><title>Ferry stops</title><base href="http://lure.example/">
<link rel="stylesheet" href="http://lure.example/a.css"><link rel="canonical" href="http://lure.example/ferry">
<meta http-equiv="refresh" content="0; url=http://lure.example/next"><script src="http://lure.example/a.js"></script>
<script>fetch("http://lure.example/f"); new Image().src = "http://lure.example/i"</script></head>
<body><iframe src="http://lure.example/frame"></iframe><object data="http://lure.example/o"></object>
<article><h1>Ferry stops</h1><p>STORY <img src="http://lure.example/i.png" onerror="alert(1)"></p></article>
</body></html>
"""


def test_the_guard_hears_of_what_it_should(offline):
    code = "import urllib.request as u; u.urlopen('http://lure.example/')"
    done, tried = offline("-c", code)
    assert done.returncode != 0
    assert "lure.example" in tried
    _, tried = offline("-c", "import socket; socket.create_connection(('192.0.2.1', 80))")
    assert "192.0.2.1" in tried


def test_a_run_over_everything_asks_nothing_of_the_network(offline, captures, story, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "lure.html").write_text(LURES.replace("STORY", story))
    out = tmp_path / "out"
    done, tried = offline(
        "-m", "thresher", "clean", captures, folder, "--out", out, "--quiet", "--forms", "markdown,html"
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads((out / "manifest.json").read_bytes())["books"]["articles"] > 80
    assert tried == ""


def test_an_explanation_asks_nothing_of_the_network(offline, story, tmp_path):
    page = tmp_path / "lure.html"
    page.write_text(LURES.replace("STORY", story))
    done, tried = offline("-m", "thresher", "explain", page)
    assert done.returncode == 0, done.stderr.decode()
    assert "The ferry between the two harbours" in " ".join(done.stdout.decode().split())
    assert tried == ""


def test_of_an_input_on_the_web_nothing_but_that_input_is_asked(listening, story, tmp_path):
    served, run = listening
    served["/day/lure.html"] = LURES.replace("STORY", story).encode()
    out = tmp_path / "out"
    done, asked, others = run("clean", "/day/lure.html", "--out", out, "--quiet", "--workers", "1")
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads((out / "manifest.json").read_bytes())["books"]["articles"] == 1
    assert asked == {"/day/lure.html"}
    assert others == []
