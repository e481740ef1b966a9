"""A headless Chromium that is watched: whatever a page complains of or asks of the network fails its test."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",  # as root it does not start with one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # or it looks up hosts of its own
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass
class Watch:
    """What a page did: what it complained of, what it asked for, and what of that would have left the machine."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def request(self, url: str) -> bool:
        """Note a request; whether it stays on this machine."""
        self.requests.append(url)
        parts = urlsplit(url)
        stays = parts.scheme in {"file", "data", "blob", "about"} or parts.hostname in LOCAL
        if not stays:
            self.left.append(url)
        return stays


@pytest.fixture(scope="session")
def browser():
    """Chromium as the machine has it; skips where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    wanted = (os.environ.get("THRESHER_CHROMIUM"), *map(shutil.which, CHROMIUM))
    found = next((path for path in wanted if path and Path(path).is_file()), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    with api.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def watch():
    """What `page` did. A test that expects complaints takes them out of `watch.errors`."""
    return Watch()


@pytest.fixture
def page(browser, watch):
    """A page of a context of its own; the test fails if it complained, or if a request would have left the machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.route("**/*", lambda route: route.continue_() if watch.request(route.request.url) else route.abort())
    opened.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: watch.errors.append(str(error)))
    yield opened
    context.close()
    assert watch.errors == []
    assert watch.left == []


@pytest.fixture
def violations():
    """What axe-core finds against accessibility on a page: the rules of serious or critical impact, and where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()

    def found(page) -> list[tuple[str, list[str]]]:
        told = axe.run(page).response["violations"]
        grave = [one for one in told if one["impact"] in {"serious", "critical"}]
        return [(one["id"], [str(node["target"]) for node in one["nodes"][:5]]) for one in grave]

    return found
