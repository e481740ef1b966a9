import io
import zipfile

import pytest

from thresher.archive import read_capture_at, read_captures


def zipped(members, compression=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as files:
        for name, data in members.items():
            files.writestr(name, data)
    return stream.getvalue()


def wacz(archive, compression=zipfile.ZIP_STORED, name="archive/data.warc.gz"):
    members = {"datapackage.json": b'{"profile": "data-package"}', name: archive.gz, "indexes/index.cdx": b"x"}
    return zipped({**members, "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n'}, compression)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_archives_in_a_wacz_are_read(archive, read, compression):
    records = read(wacz(archive, compression))
    assert [each.url for each in records] == archive.urls
    assert {each.origin.member for each in records} == {"archive/data.warc.gz"}
    assert records[1].origin.offset == len(archive.members[0])


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_record_in_a_wacz_is_opened_again(archive, read, compression):
    data = wacz(archive, compression)
    for record in read(data):
        again = read_capture_at(io.BytesIO(data), record.origin.offset, member=record.origin.member, name="a")
        assert again == record


def test_several_archives_are_read_in_the_order_of_the_file(make_archive, read):
    first, second = make_archive(count=2), make_archive(count=3)
    data = zipped({"archive/b.warc.gz": first.gz, "archive/a.warc": second.plain})
    assert [each.origin.member for each in read(data)] == ["archive/b.warc.gz"] * 2 + ["archive/a.warc"] * 3


def test_names_that_climb_out_are_only_names(archive, read):
    records = read(wacz(archive, name="../../archive/evil.warc.gz"))
    assert [each.url for each in records] == archive.urls


def test_a_zip_without_archives_is_one_rejection(read_one):
    rejection = read_one(zipped({"word/document.xml": b"<w/>"}))
    assert (rejection.reason, rejection.stage) == ("media_type", "read")


@pytest.mark.parametrize("keep", [10, 100])
def test_a_broken_zip_without_a_record_is_one_rejection(archive, read_one, keep):
    assert read_one(wacz(archive)[:keep]).reason == "unreadable"


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("cut", [1, 60, 300])
def test_a_zip_without_its_directory_is_read_by_the_headers_of_its_members(archive, read, reasons, compression, cut):
    data = wacz(archive, compression)
    records = read(data[:-cut])
    assert [each.url for each in records[1:]] == archive.urls
    assert {each.origin.member for each in records[1:]} == {"archive/data.warc.gz"}
    assert reasons(records) == ["unreadable"]
    again = read_capture_at(
        io.BytesIO(data[:-cut]), records[4].origin.offset, member=records[4].origin.member, name="a"
    )
    assert again == records[4]


def test_a_zip_cut_off_inside_its_archive_gives_what_is_there(archive, read, urls):
    data = wacz(archive)
    assert urls(read(data[: len(data) // 2]))[:4] == archive.urls[:4]


def test_members_that_lie_over_one_another_are_read_once(archive, read, urls, reasons):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as files:
        files.writestr("archive/a.warc.gz", archive.gz)
        first = files.infolist()[0]
        for number in range(50):  # further names for the same bytes
            again = zipfile.ZipInfo(f"archive/a{number}.warc.gz")
            again.header_offset, again.compress_size, again.file_size = 0, first.compress_size, first.file_size
            again.CRC = first.CRC
            files.filelist.append(again)
    records = read(stream.getvalue())
    assert urls(records) == archive.urls
    assert reasons(records) == ["unreadable"] * 50


def test_two_members_of_one_name_leave_no_doubt_which_is_meant(archive, make_archive, read, urls):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as files:
        files.writestr("archive/a.warc.gz", archive.gz)
        with pytest.warns(UserWarning, match="Duplicate name"):
            files.writestr("archive/a.warc.gz", make_archive(count=3).gz)
    records = read(stream.getvalue())
    assert urls(records) == archive.urls
    assert len({each.origin for each in records}) == len(records) == len(archive.urls) + 1


def test_a_member_that_is_no_archive_is_a_rejection(read_one):
    rejection = read_one(zipped({"archive/data.warc.gz": b"not gzip at all"}))
    assert (rejection.reason, rejection.origin.member) == ("unreadable", "archive/data.warc.gz")


def test_damage_in_a_deflated_member_raises_nothing(archive):
    data = bytearray(wacz(archive, zipfile.ZIP_DEFLATED))
    for at in range(120, 1500, 7):
        spoilt = bytes(data[:at]) + bytes([data[at] ^ 0xFF]) + bytes(data[at + 1 :])
        assert list(read_captures(io.BytesIO(spoilt), name="a"))
