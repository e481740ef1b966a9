"""Path lists, indexes and byte ranges as inputs: what they name, and what is said of lines that name nothing."""

from __future__ import annotations

import gzip
import json

import pytest

from thresher.archive.lists import Source, merged
from thresher.archive.sources import find
from thresher.errors import SettingsError
from thresher.settings import Storage

PATHS = "crawl/one.warc.gz\n\ncrawl/two.warc.gz\n"


def cdxj(places, file="crawl/one.warc.gz"):
    head = "!OpenWayback-CDXJ 1.0\n"
    return head + "".join(
        f"example,orrin)/log/{n} 20261120100000 "
        + json.dumps(
            {"url": f"https://orrin.example/log/{n}", "offset": str(at), "length": str(size), "filename": file}
        )
        + "\n"
        for n, (at, size) in enumerate(places)
    )


@pytest.fixture
def disk(tmp_path, crawl, monkeypatch):
    (tmp_path / "data" / "crawl").mkdir(parents=True)
    for name in ("one", "two"):
        (tmp_path / "data" / "crawl" / f"{name}.warc.gz").write_bytes(crawl)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_compressed_path_list_lies_below_the_base(disk):
    (disk / "warc.paths.gz").write_bytes(gzip.compress(PATHS.encode()))
    found = find(["warc.paths.gz"], Storage(base="data"))
    assert found == [Source("data/crawl/one.warc.gz"), Source("data/crawl/two.warc.gz")]
    found = find(["warc.paths.gz"], Storage(base="s3://bucket/"))
    assert [one.path for one in found] == ["s3://bucket/crawl/one.warc.gz", "s3://bucket/crawl/two.warc.gz"]


def test_without_a_base_a_list_names_what_lies_beside_it_or_in_the_working_directory(disk):
    (disk / "data" / "my.paths").write_text(PATHS)
    assert [one.path for one in find(["data/my.paths"])] == ["data/crawl/one.warc.gz", "data/crawl/two.warc.gz"]
    (disk / "my.paths").write_text("data/crawl/one.warc.gz\n")
    assert [one.path for one in find(["my.paths"])] == ["data/crawl/one.warc.gz"]
    (disk / "elsewhere.paths").write_text(PATHS)
    with pytest.raises(SettingsError, match=r"crawl/one.*--base.*\(elsewhere\.paths\)"):
        find(["elsewhere.paths"])


def test_a_list_on_the_web_names_what_lies_beside_it_or_at_the_root_of_its_host(web, crawl):
    web.files.update({"/crawl/one.warc.gz": crawl, "/crawl/two.warc.gz": crawl})
    web.files["/lists/warc.paths.gz"] = web.files["/warc.paths.gz"] = gzip.compress(PATHS.encode())
    wanted = [f"{web.url}/crawl/one.warc.gz", f"{web.url}/crawl/two.warc.gz"]
    for name in ("lists/warc.paths.gz", "warc.paths.gz"):
        assert [one.path for one in find([f"{web.url}/{name}"], web.settings.storage)] == wanted


@pytest.mark.parametrize("line", ["file:///etc/passwd", "../../secret", "/etc/passwd", "https://elsewhere.example/a"])
def test_a_list_of_strangers_names_nothing_elsewhere(web, line):
    web.files["/warc.paths"] = f"a.warc.gz\n{line}\n".encode()
    with pytest.raises(SettingsError, match=r"leads out of http://127.*warc\.paths"):
        find([f"{web.url}/warc.paths"], web.settings.storage)
    asked = {path for _, path, _ in web.faults.asked}
    assert asked <= {"/warc.paths", "/a.warc.gz"}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "a.paths",
            "crawl/one.warc.gz\nThis is no path.\n",
            r"no path of an archive: This is no path\. \(a\.paths:2\)",
        ),
        ("a.paths", "", "names nothing"),
        ("a.paths", "\ufeff\n# only this\n", "names nothing"),
        ("a.paths", b"\xff\xfe\x00", r"no text|longer"),
        ("a.paths.gz", gzip.compress(b"crawl/one.warc.gz\n" * 999, mtime=0)[:40], r"breaks off.*a\.paths\.gz:"),
        ("a.cdxj", "org,example)/ 2026 {}\n", r"no line of an index .*\(a\.cdxj:1\)"),
        ("a.cdxj", "rubbish\n", r"no line of an index .*rubbish \(a\.cdxj:1\)"),
        ("a.cdxj", '{"filename": "crawl/one.warc.gz", "offset": "-1", "length": "5"}', "no place in an archive"),
        ("a.cdxj", '{"filename": "crawl/one.warc.gz", "offset": "x", "length": "5"}', "no line of an index"),
        ("a.cdxj", '{"filename": "gone.warc.gz", "offset": "1", "length": "5"}', r"gone\.warc\.gz.*a\.cdxj"),
    ],
)
def test_a_line_that_names_nothing_is_told_with_its_number(disk, monkeypatch, name, text, told):
    monkeypatch.chdir(disk / "data")
    (disk / "data" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError, match=told):
        find([name])


def test_the_lines_of_an_index_become_ranges_of_one_file(disk, places):
    wanted = [places[14], places[3], places[4], places[3]]
    (disk / "some.cdxj").write_text(cdxj(wanted))
    three, forty = places[3], places[14]
    found = find(["some.cdxj"], Storage(base="data"))
    assert found == [Source("data/crawl/one.warc.gz", ((three[0], three[1] + places[4][1]), forty))]


def test_the_lines_of_an_index_server_are_read_too(disk, places):
    lines = [line.partition(" {")[2] for line in cdxj(places[:1]).splitlines()[1:]]
    (disk / "cdx-00000.gz").write_bytes(gzip.compress("".join(f"{{{line}\n" for line in lines).encode()))
    assert find(["cdx-00000.gz"], Storage(base="data")) == [Source("data/crawl/one.warc.gz", (places[0],))]


def test_a_stretch_of_a_file_is_an_input(disk):
    assert find(["data/crawl/one.warc.gz#bytes=100-299"]) == [Source("data/crawl/one.warc.gz", ((100, 200),))]
    with pytest.raises(SettingsError, match="ends before it begins"):
        find(["data/crawl/one.warc.gz#bytes=9-8"])
    with pytest.raises(SettingsError, match="no such file"):
        find(["gone.warc.gz#bytes=0-8"])
    with pytest.raises(SettingsError, match="only of one file"):
        find(["data/crawl#bytes=0-8"])
    (disk / "odd#bytes=0-8").write_text("Words.")
    assert find(["odd#bytes=0-8"]) == [Source("odd#bytes=0-8")]


def test_a_file_named_whole_is_read_whole():
    assert merged([Source("a", ((5, 5),)), Source("a"), Source("a", ((1, 1),))]) == [Source("a")]


def test_lists_in_folders_and_globs_are_captures(disk):
    (disk / "data" / "warc.paths").write_text("../secret\n")
    assert "data/warc.paths" in [one.path for one in find(["data"])]
    assert [one.path for one in find(["data/*.paths"])] == ["data/warc.paths"]
