"""A run that a `luigid` on this machine orders: its tasks are seen there as done."""

from __future__ import annotations

import os


def test_a_luigid_orders_the_tasks_and_knows_them_as_done(captures, run_thresher, tmp_path, luigid, done_tasks):
    config = tmp_path / "thresher.toml"
    config.write_text(f'[engine]\nscheduler = "{luigid}"\n')
    proxyless = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = run_thresher("clean", captures / "text", "--out", tmp_path / "out", "--config", config, env=proxyless)
    assert done.returncode == 0, done.stderr
    assert {"PagesPart", "SiteTemplates", "StrippedPart", "Duplicates", "ArticlesPart", "Corpus"} <= done_tasks()


def test_a_luigid_that_does_not_answer_is_a_failure_with_a_clear_message(captures, run_thresher, tmp_path):
    config = tmp_path / "thresher.toml"
    config.write_text('[engine]\nscheduler = "http://127.0.0.1:1"\n')
    (tmp_path / "luigi.cfg").write_text("[core]\nrpc_retry_attempts = 1\nrpc_retry_wait = 0\n")
    once = os.environ | {"LUIGI_CONFIG_PATH": str(tmp_path / "luigi.cfg")}
    done = run_thresher("clean", captures / "text", "--out", tmp_path / "out", "--config", config, env=once)
    assert done.returncode == 1
    assert "127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr
