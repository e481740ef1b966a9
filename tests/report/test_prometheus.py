"""Metrics for Prometheus: whole files, figures of the run, and a gateway that is told."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from prometheus_client.parser import text_string_to_metric_families

from thresher.errors import SettingsError
from thresher.nouns import Capture, CaptureKind, Origin, Reason, Rejection, Stage
from thresher.report.meter import Left, Meter
from thresher.report.prometheus import exporter


def metered() -> Meter:
    meter = Meter()
    meter.most_workers = 1
    with meter.part("pages", lambda: Left(2, 100), in_bytes=True):
        meter.advance(3, 40)
        list(meter.counted([Rejection(Origin("a.warc"), Reason.EMPTY, Stage.EXTRACT)]))
        meter.worked(9, [Capture(Origin("a.warc"), "https://a.example/", None, CaptureKind.HTML)], [0.25])
    return meter


def told(text: str) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_a_file_for_node_exporter_is_whole_and_tells_of_the_run(tmp_path):
    meter, file = metered(), tmp_path / "thresher.prom"
    view = exporter(str(file), None)
    view.show(meter)
    running = told(file.read_text())
    assert running["thresher_running",] == 1
    assert ("thresher_success",) not in running
    assert running["thresher_stage_records", "pages"] == 3
    assert running["thresher_stage_parts", "pages"] == 2
    assert running["thresher_read_bytes",] == 40
    assert running["thresher_rejections", "empty"] == 1
    assert running["thresher_worker_busy_seconds", "1"] == 0.25
    assert running["thresher_stage_seconds_left", "pages"] > 0
    meter.succeeded = False
    view.end(meter)
    ended = told(file.read_text())
    assert (ended["thresher_running",], ended["thresher_success",]) == (0, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["thresher.prom"]


def test_a_gateway_is_told_in_the_group_of_the_batch():
    heard = []

    class Told(BaseHTTPRequestHandler):
        def do_PUT(self):
            heard.append((self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Told) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        exporter(f"http://127.0.0.1:{server.server_port}", "monday").show(metered())
    ((path, body),) = heard
    assert path.startswith("/metrics/job/thresher/")
    assert "/batch/monday" in path
    assert told(body)["thresher_stage_records", "pages"] == 3


@pytest.mark.parametrize("target", ["thresher.txt", "ftp://gateway.example", "no-such-folder/thresher.prom"])
def test_metrics_that_nobody_would_collect_are_wrong_usage(target, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"metrics"):
        exporter(target, None)
