"""Runs from and to object stores: the bytes of a local run, whatever happens on the way, and no secret anywhere."""

from __future__ import annotations

import gzip
import json
import logging

import pytest

from thresher.archive.addresses import kept_private
from thresher.errors import PartError, SettingsError
from thresher.tasks.local import Order, run_corpus


def run(store, inputs, out, work, **storage):
    changes = {"storage": {**store.storage, "work": str(work), **storage}, "output": {"compress": "none"}}
    return run_corpus(Order(tuple(map(str, inputs)), str(out), "", changes, 1, strict=False))


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("*/*.jsonl")}


@pytest.fixture
def local(web, crawl, tmp_path):
    """What a run over the WARC on disk writes."""
    (tmp_path / "a.warc.gz").write_bytes(crawl)
    run(web, [tmp_path / "a.warc.gz"], tmp_path / "local", tmp_path)
    return {name: data.replace(str(tmp_path).encode(), b"PLACE") for name, data in files_of(tmp_path / "local").items()}


def test_a_run_from_bucket_to_bucket_through_faults_writes_the_bytes_of_a_local_run(s3, crawl, local, tmp_path):
    s3.files.pipe_file(f"{s3.name}/a.warc.gz", crawl)
    left = {("GET", "cut"): 2, ("GET", "hang"): 1, ("HEAD", "503"): 2, ("PUT", "503"): 2, ("PUT", "cut"): 1}

    def plan(method, _path, _headers):
        for (wanted, fault), times in left.items():
            if wanted == method and times:
                left[wanted, fault] -= 1
                return fault
        return ""

    s3.faults.plan = plan
    manifest = run(s3, [f"{s3.url}/a.warc.gz"], f"{s3.url}/out", tmp_path / "work")
    assert not any(left.values())
    assert manifest["books"]["articles"] > 15
    assert manifest["inputs"][0]["digest"].startswith("etag:")
    written = [path for method, path, _ in s3.faults.asked if method == "PUT"]
    assert "manifest.json" in written[-1]
    out = f"{s3.name}/out/"
    found = {name.removeprefix(out): s3.files.cat_file(name) for name in s3.files.find(out)}
    told = json.loads(found.pop("manifest.json"))
    assert told == manifest
    page = found.pop("report.html").decode()
    assert f"{s3.url}/out" in page
    assert str(tmp_path) not in page
    assert json.loads(found.pop("metrics.json"))["stages"]
    assert {name: data.replace(s3.url.encode(), b"PLACE") for name, data in found.items()} == local
    assert {one["path"] for one in told["files"]} == set(found)

    before = len(s3.faults.asked)
    assert run(s3, [f"{s3.url}/a.warc.gz"], f"{s3.url}/out", tmp_path / "work") == manifest
    assert not [one for one in s3.faults.asked[before:] if one[0] in ("PUT", "DELETE")]


def test_an_output_is_unfinished_until_its_manifest_is_written_and_the_next_run_ends_it(s3, crawl, tmp_path):
    s3.files.pipe_file(f"{s3.name}/a.warc.gz", crawl)
    s3.files.pipe_file(f"{s3.name}/b.warc.gz", crawl)
    out, work = f"{s3.url}/out", tmp_path / "work"
    run(s3, [f"{s3.url}/a.warc.gz", f"{s3.url}/b.warc.gz"], out, work, base=None)
    s3.files.pipe_file(f"{s3.name}/out/articles/part-00007.jsonl", b"of an earlier run")
    s3.faults.on("PUT", "503", times=100, ending="manifest.json")
    with pytest.raises(PartError, match=r"503 \(tried 6 times\) \(s3://.*/out/manifest\.json\)"):
        run(s3, [f"{s3.url}/b.warc.gz"], out, work)
    assert not s3.files.exists(f"{s3.name}/out/manifest.json")
    s3.faults.plan = lambda *_: ""
    manifest = run(s3, [f"{s3.url}/b.warc.gz"], out, tmp_path / "another machine")
    held = {name.removeprefix(f"{s3.name}/out/") for name in s3.files.find(f"{s3.name}/out")}
    assert held == {*(one["path"] for one in manifest["files"]), "manifest.json", "metrics.json", "report.html"}


