"""Damage of every kind: what is sound is read, what is not is one rejection with its place."""

import gzip
import io
import itertools
import re
import tracemalloc
import zlib

import lz4.frame
import pytest
import zstandard
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from thresher.archive import read_captures
from thresher.nouns import Capture, Reason
from thresher.settings import Limits

GARBAGE = bytes(range(1, 256)) * 3


def spoilt(data, at, size=4):
    return data[:at] + bytes(byte ^ 0x5A for byte in data[at : at + size]) + data[at + size :]


def split_at(members, number):
    return b"".join(members[:number]), members[number], b"".join(members[number + 1 :])


def zstd_members(records):
    compressor = zstandard.ZstdCompressor(write_checksum=True)
    return [compressor.compress(each) for each in records]


@pytest.mark.parametrize("number", range(10))
def test_one_bad_gzip_member_costs_one_record(archive, read, urls, number):
    before, bad, after = split_at(archive.members, number)
    records = read(before + spoilt(bad, len(bad) // 2) + after)
    assert urls(records) == archive.urls[:number] + archive.urls[number + 1 :]
    assert records[number].reason is Reason.UNREADABLE
    assert records[number].origin.offset == len(before)
    assert len(records) == 10


HEADS = {
    "warc": b"WARC/1.1\r\nWARC-Type: response\r\n",
    "arc": b"http://a.example/ 1.2.3.4 20100101000000",
    "zstd": b"P*M\x18\xff\xff\xff\xff",
}


def arc_of(archive):
    lines = (
        b"%s 1.2.3.4 20100101000000 text/html %d\n" % (each.encode(), len(body))
        for each, body in zip(archive.urls, archive.bodies, strict=True)
    )
    return b"".join(line + body + b"\n" for line, body in zip(lines, archive.bodies, strict=True))


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("form", ["plain", "arc", "gzip", "zstd", "lz4"])
def test_an_archive_whose_first_bytes_are_those_of_another_form_loses_its_first_record_only(
    archive, read, urls, form, head
):
    forms = {
        "plain": lambda: archive.plain,
        "arc": lambda: arc_of(archive),
        "gzip": lambda: b"".join(archive.members),
        "zstd": lambda: b"".join(zstd_members(archive.records)),
        "lz4": lambda: b"".join(map(lz4.frame.compress, archive.records)),
    }
    data = forms[form]()
    found = urls(read(HEADS[head] + data[len(HEADS[head]) :]))
    assert set(archive.urls[1:]) <= set(found)
    assert set(archive.urls) <= set(urls(read(HEADS[head] + data))) | {archive.urls[0]}


def test_an_archive_that_holds_another_one_stays_what_it_is_where_its_first_record_is_damaged(
    archive, make_record, read, urls
):
    inner = make_record("http://site.example/inner", b"".join(archive.members), warc_type="resource", http=None)
    outer = make_record("http://site.example/last", b"<p>The last page of all.</p>")
    data = spoilt(archive.records[0], 2) + inner + outer
    assert urls(read(data))[-1] == "http://site.example/last"


@pytest.mark.parametrize("number", range(10))
def test_a_member_without_its_magic_costs_one_record(archive, read, urls, number):
    before, bad, after = split_at(archive.members, number)
    records = read(before + b"\0\0\0\0" + bad[4:] + after)
    assert urls(records) == archive.urls[:number] + archive.urls[number + 1 :]
    assert [each.origin.offset for each in records if not isinstance(each, Capture)] == [len(before)]


def test_a_bad_checksum_is_noticed(archive, read, urls):
    before, bad, after = split_at(archive.members, 4)
    records = read(before + spoilt(bad, len(bad) - 8, 2) + after)
    assert urls(records) == archive.urls[:4] + archive.urls[5:]
    assert records[4].reason is Reason.UNREADABLE
    assert records[4].url == archive.urls[4]


def test_garbage_between_members_is_one_rejection(archive, read, urls, reasons):
    before, good, after = split_at(archive.members, 5)
    records = read(before + good + GARBAGE + after)
    assert urls(records) == archive.urls
    assert reasons(records) == ["unreadable"]
    assert records[6].origin.offset == len(before + good)


@pytest.mark.parametrize("end", [1, 5, 9, 20, 100])
def test_a_truncated_last_member_is_noticed(archive, read, end):
    records = read(archive.gz[:-end])
    assert [each.url for each in records] == archive.urls
    last = records[-1]
    assert last.truncated == "unspecified" if isinstance(last, Capture) else last.reason is Reason.TRUNCATED


def test_a_member_cut_off_in_its_head_is_a_truncated_rejection(archive, read, urls):
    records = read(b"".join(archive.members[:9]) + archive.members[9][:40])
    assert urls(records) == archive.urls[:9]
    assert [each.reason for each in records[9:]] == [Reason.TRUNCATED]


@pytest.mark.parametrize("end", [5, 30, 100, 400])
def test_a_truncated_plain_archive_is_noticed(archive, read, end):
    records = read(archive.plain[:-end])
    assert [each.url for each in records] == archive.urls
    assert records[-1].truncated == "unspecified"
    assert archive.bodies[-1].startswith(records[-1].body)


def test_an_archive_that_only_lacks_its_last_line_ends_is_whole(archive, read):
    assert read(archive.plain[:-4])[-1].truncated is None


def test_a_whole_file_gzip_is_read_to_its_end(archive, read, urls):
    records = read(archive.whole_gz)
    assert urls(records) == archive.urls
    assert len({each.origin.offset for each in records}) == 10


def test_a_whole_file_gzip_with_damage_gives_what_comes_before(make_archive, read, urls, reasons):
    archive = make_archive(words=400)
    data = archive.whole_gz
    records = read(spoilt(data, len(data) * 3 // 4))
    got = urls(records)
    assert 5 <= len(got) < 10
    assert got == archive.urls[: len(got)]
    assert reasons(records) == ["unreadable"]


def test_a_truncated_whole_file_gzip_gives_what_is_there(archive, read):
    records = read(archive.whole_gz[:-40])
    assert len(records) in {9, 10}
    last = records[-1]
    assert last.truncated == "unspecified" if isinstance(last, Capture) else last.reason is Reason.TRUNCATED


def test_gzip_members_that_part_records_anywhere_are_joined(archive, read, urls):
    data = archive.plain
    blocks = b"".join(gzip.compress(data[at : at + 500]) for at in range(0, len(data), 500))
    assert urls(read(blocks)) == archive.urls


def test_garbage_after_a_record_in_its_member_is_one_rejection(archive, read, urls, reasons):
    before, _, after = split_at(archive.members, 3)
    records = read(before + gzip.compress(archive.records[3] + b"left over") + after)
    assert urls(records) == archive.urls
    assert reasons(records) == ["unreadable"]


def test_padding_after_the_last_member_is_no_damage(archive, read):
    assert len(read(archive.gz + bytes(1000))) == 10


@pytest.mark.parametrize("wrong", [-30, -7, -1, 1, 5, 300, 5000, 10**15])
@pytest.mark.parametrize("store", ["plain", "gz", "whole_gz"])
def test_a_wrong_length_costs_nothing(archive, make_record, read, wrong, store):
    length = len(archive.bodies[4]) + 44 + wrong
    archive.records[4] = make_record(archive.urls[4], archive.bodies[4], length=length)
    records = read(getattr(archive, store))
    assert [each.url for each in records] == archive.urls
    assert [each.body.rstrip() for each in records] == archive.bodies  # a length that is 1 too long looks like one
    assert len(records) == 10


@pytest.mark.parametrize("length", [b"-1", b"x", b"", b"9" * 5000, b"12 34", "٣".encode()])
def test_a_senseless_length_costs_nothing(archive, read, urls, length):
    old = b"Content-Length: %d" % (len(archive.bodies[4]) + 44)
    archive.records[4] = archive.records[4].replace(old, b"Content-Length: " + length)
    records = read(archive.plain)
    assert urls(records) == archive.urls
    assert records[4].body == archive.bodies[4]


def test_a_body_that_quotes_a_record_is_not_parted(archive, make_record, read, urls):
    quoted = b"<pre>\r\n" + archive.records[0] + b"</pre>"
    data = make_record("http://a.example/", quoted) + archive.plain
    records = read(data)
    assert urls(records) == ["http://a.example/", *archive.urls]
    assert records[0].body == quoted


@pytest.mark.parametrize(
    "garbage", [b"garbage\r\n", GARBAGE, b"WARC/1.0 is a format\r\n\r\n", b"\r\n\r\nWARC/", b"x" * 300_000]
)
def test_garbage_between_records_is_one_rejection(archive, read, urls, reasons, garbage):
    data = b"".join(archive.records[:3]) + garbage + b"".join(archive.records[3:])
    records = read(data)
    assert urls(records) == archive.urls
    assert reasons(records) == ["unreadable"]
    assert [each.body for each in records if isinstance(each, Capture)] == archive.bodies


@pytest.mark.parametrize("times", [1, 200])
def test_garbage_before_the_first_record_is_one_rejection(archive, read, urls, reasons, times):
    records = read(GARBAGE * times + b"\r\n" + archive.plain)
    assert urls(records) == archive.urls
    assert reasons(records) == ["unreadable"]


def test_a_head_without_end_does_not_swallow_the_next_record(archive, read, urls):
    broken = archive.records[3].partition(b"\r\n\r\n")[0] + b"\r\n"
    records = read(b"".join([*archive.records[:3], broken, *archive.records[4:]]))
    assert urls(records) == archive.urls[:3] + archive.urls[4:]
    assert [each.reason for each in records if not isinstance(each, Capture)] == [Reason.UNREADABLE]


def test_a_head_beyond_the_limit_is_unreadable_and_passed_over(archive, read, urls, reasons):
    data = archive.records[0].replace(b"WARC-Date", b"X-Long: " + b"x" * 50_000 + b"\r\nWARC-Date") + b"".join(
        archive.records[1:]
    )
    records = read(data, header_bytes=8192)
    assert urls(records) == archive.urls[1:]
    assert reasons(records) == ["unreadable"]


def test_zstd_frames_are_read_one_by_one(archive, read, urls):
    members = zstd_members(archive.records)
    records = read(b"".join(members))
    assert urls(records) == archive.urls
    assert [each.origin.offset for each in records] == [sum(map(len, members[:n])) for n in range(10)]


def test_one_zstd_frame_may_hold_a_whole_archive(archive, read, urls):
    assert urls(read(zstandard.compress(archive.plain))) == archive.urls


@pytest.mark.parametrize("number", range(10))
def test_one_bad_zstd_frame_costs_one_record(archive, read, urls, number):
    before, bad, after = split_at(zstd_members(archive.records), number)
    records = read(before + spoilt(bad, len(bad) // 2) + after)
    assert urls(records) == archive.urls[:number] + archive.urls[number + 1 :]
    assert records[number].reason is Reason.UNREADABLE


def test_a_truncated_zstd_frame_is_noticed(archive, read):
    records = read(b"".join(zstd_members(archive.records))[:-10])
    assert [each.url for each in records[:9]] == archive.urls[:9]
    last = records[9]
    assert last.truncated == "unspecified" if isinstance(last, Capture) else last.reason is Reason.TRUNCATED


@pytest.mark.parametrize("compressed", [False, True])
def test_the_dictionary_of_a_zstd_archive_is_used(make_archive, read, urls, compressed):
    archive = make_archive(count=40)
    dictionary = zstandard.train_dictionary(4096, archive.records)
    held = zstandard.compress(dictionary.as_bytes()) if compressed else dictionary.as_bytes()
    frame = b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    data = frame + b"".join(compressor.compress(each) for each in archive.records)
    records = read(data)
    assert urls(records) == archive.urls
    assert records[0].origin.offset == len(frame)


def test_a_broken_dictionary_gives_rejections_not_errors(archive, read, urls):
    data = b"\x5d\x2a\x4d\x18\x08\0\0\0\x28\xb5\x2f\xfdjunk" + b"".join(zstd_members(archive.records))
    assert urls(read(data)) == archive.urls


def test_lz4_frames_are_read_one_by_one(archive, read, urls):
    members = [lz4.frame.compress(each) for each in archive.records]
    records = read(b"".join(members))
    assert urls(records) == archive.urls
    assert [each.origin.offset for each in records] == [sum(map(len, members[:n])) for n in range(10)]


def test_one_bad_lz4_frame_costs_one_record(archive, read, urls):
    members = [lz4.frame.compress(each, content_checksum=True) for each in archive.records]
    before, bad, after = split_at(members, 3)
    records = read(before + spoilt(bad, len(bad) // 2) + after)
    assert urls(records) == archive.urls[:3] + archive.urls[4:]


@pytest.mark.parametrize("number", range(9))
def test_an_lz4_frame_that_takes_its_lost_end_from_the_next_costs_that_one_nothing(archive, read, urls, number):
    members = [lz4.frame.compress(each) for each in archive.records]  # no checksum, but a size: zeros in the head
    members[number] = members[number][:-12]  # eight bytes of its block, and the mark that there are no more
    assert urls(read(b"".join(members)))[-9 + number :] == archive.urls[number + 1 :]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_mutation_of_one_gzip_member_leaves_all_others(data):
    records = ten_records()
    members = [gzip.compress(each, mtime=0) for each in records]
    number = data.draw(st.integers(1, 9), "member")
    member = bytearray(members[number])
    for _ in range(data.draw(st.integers(1, 5), "mutations")):
        at = data.draw(st.integers(0, len(member) - 1), "at")
        member[at] = data.draw(st.integers(0, 255), "byte")
    sound = bytes(member) == members[number] or inflates_alike(bytes(member), records[number])
    members[number] = bytes(member)
    found = list(read_captures(io.BytesIO(b"".join(members)), name="a"))
    others = [f"http://a.example/{n}" for n in range(10) if n != number]
    got = [each.url for each in found if isinstance(each, Capture)]
    assert [each for each in got if each in others] == others
    assert len(found) == 10
    victim = found[number]
    noticed = not isinstance(victim, Capture) or (number == 9 and victim.truncated == "unspecified")
    assert noticed != sound


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_mutation_of_a_plain_record_leaves_all_others(data):
    records = ten_records()
    number = data.draw(st.integers(0, 9), "record")
    victim = bytearray(records[number])
    begin = data.draw(st.integers(0, len(victim) - 5), "begin")
    end = data.draw(st.integers(begin, len(victim)), "end")
    victim[begin:end] = data.draw(st.binary(max_size=50), "bytes").replace(b"WARC", b"")
    # The line ends before the next record's version line are a part of neither.
    records[number] = bytes(victim).rstrip(b"\r\n") + b"\r\n\r\n"
    found = list(read_captures(io.BytesIO(b"".join(records)), name="a"))
    got = [each.url for each in found if isinstance(each, Capture)]
    others = [f"http://a.example/{n}" for n in range(10) if n != number]
    if number > 0:
        assert [each for each in got if each in others] == others
        assert len(found) in {9, 10, 11}  # a damaged type makes it no capture; a damaged length parts it from its rest


@settings(max_examples=200, deadline=None)
@example(wrong={0: 40}, how=bytes)  # up to the empty line of the HTTP message
@given(
    wrong=st.dictionaries(st.integers(0, 9), st.integers(0, 10**5), max_size=10),
    how=st.sampled_from([bytes, gzip.compress]),
)
def test_any_lengths_may_be_wrong(wrong, how):
    parted = [record.partition(b"\r\n\r\n") for record in ten_records()]
    lengths = {number: len(body) - 4 for number, (_, _, body) in enumerate(parted)}
    heads = [
        re.sub(rb"Content-Length: \d+", b"Content-Length: %06d" % (lengths | wrong)[number], head) + b"\r\n\r\n"
        for number, (head, _, _) in enumerate(parted)
    ]
    records = [head + body for head, (_, _, body) in zip(heads, parted, strict=True)]
    ends = list(itertools.accumulate(len(record) for record in records))
    for number, length in wrong.items():
        begin = ends[number] - lengths[number] - 4
        # A length that happens to reach to the end of another record is right for all that can be seen.
        assume(not any(end - 8 <= begin + length <= end for end in ends[number + 1 :]))
    found = list(read_captures(io.BytesIO(how(b"".join(records))), name="a"))
    got = [each.url for each in found]
    assert got == [f"http://a.example/{number}" for number in range(10)]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "gzip", "zstd", "lz4", "warc", "arc", "zip", "html", "json"]))
def test_no_bytes_raise(junk, form):
    lead = {
        "gzip": b"\x1f\x8b\x08\0",
        "zstd": b"\x28\xb5\x2f\xfd",
        "lz4": b"\x04\x22\x4d\x18",
        "warc": b"WARC/1.0\r\nWARC-Type: response\r\n",
        "arc": b"filedesc://a 0.0.0.0 20260101000000 text/plain 5\n",
        "zip": b"PK\x03\x04",
        "html": b"<html>",
        "json": b'{"url": "x"',
    }.get(form, b"")
    assert list(read_captures(io.BytesIO(lead + junk), name="a")) is not None


def test_memory_does_not_grow_with_what_is_passed_over(make_record, make_archive):
    long = make_record("http://a.example/long", b"<p>" + b"x" * 30_000_000)
    archive = make_archive()
    limits = Limits(body_bytes=2**20, header_bytes=2**16)
    for data in (gzip.compress(long) + archive.gz, gzip.compress(long + archive.plain), zstandard.compress(long)):
        tracemalloc.start()
        try:
            captures = [each.url for each in read_captures(io.BytesIO(data), name="a", limits=limits)]
            assert captures[0] == "http://a.example/long"
            assert tracemalloc.get_traced_memory()[1] < 12 * 2**20
        finally:
            tracemalloc.stop()


def ten_records():
    made = []
    for number in range(10):
        body = f"<p>{' '.join(f'w{number}x{index}' for index in range(40))}</p>".encode()
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        made.append(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/%d\r\n" % number
            + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(block), block)
        )
    return made


def inflates_alike(member, record):
    """Whether only bytes of the gzip header changed that mean nothing to the content."""
    try:
        inflater = zlib.decompressobj(31)
        return inflater.decompress(member) == record and inflater.eof and not inflater.unused_data
    except zlib.error:
        return False
