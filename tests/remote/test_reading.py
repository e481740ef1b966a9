"""Objects are read by ranges, retried, and told apart by size and version; errors name the object and what to do."""

from __future__ import annotations

import io
import logging

import pytest

from thresher.archive import read_captures, read_ranges, sources
from thresher.archive.remote import facts
from thresher.archive.sources import expand, opened
from thresher.archive.trouble import trouble
from thresher.errors import PartError, SettingsError


def urls(stream):
    return [one.url for one in read_captures(stream, name="a")]


def read(url, settings):
    with opened(url, settings.storage) as stream:
        return stream.read()


@pytest.mark.parametrize("fault", ["", "503", "cut", "hang"])
def test_what_is_read_of_s3_is_what_lies_there_whatever_happens_on_the_way(s3, crawl, fault):
    s3.files.pipe_file(f"{s3.name}/a.warc.gz", crawl)
    s3.faults.on("GET", fault, times=3)
    with opened(f"{s3.url}/a.warc.gz", s3.settings.storage) as stream:
        assert urls(stream) == urls(io.BytesIO(crawl))
    ranges = [head["Range"] for method, _, head in s3.faults.asked if method == "GET"]
    assert len(ranges) == len(set(ranges)) + (3 if fault else 0)
    assert len(set(ranges)) > 5


@pytest.mark.parametrize("fault", ["", "503", "cut", "hang"])
@pytest.mark.parametrize("ranges", [True, False])
def test_what_is_read_of_the_web_is_what_lies_there_whatever_happens_on_the_way(web, crawl, fault, ranges):
    web.files["/a.warc.gz"], web.ranges = crawl, ranges
    web.faults.on("GET", fault, times=2)
    assert read(f"{web.url}/a.warc.gz", web.settings) == crawl


def test_an_empty_object_is_read_as_empty(web, s3):
    web.files["/none"] = b""
    s3.files.pipe_file(f"{s3.name}/none", b"")
    assert read(f"{web.url}/none", web.settings) == b""
    assert read(f"{s3.url}/none", s3.settings) == b""


def test_a_fault_that_does_not_pass_fails_after_the_tries_that_the_settings_allow(s3, crawl, caplog):
    s3.files.pipe_file(f"{s3.name}/a.warc.gz", crawl)
    s3.faults.on("GET", "503", times=100)
    with caplog.at_level(logging.WARNING), pytest.raises(PartError, match=r"answers 503 \(tried 6 times\) \(s3://.*/a"):
        read(f"{s3.url}/a.warc.gz", s3.settings)
    assert caplog.text.count("trying again") == 5


def test_a_single_record_costs_one_small_request(s3, crawl, places):
    s3.files.pipe_file(f"{s3.name}/a.warc.gz", crawl)
    with opened(f"{s3.url}/a.warc.gz", s3.settings.storage) as stream:
        found = list(read_ranges(stream, [places[14], places[3]], name="a"))
    assert [one.url for one in found] == ["https://orrin.example/log/14", "https://orrin.example/log/3"]
    assert [one.origin.offset for one in found] == [places[14][0], places[3][0]]
    asked = [head["Range"] for method, _, head in s3.faults.asked if method == "GET"]
    assert len(asked) == 2


def test_folders_and_globs_of_a_bucket_are_listed(s3):
    for name in ("day/b.warc", "day/a.warc", "day/deep/c.html", "other.warc"):
        s3.files.pipe_file(f"{s3.name}/{name}", b"Words.")
    storage = s3.settings.storage
    assert expand([f"{s3.url}/day"], storage) == [
        f"{s3.url}/day/{name}" for name in ("a.warc", "b.warc", "deep/c.html")
    ]
    assert expand([f"{s3.url}/day/*.warc"], storage) == [f"{s3.url}/day/a.warc", f"{s3.url}/day/b.warc"]
    assert expand([f"{s3.url}/other.warc"], storage) == [f"{s3.url}/other.warc"]


def test_a_changed_object_has_another_version(s3, web):
    def put(words):
        s3.files.pipe_file(f"{s3.name}/a", words)
        web.files["/a"] = words

    def told():
        return [facts(f"{s3.url}/a", s3.settings.storage), facts(f"{web.url}/a", web.settings.storage)]

    put(b"Words.")
    before = told()
    assert [one.size for one in before] == [6, 6]
    assert told() == before
    put(b"Other.")
    assert [one.size for one in told()] == [6, 6]
    assert not {one.version for one in told()} & {"", *(one.version for one in before)}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("nobody-has-this/a", "no such (bucket|object|file or folder)"),
        ("{}/missing", "no such"),
        ("{}/x/*.warc", "no such"),
    ],
)
def test_an_object_that_is_not_there_is_named(s3, path, told):
    url = "s3://" + path.format(s3.name)
    with pytest.raises(SettingsError, match=told) as failed:
        sources.find([url], s3.settings.storage)
    assert url in str(failed.value)


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, "AccessDenied", "access is denied: .*storage.anonymous"),
        (403, "SignatureDoesNotMatch", "access is denied"),
        (400, "AuthorizationHeaderMalformed", "storage.region"),
    ],
)
def test_a_refusal_says_what_to_do(s3, status, code, told):
    s3.faults.plan = lambda *_: (status, code)
    for url in (f"{s3.url}/a.warc", f"{s3.url}/day/*.warc"):
        with pytest.raises(SettingsError, match=told) as failed:
            sources.find([url], s3.settings.storage)
        assert url in str(failed.value)


def test_a_bucket_of_another_region_says_so():
    moved = OSError("moved")
    moved.response = {"Error": {"Code": "PermanentRedirect"}, "ResponseMetadata": {"HTTPStatusCode": 301}}
    assert "set storage.region" in trouble(moved).told
    assert "set storage.region" in trouble(RecursionError()).told


def test_credentials_that_are_not_there_are_named(s3, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = s3.settings.changed({"storage": {**s3.storage, "read_bytes": 50_000}})
    with pytest.raises(SettingsError, match=r"no credentials were found: .*storage\.anonymous.* \(s3://"):
        sources.find([f"{s3.url}/a"], settings.storage)


def test_a_server_that_is_not_there_is_named(s3):
    storage = s3.settings.changed({"storage": {**s3.storage, "endpoint": "http://127.0.0.1:1", "tries": 2}}).storage
    with pytest.raises(PartError, match=r"the connection failed: .* \(tried 2 times\) \(s3://"):
        sources.find([f"{s3.url}/a"], storage)


def test_a_page_of_the_web_that_is_refused_or_missing_is_named(web):
    web.secret = "letmein"
    with pytest.raises(SettingsError, match=r"access is denied.*/a"):
        sources.find([f"{web.url}/a"], web.settings.storage)
    web.secret = ""
    with pytest.raises(SettingsError, match=r"no such object .*/a"):
        sources.find([f"{web.url}/a"], web.settings.storage)


def test_without_the_package_the_error_names_the_extra(monkeypatch):
    import fsspec

    def missing(*_, **__):
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec, "filesystem", missing)
    with pytest.raises(SettingsError, match=r"install thresher\[gs\] \(gs://b/a\)"):
        sources.find(["gs://b/a"])
