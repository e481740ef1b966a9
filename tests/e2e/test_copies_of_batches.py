"""Copies over batches, through the command line: who goes, who is superseded, and how it is explained."""

from __future__ import annotations

import json

TEXT = """\
Looms go

The weavers of Holm voted on Sunday to sell 14 of their 60 looms to a museum in Tersk before the winter.

Ada Brun, who has led the guild since 1998, said that orders for heavy cloth had fallen by 40 per cent.

The museum will pay 9,500 crowns for each loom and has promised to let the weavers work on them in summer.

A second vote, on the dye house by the river Aun, was put off until 3 May because the roof is being mended."""


def test_a_copy_of_an_earlier_batch_is_rejected_a_better_one_supersedes_and_both_are_explained(
    run_thresher, rows, tmp_path
):
    for host, day in (("second", 9), ("third", 11), ("first", 8)):
        row = {"url": f"https://{host}.example/looms", "captured_at": f"2025-02-{day:02}T10:00:00Z", "text": TEXT}
        (tmp_path / f"{host}.jsonl").write_text(f"{json.dumps(row)}\n")
        words = ["clean", f"{host}.jsonl", "--out", host, "--state", "state", "--batch", host]
        assert run_thresher(*words, "--workers", "1", "--quiet", "--compress", "none", cwd=tmp_path).returncode == 0
    (dropped,) = rows(tmp_path / "third" / "rejections")
    assert (dropped["reason"], dropped["duplicate_batch"], dropped["duplicate_at"]) == (
        "duplicate",
        "second",
        "second.jsonl:0",
    )
    (better,) = rows(tmp_path / "first" / "articles")
    assert [(one["url"], one["batch"]) for one in better["supersedes"]] == [("https://second.example/looms", "second")]
    explained = ("explain", "https://third.example/looms", "--out", "third", "--json")
    told = json.loads(run_thresher(*explained, cwd=tmp_path).stdout)
    assert (told["kept"]["url"], told["kept"]["batch"]) == ("https://second.example/looms", "second")
    assert told["beside"][0]["one"] == told["beside"][0]["other"] == "Looms go"
    (tmp_path / "second.jsonl").unlink()
    told = json.loads(run_thresher(*explained, cwd=tmp_path).stdout)
    assert told["kept"]["url"] == "https://second.example/looms"
    assert "in the output of that batch only" in told["trouble"]
    assert run_thresher("state", "verify", "state", cwd=tmp_path).returncode == 0
