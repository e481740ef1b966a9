"""The watch that the browser tests rely on sees what it is there to see."""

from __future__ import annotations

import pytest


@pytest.fixture
def opened(page, tmp_path):
    """A page of our own, from a file."""

    def show(body: str) -> None:
        path = tmp_path / "page.html"
        path.write_text(f"<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>{body}</main>")
        page.goto(path.as_uri())

    return show


def test_a_request_that_would_leave_the_machine_is_stopped_and_told(opened, watch):
    opened("<img src='http://pictures.example/a.png' alt='a picture'>")
    assert watch.left == ["http://pictures.example/a.png"]
    watch.left.clear()
    watch.errors.clear()


def test_a_script_that_fails_is_told(opened, watch):
    opened("<script>undefinedName()</script>")
    assert "undefinedName" in watch.errors.pop()


def test_axe_finds_a_picture_without_words(opened, page, violations):
    opened("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    assert [name for name, _ in violations(page)] == ["image-alt"]
