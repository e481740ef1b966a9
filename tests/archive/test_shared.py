"""The collected archives of other projects are read to their ends, with counts as their index has them."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from thresher.archive import read_capture_at, read_captures
from thresher.nouns import Capture, CaptureKind, Reason, Rejection

SHARED = Path(os.environ.get("THRESHER_SHARED") or Path(__file__).parents[2].parent / "shared") / "warcs"
# Where the index counts another thing than we do, and why.
MORE = {
    "1memento_noContentType.warc": "a page without a Content-Type, known by its content",
    "warcfile.warc.lz4": "the index was made without an LZ4 reader",
    "example-bad.warc.gz.bad": "the index was made with a reader that stops in whole-file gzip",
    "example-bad-non-chunked.warc.gz": "the same",
}
FEWER = {
    "invalid-warcfile-segment-number-response.warc": "a second segment is no page of its own",
}


def entries():
    index = SHARED / "index.json"
    return json.loads(index.read_text()) if index.exists() else []


@pytest.fixture(scope="module", params=entries() or [None], ids=lambda entry: entry["path"] if entry else "none")
def entry(request):
    if request.param is None:
        pytest.skip("the collected archives are not here (THRESHER_SHARED)")
    return request.param


@pytest.fixture(scope="module")
def records(entry):
    return list(read_captures(SHARED / entry["path"]))


def test_every_record_is_there_once(entry, records):
    places = Counter((each.origin.member, each.origin.offset) for each in records)
    assert not [place for place, count in places.items() if count > 1]
    assert records or entry["html_responses"] == 0


def test_pages_are_counted_as_the_index_counts_them(entry, records):
    name = Path(entry["path"]).name
    pages = sum(isinstance(each, Capture) and each.kind is CaptureKind.HTML for each in records)
    # The index counts answers labelled HTML, whatever their status and even if empty.
    refused = sum(isinstance(each, Rejection) and each.reason in {Reason.HTTP_STATUS, Reason.EMPTY} for each in records)
    if name in MORE:
        assert pages > entry["html_responses"]
    elif name in FEWER:
        assert pages <= entry["html_responses"]
    else:
        assert pages <= entry["html_responses"] <= pages + refused


def test_some_records_are_opened_again(entry, records):
    for record in records[:: max(1, len(records) // 3)]:
        again = read_capture_at(SHARED / entry["path"], record.origin.offset, member=record.origin.member)
        assert again == record
