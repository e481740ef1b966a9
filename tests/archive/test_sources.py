import io
import os
import sys
from pathlib import Path

import fsspec
import pytest

from thresher.archive import expand, read_captures
from thresher.errors import PartError, SettingsError


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for name in ("b.warc", "a.html", "sub/c.txt", "sub/deep/d.warc.gz", ".hidden", ".git/e.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Words.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_are_named_as_they_were_given(tree):
    assert expand(["a.html", str(tree / "b.warc")]) == sorted(["a.html", str(tree / "b.warc")])


def test_folders_are_walked_without_hidden_files(tree):
    found = ["a.html", "b.warc", "sub/c.txt", "sub/deep/d.warc.gz"]
    assert expand([str(tree)]) == [str(tree / name) for name in found]
    assert expand(["."]) == [f"./{name}" for name in found]


@pytest.mark.usefixtures("tree")
def test_globs_are_expanded():
    assert expand(["*.html", "sub/**/*.gz"]) == ["a.html", "sub/deep/d.warc.gz"]
    assert expand(["su?"]) == ["sub/c.txt", "sub/deep/d.warc.gz"]


def test_no_file_comes_twice_and_the_order_of_the_inputs_does_not_matter(tree):
    once = expand(["a.html", "b.warc"])
    assert expand(["b.warc", "a.html", "a.html", "b.*"]) == once
    (tree / "link.html").symlink_to("a.html")
    assert len(expand(["a.html", "link.html"])) == 1


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tree):
    (tree / "x[1].html").write_text("Words.")
    assert expand(["x[1].html"]) == ["x[1].html"]


@pytest.mark.parametrize("given", ["missing.warc", "*.missing", "missing/"])
@pytest.mark.usefixtures("tree")
def test_an_input_that_is_not_there_is_named_in_the_error(given):
    with pytest.raises(SettingsError, match=given.replace("*", r"\*")):
        expand([given])


@pytest.mark.usefixtures("tree")
def test_a_manifest_lists_files_next_to_it_or_from_the_working_directory():
    Path("sub/list").write_text("# a comment\n\nc.txt\r\na.html\ndeep/*.gz\n")
    assert expand(["sub/list"]) == ["a.html", "sub/c.txt", "sub/deep/d.warc.gz"]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    "text",
    [
        "a.html\nnot a file\n",
        "https://site.example/story\n",
        "https://site.example/story\n\nWords.\n",
        "Just words.\n",
        "-\n",
        "# only a comment\n",
        "",
    ],
)
def test_a_text_capture_is_no_manifest(text):
    Path("text.txt").write_text(text)
    assert expand(["text.txt"]) == ["text.txt"]


@pytest.mark.usefixtures("tree")
def test_files_in_folders_and_globs_are_never_manifests():
    Path("sub/hostile.txt").write_text("../a.html\n")
    assert "a.html" not in expand(["sub"]) + expand(["sub/*.txt"])


@pytest.mark.usefixtures("tree")
def test_a_manifest_in_a_manifest_is_a_capture():
    Path("inner").write_text("a.html\n")
    Path("outer").write_text("inner\n")
    assert expand(["outer"]) == ["inner"]


def test_our_own_output_is_not_taken_for_input(tree):
    for name in ("out/articles/a.jsonl", "out/rejections/r.jsonl", "out/manifest.json", "articles/mine.html"):
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    found = expand(["."])
    assert "./articles/mine.html" in found
    assert not [name for name in found if "out/" in name]


def test_output_beside_input_is_left_out(tree):
    for name in ("articles/a.jsonl", "rejections/r.jsonl", "manifest.json", "metrics.json", "report.html"):
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    assert expand(["."]) == ["./a.html", "./b.warc", "./sub/c.txt", "./sub/deep/d.warc.gz"]


def test_standard_input_is_a_dash(archive, monkeypatch):
    assert expand(["-"]) == ["-"]

    class Stdin:
        buffer = Pipe(archive.gz)

    monkeypatch.setattr(sys, "stdin", Stdin())
    records = list(read_captures("-"))
    assert [each.url for each in records] == archive.urls
    assert records[0].origin.archive == "-"


class Pipe(io.RawIOBase):
    """A stream that cannot seek."""

    def __init__(self, data):
        super().__init__()
        self._data = io.BytesIO(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._data.readinto(buffer)


def test_a_file_object_that_cannot_seek_is_read(archive):
    assert [each.url for each in read_captures(Pipe(archive.whole_gz))] == archive.urls


def test_a_named_pipe_is_left_for_the_reader(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert expand([str(tmp_path / "pipe")]) == [str(tmp_path / "pipe")]


def test_urls_are_opened_through_fsspec(archive):
    files = fsspec.filesystem("memory")
    files.pipe({"/crawl/a.warc.gz": archive.gz, "/crawl/b.warc": archive.plain})
    try:
        found = ["memory://crawl/a.warc.gz", "memory://crawl/b.warc"]
        assert [name.replace(":///", "://") for name in expand(["memory://crawl/*"])] == found
        assert len(expand(["memory://crawl"])) == 2
        for name in expand(["memory://crawl"]):
            assert [each.url for each in read_captures(name)] == archive.urls
        with pytest.raises(SettingsError, match="memory://crawl/c"):
            expand(["memory://crawl/c"])
        with pytest.raises(SettingsError, match="memory://crawl/c"):
            list(read_captures("memory://crawl/c"))
    finally:
        files.rm("/crawl", recursive=True)


def test_an_unknown_scheme_is_an_error_that_names_it():
    with pytest.raises(SettingsError, match="nosuch://x"):
        expand(["nosuch://x"])


def test_a_missing_file_and_a_folder_are_errors_that_name_them(tmp_path):
    with pytest.raises(SettingsError, match=r"gone\.warc"):
        list(read_captures(tmp_path / "gone.warc"))
    with pytest.raises(SettingsError, match="folder"):
        list(read_captures(tmp_path))


def test_a_file_that_cannot_be_read_is_an_error_that_names_it(archive):
    class Broken(io.BytesIO):
        def read(self, _size=-1):
            raise OSError(5, "Input/output error")

    with pytest.raises(PartError, match=r"bad\.warc"):
        list(read_captures(Broken(archive.plain), name="bad.warc"))