def test_objects_of_others_are_not_written_over(s3, crawl, tmp_path):
    s3.files.pipe_file(f"{s3.name}/a.warc.gz", crawl)
    s3.files.pipe_file(f"{s3.name}/out/articles/mine.jsonl", b"{}")
    with pytest.raises(SettingsError, match=r"holds articles/mine\.jsonl that Thresher did not write \(s3://"):
        run(s3, [f"{s3.url}/a.warc.gz"], f"{s3.url}/out", tmp_path / "work")


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("https://site.example/out", "the web cannot be written to"),
        ("s3://", "names no bucket"),
        ("s3://user:swordfish@bucket/out", "credentials belong into the environment"),
        ("s3://no-such-bucket-anywhere/out", "no such bucket"),
    ],
)
def test_an_output_that_cannot_be_is_told(s3, crawl, tmp_path, out, told):
    (tmp_path / "a.warc.gz").write_bytes(crawl)
    with pytest.raises(SettingsError, match=told) as failed:
        run(s3, [tmp_path / "a.warc.gz"], out, tmp_path / "work")
    assert "swordfish" not in str(failed.value)


def test_single_records_of_an_index_are_fetched_and_nothing_else(web, crawl, places, local, tmp_path):
    web.files["/crawl/a.warc.gz"] = crawl
    wanted = [places[7], places[13]]
    lines = [json.dumps({"filename": "crawl/a.warc.gz", "offset": str(at), "length": str(size)}) for at, size in wanted]
    web.files["/some.cdxj.gz"] = gzip.compress("\n".join(lines).encode())
    manifest = run(web, [f"{web.url}/some.cdxj.gz"], tmp_path / "out", tmp_path)
    assert manifest["books"] == {"captures": 2, "articles": 2, "rejections": {}}
    (told,) = manifest["inputs"]
    assert (told["bytes"], told["ranges"]) == (sum(size for _, size in wanted), 2)
    whole = {json.loads(line)["id"] for line in local["articles/part-00000.jsonl"].splitlines()}
    rows = [json.loads(line) for line in files_of(tmp_path / "out")["articles/part-00000.jsonl"].splitlines()]
    assert {row["id"] for row in rows} <= whole
    assert [row["source"]["offset"] for row in rows] == [at for at, _ in wanted]
    fetched = [head["Range"] for method, path, head in web.faults.asked if "Range" in head and "warc" in path]
    assert len(fetched) == 2


def test_an_object_that_changes_while_it_is_read_fails_its_part(s3, crawl, tmp_path):
    s3.files.pipe_file(f"{s3.name}/a.warc.gz", crawl)

    def plan(method, path, _headers):
        if method == "GET" and "a.warc.gz" in path and s3.files.info(f"{s3.name}/a.warc.gz")["size"] == len(crawl):
            s3.files.pipe_file(f"{s3.name}/a.warc.gz", crawl + crawl[:300])
        return ""

    s3.faults.plan = plan
    with pytest.raises(PartError, match=r"changed .*run again.*a\.warc\.gz"):
        run(s3, [f"{s3.url}/a.warc.gz"], tmp_path / "out", tmp_path / "work")


def test_users_passwords_and_signatures_are_nowhere(web, crawl, tmp_path, caplog):
    web.files["/a.warc.gz"], web.secret = crawl, "swordfish"
    query = "X-Amz-Credential=AKIDswordfish&X-Amz-Signature=swordfish123&day=3&token=swordfishtoo"
    url = kept_private(f"{web.url.replace('://', '://me:swordfishword@')}/a.warc.gz?{query}")
    assert url == f"{web.url}/a.warc.gz?day=3"
    web.faults.on("GET", "503", times=1)
    with caplog.at_level(logging.DEBUG, "thresher"):
        manifest = run(web, [url], tmp_path / "out", tmp_path)
    assert manifest["inputs"][0]["path"] == url
    assert "trying again" in caplog.text
    web.secret = "another"
    with pytest.raises(SettingsError, match="denied") as failed:
        run(web, [url], tmp_path / "other", tmp_path)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for told in (caplog.text, str(failed.value), written.decode("utf-8", "replace")):
        assert "swordfish" not in told


def test_two_inputs_that_differ_only_in_secrets_are_refused():
    kept_private("https://site.example/a?token=1")
    kept_private("https://site.example/a?token=1")
    with pytest.raises(SettingsError, match=r"differ only in their signatures \(https://site\.example/a\)"):
        kept_private("https://site.example/a?token=2")
