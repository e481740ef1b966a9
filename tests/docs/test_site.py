"""The built site: no dead link, and nothing that a page would fetch from outside."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).parents[2]
FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    if importlib.util.find_spec("mkdocs") is None or importlib.util.find_spec("material") is None:
        pytest.skip("mkdocs-material is not installed (extra `docs`)")
    folder = tmp_path_factory.mktemp("site")
    call = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(call, cwd=ROOT, capture_output=True, check=False, timeout=300, env=quiet)
    assert done.returncode == 0, done.stderr.decode()
    return folder


def test_every_page_is_built(site):
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    names = {Path("benchmarks/index.html") if page == Path("benchmarks/README.html") else page for page in pages}
    assert names <= {path.relative_to(site) for path in site.rglob("*.html")}


def test_no_page_fetches_anything_from_outside(site):
    for page in site.rglob("*.html"):
        tree = LexborHTMLParser(page.read_text("utf-8"))
        for name, attribute in FETCHED.items():
            for node in tree.css(f"{name}[{attribute}]"):
                assert not re.match(r"(?:\w+:)?//", node.attributes[attribute]), (page.name, node.html)
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", sheet.read_text("utf-8")), sheet.name


def test_no_script_of_the_site_names_a_place_to_load_others_from(site):
    scripts = list(site.rglob("*.js"))
    assert scripts
    for script in scripts:
        assert not re.search(r"//(?:unpkg|cdn|cdnjs|jsdelivr)\b", script.read_text("utf-8")), script.name


def test_the_search_knows_the_pages(site):
    assert "Mastodon" in (site / "search" / "search_index.json").read_text("utf-8")
