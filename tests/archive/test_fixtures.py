"""The archives in `fixtures/archives` are read as their stories say."""

import importlib.util
import io
from collections import Counter
from pathlib import Path

import pytest

from thresher.archive import expand, read_capture_at, read_captures
from thresher.nouns import Capture, Rejection, Revisit

FIXTURES = Path(__file__).parents[2] / "fixtures"


def script():
    spec = importlib.util.spec_from_file_location("make_archives", FIXTURES / "make_archives.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


STORIES = script().STORIES


@pytest.mark.parametrize("name", STORIES)
def test_an_archive_is_read_as_its_story_says(name):
    records = list(read_captures(FIXTURES / "archives" / name))
    _, captures, revisits, rejections = STORIES[name]
    assert sum(isinstance(each, Capture) for each in records) == captures
    assert sum(isinstance(each, Revisit) for each in records) == revisits
    assert Counter(str(each.reason) for each in records if isinstance(each, Rejection)) == rejections


@pytest.mark.parametrize("name", STORIES)
def test_each_record_is_opened_again(name):
    path = FIXTURES / "archives" / name
    for record in read_captures(path):
        assert read_capture_at(path, record.origin.offset, member=record.origin.member) == record


@pytest.mark.parametrize("name", [name for name in STORIES if name.startswith(("truncated.w", "wrong"))])
def test_what_is_read_from_a_damaged_archive_is_sound(name):
    pages = {script().host_url(number): script().page(number) for number in range(10)}
    for capture in read_captures(FIXTURES / "archives" / name):
        if isinstance(capture, Capture):
            whole = pages[capture.url]
            assert capture.body == whole if capture.truncated is None else whole.startswith(capture.body.rstrip())


def test_every_fixture_has_a_story():
    assert {path.name for path in (FIXTURES / "archives").iterdir()} == set(STORIES)
    assert len(expand([str(FIXTURES / "archives")])) == len(STORIES)


@pytest.mark.parametrize("name", STORIES)
def test_the_script_makes_what_is_there(name):
    made = read_captures(io.BytesIO(script().archives()[name]), name=name)
    kept = read_captures(FIXTURES / "archives" / name, name=name)
    # Offsets depend on the compressors' versions.
    assert [(type(each), each.url) for each in made] == [(type(each), each.url) for each in kept]
