import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from thresher.archive.coding import Coded, decoded
from thresher.archive.http import Message
from thresher.settings import Limits

PAGE = b"<!doctype html><title>T</title><p>" + b" ".join(b"word%d" % n for n in range(2000))
LIMITS = Limits()


def raw_deflate(data):
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


def chunked(data, size=700, end=b"0\r\n\r\n"):
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + end


CODERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=4),
    "zstd": zstandard.compress,
}


def read(body, limits=LIMITS, **headers):
    return decoded(Message(200, tuple((k.replace("_", "-"), v) for k, v in headers.items()), body), limits)


@pytest.mark.parametrize("name", CODERS)
def test_every_coding_is_undone(name):
    assert read(CODERS[name](PAGE), content_encoding=name) == Coded(PAGE)
    assert read(CODERS[name](PAGE), content_encoding=name.upper()) == Coded(PAGE)
    assert read(chunked(CODERS[name](PAGE)), content_encoding=name, transfer_encoding="chunked") == Coded(PAGE)


def test_deflate_may_lack_its_wrapper():
    assert read(raw_deflate(PAGE), content_encoding="deflate") == Coded(PAGE)


def test_zstd_without_a_content_size_is_undone():
    coder = zstandard.ZstdCompressor().compressobj()
    assert read(coder.compress(PAGE) + coder.flush(), content_encoding="zstd") == Coded(PAGE)


def test_all_gzip_members_of_a_body_are_read():
    assert read(gzip.compress(PAGE) + gzip.compress(b"more"), content_encoding="gzip") == Coded(PAGE + b"more")


def test_codings_are_undone_in_reverse_order():
    assert read(gzip.compress(brotli.compress(PAGE)), content_encoding="br, gzip") == Coded(PAGE)
    assert read(brotli.compress(gzip.compress(PAGE)), content_encoding="gzip, br") == Coded(PAGE)


@pytest.mark.parametrize("label", ["gzip", "deflate", "br", "zstd", "gzip, br", "utf-8", "none", "compress"])
def test_a_body_already_decoded_is_left_alone(label):
    assert read(PAGE, content_encoding=label) == Coded(PAGE)


@pytest.mark.parametrize("name", CODERS)
@pytest.mark.parametrize("label", ["gzip", "deflate", "br", "zstd"])
def test_a_wrong_label_is_corrected_by_the_bytes(name, label):
    assert read(CODERS[name](PAGE), content_encoding=label) == Coded(PAGE)


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_codings_with_a_magic_number_need_no_label(name):
    assert read(CODERS[name](PAGE)) == Coded(PAGE)
    assert read(chunked(CODERS[name](PAGE)), transfer_encoding="chunked") == Coded(PAGE)


def test_a_body_compressed_twice_under_one_label_is_undone_twice():
    assert read(gzip.compress(gzip.compress(PAGE)), content_encoding="gzip") == Coded(PAGE)


def test_transfer_codings_are_undone_too():
    assert read(chunked(gzip.compress(PAGE)), transfer_encoding="gzip, chunked") == Coded(PAGE)


@pytest.mark.parametrize(
    "end", [b"0\r\n\r\n", b"0\r\nX-Trailer: y\r\n\r\n", b"0;ext=1\r\n\r\n", b"000\r\n\r\n", b"0\r\n"]
)
def test_chunks_end_however_they_end(end):
    assert read(chunked(PAGE, end=end), transfer_encoding="chunked") == Coded(PAGE)


def test_chunk_lengths_may_be_padded_and_have_extensions():
    body = b"5 ;a=b\r\nHello\r\n 6\nWorlds\n0\r\n\r\n"
    assert read(body, transfer_encoding="chunked") == Coded(b"HelloWorlds")


def test_a_body_wrongly_said_to_be_chunked_is_left_alone():
    assert read(PAGE, transfer_encoding="chunked") == Coded(PAGE)
    assert read(b"5\r\nare here: all of them", transfer_encoding="chunked") == Coded(b"5\r\nare here: all of them")


def test_a_chunked_body_that_does_not_say_so_is_put_together():
    assert read(chunked(PAGE)) == Coded(PAGE)
    assert read(b"5\r\nis how many there were") == Coded(b"5\r\nis how many there were")


def test_a_chunked_body_cut_short_keeps_what_came():
    whole = chunked(PAGE)
    coded = read(whole[: len(whole) // 2], transfer_encoding="chunked")
    assert coded.truncated == "unspecified"
    assert PAGE.startswith(coded.body.rstrip(b"\r\n"))
    assert len(coded.body) > len(PAGE) // 3


def test_a_wrong_chunk_length_keeps_all_the_rest():
    body = chunked(PAGE).replace(b"2bc\r\n", b"2b0\r\n", 2).replace(b"2b0\r\n", b"2bc\r\n", 1)
    coded = read(body, transfer_encoding="chunked")
    assert coded.truncated == "unspecified"
    assert coded.body == PAGE


@pytest.mark.parametrize("name", CODERS)
def test_a_compressed_body_cut_short_keeps_what_came(name):
    words = b" ".join(b"%d" % (n * n) for n in range(60_000))
    whole = CODERS[name](words)
    coded = read(whole[: len(whole) * 3 // 4], content_encoding=name)
    assert coded.truncated == "unspecified"
    assert words.startswith(coded.body)
    assert len(coded.body) > 1000


def test_damage_in_a_compressed_body_keeps_what_came_before():
    words = b" ".join(b"%d" % (n * n) for n in range(60_000))
    whole = bytearray(gzip.compress(words))
    whole[len(whole) // 2] ^= 0xFF
    coded = read(bytes(whole), content_encoding="gzip")
    assert coded.truncated == "unspecified"
    assert words[:10_000] == coded.body[:10_000]


@pytest.mark.parametrize("label", ["gzip", "br", "deflate", "zstd"])
def test_bytes_that_no_coding_explains_are_undecodable(label):
    assert isinstance(read(bytes(range(128, 256)) + b"\0\1\2\xff" * 50, content_encoding=label), str)


@pytest.mark.parametrize("name", CODERS)
def test_a_bomb_is_undecodable(name):
    bomb = CODERS[name](bytes(8_000_000))
    limits = Limits(inflate_ratio=100, body_bytes=2**22)
    assert isinstance(read(bomb, limits, content_encoding=name), str)


@pytest.mark.parametrize("name", CODERS)
def test_a_long_body_is_cut_at_the_limit(name):
    coded = read(CODERS[name](PAGE), Limits(body_bytes=5000), content_encoding=name)
    assert coded == Coded(PAGE[:5000], "length")
    assert read(PAGE, Limits(body_bytes=5000)) == Coded(PAGE[:5000], "length")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "", "gzip, br"]), st.booleans())
def test_no_body_raises(body, label, is_chunked):
    headers = {"content_encoding": label} | ({"transfer_encoding": "chunked"} if is_chunked else {})
    assert isinstance(read(body, **headers), (Coded, str))


@given(st.text(alphabet="abcdefgh <>/=\n\u00e9", min_size=1), st.sampled_from(["gzip", "deflate", "br", "zstd"]))
def test_text_is_left_alone_whatever_its_label(text, label):
    body = b"<html>" + text.encode()
    assert read(body, content_encoding=label) == Coded(body)


@given(st.binary(min_size=1, max_size=500), st.sampled_from(sorted(CODERS)))
def test_decoding_undoes_coding(data, name):
    body = b"<html>" + data
    assert read(CODERS[name](body), content_encoding=name).body == body
