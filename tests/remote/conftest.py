"""Stores on loopback: a real S3 server, a web server with ranges, and faults between them and us."""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from thresher.archive import addresses
from thresher.settings import Settings

KEY, SECRET = "AKIDLOOPBACKKEY", "loopback-secret-of-nobody"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="session")
def s3_server():
    """The address of an S3 server in a process of its own."""
    pytest.importorskip("moto", reason="moto is not installed")
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    port = free_port()
    call = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        with socket.socket() as one:
            if not one.connect_ex(("127.0.0.1", port)):
                break
        assert server.poll() is None
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(30)


class Faults:
    """What a server does to a request: `plan(method, path, headers)` says "", "503", "cut", "hang", (status, code)."""

    def __init__(self):
        self.plan = lambda *_: ""
        self.asked = []

    def on(self, method, what, times, ending=""):
        """Do `what` to so many requests of a method, whose path ends as told."""
        left = [times]

        def plan(got, path, _):
            if got != method or not urlsplit(path).path.endswith(ending) or not left[0]:
                return ""
            left[0] -= 1
            return what

        self.plan = plan


class Handler(BaseHTTPRequestHandler):
    """Passes a request on, or answers it from memory, unless a fault is planned."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        faults = self.server.faults
        faults.asked.append((self.command, self.path, dict(self.headers)))
        fault = faults.plan(self.command, self.path, self.headers)
        if fault == "503":
            self.reply(503, {}, b"<Error><Code>ServiceUnavailable</Code></Error>")
            return
        if isinstance(fault, tuple):
            self.reply(fault[0], {}, f"<Error><Code>{fault[1]}</Code></Error>".encode())
            return
        if fault == "hang":
            time.sleep(1.5)
            self.close_connection = True
            return
        self.reply(*self.server.answers(self.command, self.path, self.headers, body), cut=fault == "cut")

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 - http.server's protocol

    def reply(self, status, headers, body, *, cut=False):
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server"):
                self.send_header(name, value)
        size = headers.get("Content-Length", len(body)) if self.command == "HEAD" else len(body)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        if cut:
            self.close_connection = True
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if cut else body)


def serving(answers):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.faults, server.answers, server.daemon_threads = Faults(), answers, True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    return server


def passing_on(upstream):
    """Answers of another server."""
    place = urlsplit(upstream).netloc

    def answers(method, path, headers, body):
        connection = http.client.HTTPConnection(place, timeout=30)
        connection.request(method, path, body, {name: value for name, value in headers.items() if name != "Connection"})
        got = connection.getresponse()
        data = got.read()
        connection.close()
        return got.status, dict(got.getheaders()), data

    return answers


@pytest.fixture(scope="session")
def s3_proxy(s3_server):
    """The same server, behind one that can fail: clients are dear, so there is one for all tests."""
    proxy = serving(passing_on(s3_server))
    yield proxy
    proxy.shutdown()
    proxy.server_close()


@pytest.fixture(scope="session")
def s3_files(s3_server):
    """The server seen by another client."""
    import s3fs

    options = {"endpoint_url": s3_server, "use_listings_cache": False, "key": KEY, "secret": SECRET}
    return s3fs.S3FileSystem(client_kwargs={"region_name": "us-east-1"}, **options)


@pytest.fixture
def s3(s3_proxy, s3_files, monkeypatch):
    """A bucket behind a server that can fail: `files`, `url`, `settings`, `storage`, `faults`."""
    for name, value in (("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", SECRET), ("AWS_REGION", "us-east-1")):
        monkeypatch.setenv(name, value)
    for name in [name for name in os.environ if name.lower() in ("http_proxy", "https_proxy", "all_proxy")]:
        monkeypatch.delenv(name)
    bucket = f"bucket-{time.time_ns():x}"
    s3_files.call_s3("create_bucket", Bucket=bucket)
    s3_proxy.faults = Faults()

    endpoint = f"http://127.0.0.1:{s3_proxy.server_address[1]}"
    storage = {"endpoint": endpoint, "retry_seconds": 0.01, "timeout_seconds": 0.5, "read_bytes": 8_000}
    return SimpleNamespace(
        url=f"s3://{bucket}",
        name=bucket,
        faults=s3_proxy.faults,
        files=s3_files,
        storage=storage,
        settings=Settings().changed({"storage": storage}),
    )


@pytest.fixture
def web(monkeypatch):
    """A web server with what is put into its `files`: `url`, `faults`; without ranges where `ranges` is false."""
    pytest.importorskip("aiohttp", reason="aiohttp is not installed")
    for name in [name for name in os.environ if name.lower() in ("http_proxy", "https_proxy", "all_proxy")]:
        monkeypatch.delenv(name)

    web = SimpleNamespace(files={}, ranges=True, secret="")

    def answers(_method, path, headers, _body):
        data = web.files.get(urlsplit(path).path)
        if web.secret and web.secret not in path + headers.get("Authorization", ""):
            return 403, {}, b"no"
        if data is None:
            return 404, {}, b"no"
        facts = {"ETag": f'"{len(data)}-{data[:4].hex()}"', "Content-Length": str(len(data))}
        asked = headers.get("Range")
        if not asked or not web.ranges:
            return 200, facts, data
        first, _, last = asked.removeprefix("bytes=").partition("-")
        begin, end = int(first), min(int(last or len(data)), len(data) - 1)
        return 206, {"Content-Range": f"bytes {begin}-{end}/{len(data)}"}, data[begin : end + 1]

    server = serving(answers)
    web.url, web.faults = f"http://127.0.0.1:{server.server_address[1]}", server.faults
    web.storage = {"retry_seconds": 0.01, "timeout_seconds": 0.5, "read_bytes": 8_000}
    web.settings = Settings().changed({"storage": web.storage})
    yield web
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_secrets_left():
    addresses.forget_all()
    yield
    addresses.forget_all()


@pytest.fixture(scope="session")
def crawl():
    """A WARC of some pages, each record compressed alone; more than one ranged read."""
    return b"".join(record(number) for number in range(20))


def record(number):
    words = " ".join(
        f"Keeper {number * 7 + n} of the lighthouse at Orrin wrote down wind and tide {n}." for n in range(40)
    )
    body = f"<!doctype html><title>Log {number}</title><article><h1>Log {number}</h1><p>{words}</p></article>".encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://orrin.example/log/{number}\r\n"
        f"WARC-Date: 2026-11-20T10:{number:02}:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 0, mtime=0)


@pytest.fixture(scope="session")
def places(crawl):
    """Where each record lies in the WARC: first byte and length."""
    found, at = [], 0
    for number in range(20):
        size = len(record(number))
        found.append((at, size))
        at += size
    assert at == len(crawl)
    return found
