"""The server answers nobody but the page that it served itself, and changes nothing but marks."""

from __future__ import annotations

import http.client
import json
import socket
import threading

import pytest

from thresher.inspector.server import Server


@pytest.fixture
def server(window):
    running = Server(window)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def ask(server):
    """A request as a function: path behind the token; returns status, headers and body."""

    def asked(path, method="GET", token=None, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=120)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/{server.token if token is None else token}/{path}", body, given)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), content

    return asked


@pytest.fixture
def mark(ask, server):
    """A mark as the page itself would post it, with headers changed as told."""

    def posted(given, **headers):
        own = {"Origin": f"http://127.0.0.1:{server.server_port}", "Content_Type": "application/json"}
        changed = {name: value for name, value in (own | headers).items() if value is not None}
        return ask("api/mark", "POST", body=json.dumps(given), **changed)

    return posted


def test_with_its_token_the_page_and_its_parts_are_there(ask):
    for path, kind in (
        ("", "text/html"),
        ("inspector.css", "text/css"),
        ("inspector.js", "text/javascript"),
        ("api/meta", "application/json"),
    ):
        status, headers, content = ask(path)
        assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
        assert content
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("token", ["", "wrong", "%C3%A9%00", "../"])
def test_without_the_token_nothing_is_there(ask, token, server):
    assert ask("api/meta", token=token)[0] == 404
    assert ask("", token=token)[0] == 404
    assert ask("api/mark", "POST", token=token, body="{}")[0] in (403, 404)
    assert server.token.encode() not in ask("", token=token)[2]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", ""]
)
def test_a_name_that_was_rebound_to_the_loopback_is_refused(ask, server, host):
    assert ask("api/meta", Host=host.format(port=server.server_port))[0] == 421


def test_two_hosts_and_none_are_refused(server):
    for hosts in (b"", b"Host: 127.0.0.1:%d\r\nHost: evil.example\r\n" % server.server_port):
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=60) as line:
            line.sendall(b"GET /%s/ HTTP/1.1\r\n%s\r\n" % (server.token.encode(), hosts))
            assert b" 421 " in line.makefile("rb").readline()


def test_it_listens_on_the_loopback_alone(server):
    assert server.server_address[0] == "127.0.0.1"
    assert server.address.startswith(f"http://127.0.0.1:{server.server_port}/")
    assert len(server.token) >= 32


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "page/../../x",
        "api/view/-1",
        "api/view/x",
        "api/view/" + "9" * 5_000,
        "page/99",
        "frame.css",
        "api/mark",
        "api",
        "page/0/x",
    ],
)
def test_what_is_no_route_leads_nowhere(ask, path):
    assert ask(path)[0] == 404


@pytest.mark.parametrize("query", ["order=x", "offset=x", "below=x"])
def test_a_senseless_question_is_refused(ask, query):
    assert ask(f"api/list?{query}")[0] == 400


def test_a_captured_page_comes_in_a_sandbox_with_a_policy_of_its_own(ask, view_of):
    number = view_of("hostile").data["n"]
    status, headers, content = ask(f"page/{number}")
    policy = headers["Content-Security-Policy"]
    assert status == 200
    assert "default-src 'none'" in policy
    assert policy.endswith("; sandbox")
    assert "script-src" not in policy
    assert b"<script" not in content
    assert b"evil.example" not in content


def test_the_page_itself_can_mark(mark, marks, view_of):
    view = view_of("text").data
    cut = next(one for one in view["cuts"] if one["judge"].startswith("rule:"))
    status, _, content = mark({"n": view["n"], "what": "keep", "cut": cut["n"]})
    assert status == 200
    assert all((marks / name).is_file() for name in json.loads(content)["files"])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),  # the sandboxed frame
        ({"Origin": None}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),  # what a form of another site can send
        ({"Content_Length": "900000"}, 413),
        ({"Content_Length": "x"}, 413),
    ],
)
def test_nobody_else_can_mark(mark, marks, headers, status):
    assert mark({"n": 0, "what": "keep", "cut": 0}, **headers)[0] == status
    assert not marks.exists()


SENSELESS = [
    {},
    {"n": True, "what": "keep", "cut": 0},
    {"n": 0, "what": "delete", "cut": 0},
    {"n": 0, "what": "keep", "cut": -1},
    {"n": 0, "what": "keep", "cut": 10**6},
    {"n": 0, "what": "drop", "text": "words that are nowhere in the article"},
    {"n": 0, "what": "drop", "text": 3},
    {"n": 10**9, "what": "keep", "cut": 0},
]


@pytest.mark.parametrize("given", SENSELESS)
def test_a_mark_without_sense_is_told_and_writes_nothing(mark, marks, given):
    status, _, content = mark(given)
    assert status == 422
    assert json.loads(content)["error"]
    assert not marks.exists()


@pytest.mark.parametrize("body", ["", "[", "[]", "3", "[" * 60_000])
def test_a_body_that_is_no_object_is_refused(ask, server, body):
    origin = f"http://127.0.0.1:{server.server_port}"
    assert ask("api/mark", "POST", body=body, Origin=origin, Content_Type="application/json")[0] == 400


def test_looking_changes_nothing(ask, made):
    def state():
        return {path: path.stat().st_mtime_ns for path in made.rglob("*") if ".work" not in path.parts}

    before = state()
    for path in ("", "api/list", "api/view/0", "page/0", "api/find?target=x"):
        assert ask(path)[0] == 200
    assert state() == before
