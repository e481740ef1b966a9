"""The inspector's server: on the loopback alone, known to nobody without its token, changing nothing but marks.

Python's own `http.server` is enough for one reader on one machine: a handful of routes, no sessions, no templates. A
framework would be one more thing to trust with captured pages. Each request must name the token in its path and this
very server in its `Host` (a name that is rebound to the loopback names itself there). The only writing request must
come from the page itself, and writes nowhere but into the folder for marks.
"""

from __future__ import annotations

import hmac
import json
import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from thresher.errors import ThresherError
from thresher.inspector import frame
from thresher.inspector.page import shell
from thresher.inspector.query import Query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresher.inspector.window import Window

LOOPBACK = "127.0.0.1"
_MOST_BYTES = 100_000  # of a request's body
_SECONDS = 30.0  # that a request may take to arrive
_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; frame-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FRAMED = f"{frame.POLICY}; frame-ancestors 'self'; sandbox"
_ASSETS = {"inspector.css": "text/css", "inspector.js": "text/javascript"}


class Refused(Exception):  # noqa: N818 - it is an answer
    """A request is answered with a status and a line."""

    def __init__(self, status: HTTPStatus, told: str = "") -> None:
        self.status = status
        self.told = told or status.phrase
        super().__init__(self.told)


class Server(ThreadingHTTPServer):
    """Serves one window until it is stopped. `token` opens it; `address` is where, with the token."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, window: Window, port: int = 0) -> None:
        self.window = window
        self.token = secrets.token_urlsafe(24)
        super().__init__((LOOPBACK, port), Handler)

    @property
    def hosts(self) -> frozenset[str]:
        """What a request's `Host` may be."""
        return frozenset(f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost"))

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{LOOPBACK}:{self.server_port}/{self.token}/"


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: Server
    server_version = "thresher"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = _SECONDS

    def do_GET(self) -> None:
        """Answer with a page, or with data."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """Write a mark."""
        self._answer(self._post)

    def log_message(self, *_: Any) -> None:
        """Write no log: addresses hold the token."""

    def _answer(self, answer: Any) -> None:
        try:
            try:
                answer(self._asked())
            except Refused as refused:
                self.close_connection = True  # what it sent may not have been read
                self._send(refused.told.encode(), "text/plain", status=refused.status)
            except (ThresherError, OSError) as error:
                if isinstance(error, BrokenPipeError | ConnectionError | TimeoutError):
                    raise
                self._json({"error": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)
        except (BrokenPipeError, ConnectionError, TimeoutError):
            self.close_connection = True  # the reader has gone

    def _asked(self) -> list[str]:
        """The steps of the path behind the token; refuses what does not come to this server, or without the token."""
        if (
            self.headers.get_all("Host", []) != [self.headers.get("Host")]
            or self.headers["Host"] not in self.server.hosts
        ):
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST)
        steps = urlsplit(self.path).path.split("/")[1:]
        if len(steps) < 2 or not hmac.compare_digest(steps[0].encode(), self.server.token.encode()):  # noqa: PLR2004
            raise Refused(HTTPStatus.NOT_FOUND)
        return steps[1:]

    def _get(self, steps: list[str]) -> None:
        window = self.server.window
        match steps:
            case [""]:
                self._send(shell().encode(), "text/html")
            case [name] if name in _ASSETS:
                styled = "colours.css", name
                text = "".join(map(frame.asset, styled)) if name.endswith(".css") else frame.asset(name)
                self._send(text.encode(), _ASSETS[name])
            case ["api", "meta"]:
                self._json(window.meta())
            case ["api", "list"]:
                self._json(window.listed(self._query()))
            case ["api", "find"]:
                self._json({"n": window.ready().number(self._parameters().get("target", "")[:10_000])})
            case ["api", "view", number] if (found := self._view(number)) is not None:
                self._json(found.data)
            case ["page", number] if (found := self._view(number)) is not None and found.frame:
                self._send(found.frame.encode("utf-8", "replace"), "text/html", policy=_FRAMED)
            case _:
                raise Refused(HTTPStatus.NOT_FOUND)

    def _post(self, steps: list[str]) -> None:
        origin = self.headers.get("Origin", "")
        if (
            origin != f"http://{self.headers['Host']}"
            or self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        ):
            raise Refused(HTTPStatus.FORBIDDEN)
        if steps != ["api", "mark"]:
            raise Refused(HTTPStatus.NOT_FOUND)
        if self.headers.get_content_type() != "application/json":
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _MOST_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            given = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise Refused(HTTPStatus.BAD_REQUEST) from None
        if not isinstance(given, dict):
            raise Refused(HTTPStatus.BAD_REQUEST)
        self._json({"files": self.server.window.mark(given), "folder": str(self.server.window.marks)})

    def _parameters(self) -> Mapping[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query, max_num_fields=20))

    def _query(self) -> Query:
        try:
            return Query.read(self._parameters())
        except ValueError:
            raise Refused(HTTPStatus.BAD_REQUEST) from None

    def _view(self, number: str) -> Any:
        digits = 12
        return self.server.window.view(int(number)) if number.isdecimal() and len(number) <= digits else None

    def _json(self, data: Any, status: HTTPStatus = HTTPStatus.OK) -> None:
        text = json.dumps(data, ensure_ascii=True, default=str)
        self._send(text.encode(), "application/json", status=status)

    def _send(self, content: bytes, kind: str, *, status: HTTPStatus = HTTPStatus.OK, policy: str = _OWN) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)
