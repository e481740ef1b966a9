"""What went wrong on the way to an object: in words, and whether trying again may help."""

from __future__ import annotations

import asyncio
import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thresher.archive.addresses import redacted

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_CAUSES = 10
_PASSING_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
_PASSING_ERRNO = frozenset({errno.EBUSY, errno.EREMOTEIO, errno.EIO, errno.EPIPE, errno.ECONNRESET, errno.ETIMEDOUT})
_PASSING_NAMES = frozenset(
    {
        *(
            "ClientPayloadError",
            "ServerDisconnectedError",
            "ClientOSError",
            "ClientConnectorError",
            "ServerTimeoutError",
        ),
        *(
            "EndpointConnectionError",
            "ConnectionClosedError",
            "ReadTimeoutError",
            "ConnectTimeoutError",
            "TransportError",
        ),
        *("HTTPClientError", "IncompleteReadError", "ResponseParserError", "FSTimeoutError", "ClientConnectionError"),
        *("ConnectionTimeoutError", "SocketTimeoutError", "ResponseStreamingError", "ClientConnectorDNSError"),
    }
)
_CERTIFICATE = frozenset({"ClientConnectorCertificateError", "SSLError", "ClientConnectorSSLError"})
_NO_CREDENTIALS = frozenset({"NoCredentialsError", "PartialCredentialsError", "DefaultCredentialsError"})
_WORDS = {
    "bucket": "no such bucket",
    "missing": "no such object",
    "denied": "access is denied: see that the credentials (environment, profile) may read and list it;"
    " for a public bucket set storage.anonymous",
    "credentials": "no credentials were found: set them in the environment or choose storage.profile;"
    " for a public bucket set storage.anonymous",
    "region": "the bucket is in another region: set storage.region or AWS_DEFAULT_REGION",
    "refused": "the server refuses the request: see storage.region, storage.endpoint and the credentials",
    "changed": "it was changed while it was read; run again",
    "certificate": "its certificate is not trusted",
}
_CODES = {
    "NoSuchBucket": "bucket",
    "NoSuchKey": "missing",
    "AccessDenied": "denied",
    "InvalidAccessKeyId": "denied",
    "SignatureDoesNotMatch": "denied",
    "ExpiredToken": "denied",
    "InvalidToken": "denied",
    "AuthorizationHeaderMalformed": "region",
    "PermanentRedirect": "region",
    "TemporaryRedirect": "region",
    "IllegalLocationConstraintException": "region",
    "PreconditionFailed": "changed",
}
_STATUS = {
    400: "refused",
    301: "region",
    307: "region",
    401: "denied",
    403: "denied",
    404: "missing",
    410: "missing",
    412: "changed",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """`told` is for people and holds no secret; `kind` is a key of the messages above, "" for others."""

    told: str
    passing: bool
    kind: str = ""


def trouble(error: BaseException) -> Trouble:
    """What an error of any store means; each wraps those of the libraries below it."""
    chain = list(_causes(error))
    names = {type(one).__name__ for one in chain}
    status = next((status for one in chain if (status := _status(one))), 0)
    kind = next((_CODES[code] for one in chain if (code := _code(one)) in _CODES), "") or _kind_by_name(names)
    if kind:
        return Trouble(_WORDS[kind], passing=False, kind=kind)
    if names & _PASSING_NAMES:  # before the status: that of a cut answer is of no server
        return Trouble(f"the connection failed: {_message(chain)}", passing=True)
    if status in _PASSING_STATUS or status >= 500:  # noqa: PLR2004 - the server's own errors
        return Trouble(f"the server answers {status}", passing=True)
    if kind := _STATUS.get(status, ""):
        return Trouble(_WORDS[kind], passing=False, kind=kind)
    return _by_type(chain)


def _kind_by_name(names: set[str]) -> str:
    if "RecursionError" in names:  # how botocore ends when it is sent on and not told where to
        return "region"
    if names & _NO_CREDENTIALS:
        return "credentials"
    return "certificate" if names & _CERTIFICATE else ""


def _by_type(chain: list[BaseException]) -> Trouble:
    """What an error means that bears no answer of the server."""
    if any(_is_passing(one) for one in chain):
        return Trouble(f"the connection failed: {_message(chain)}", passing=True)
    for kind, expected in (("missing", FileNotFoundError), ("denied", PermissionError)):
        if any(isinstance(one, expected) for one in chain):
            return Trouble(_WORDS[kind], passing=False, kind=kind)
    return Trouble(_message(chain), passing=False)


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, TimeoutError | asyncio.TimeoutError | ConnectionError | EOFError):
        return True
    return isinstance(error, OSError) and error.errno in _PASSING_ERRNO


def _message(chain: list[BaseException]) -> str:
    """The words of the innermost error that has some, without secrets."""
    told = next((str(one) for one in reversed(chain) if str(one)), "") or type(chain[0]).__name__
    return redacted(" ".join(told.split()))[:300]


def _causes(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _code(error: BaseException) -> str:
    """The code in an answer of S3."""
    answer: Any = getattr(error, "response", None)
    return str(answer.get("Error", {}).get("Code", "")) if isinstance(answer, dict) else ""


def _status(error: BaseException) -> int:
    """The HTTP status of an answer: each library keeps it elsewhere."""
    answer: Any = getattr(error, "response", None)
    if isinstance(answer, dict):
        return int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    for name in ("status", "code"):
        value = getattr(error, name, None)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return 0
