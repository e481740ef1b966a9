import pytest
from warcio.archiveiterator import ArchiveIterator

from thresher.errors import SettingsError
from thresher.lab.records import read_gold, write_rows
from thresher.lab.sets import SOURCES, chosen_sets, find_sets
from thresher.lab.slices import sampled, slice_digest, write_slice


def records(path):
    with path.open("rb") as stream:
        archive = ArchiveIterator(stream, no_record_parse=True)
        return [(record.rec_headers.headers, record.raw_stream.read()) for record in archive]


def test_sets_are_found_by_their_gold_and_captures(data):
    sets = find_sets(data)
    assert list(sets) == ["harbour", "harbour-text"]
    assert sets["harbour"].captures.name == "captures.warc.gz"
    assert sets["harbour-text"].captures.name == "captures.warc.wet.gz"


def test_a_missing_data_directory_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"no such data directory.*nowhere"):
        find_sets(tmp_path / "nowhere")


def test_a_directory_without_sets_says_what_a_set_is(tmp_path):
    with pytest.raises(SettingsError, match=r"a set is a folder with gold\.jsonl\.gz and captures"):
        find_sets(tmp_path)


def test_an_unknown_set_is_answered_with_the_known_ones(data):
    with pytest.raises(SettingsError, match=r"no set called harbor; known: harbour, harbour-text"):
        chosen_sets(data, ["harbor"])


def test_chosen_sets_keep_the_order_of_their_names(data):
    assert [each.name for each in chosen_sets(data, ["harbour-text", "harbour"])] == ["harbour-text", "harbour"]
    assert [each.name for each in chosen_sets(data)] == ["harbour", "harbour-text"]


@pytest.mark.parametrize("name", ["gold.jsonl.gz", "captures.warc.gz"])
def test_a_digest_changes_with_every_byte_of_gold_and_captures(data, name):
    before = find_sets(data)["harbour"].digest()
    assert find_sets(data)["harbour"].digest() == before
    path = data / "harbour" / name
    path.write_bytes(path.read_bytes() + b"\0")
    assert find_sets(data)["harbour"].digest() != before


def test_undeclared_sets_may_not_be_trained_on(data):
    assert not find_sets(data)["harbour"].may_train


def test_sets_under_copyleft_licences_may_not_be_trained_on_in_any_form(data):
    (data / "harbour").rename(data / "daniel")
    (data / "harbour-text").rename(data / "daniel-text")
    assert [each.may_train for each in find_sets(data).values()] == [False, False]
    assert not [name for name, source in SOURCES.items() if source.may_train and "GPL" in source.licence]


def test_a_text_set_has_the_licence_of_its_pages(data):
    (data / "harbour-text").rename(data / "fundus-text")
    assert find_sets(data)["fundus-text"].may_train


def test_every_set_of_the_benchmark_is_declared(bench):
    assert not [name for name, each in find_sets(bench).items() if each.source is None]


def test_a_sample_does_not_depend_on_the_order():
    urls = [f"https://a.example/{n}" for n in range(50)]
    assert set(sampled(urls, 7)) == set(sampled(reversed(urls), 7))
    assert len(sampled(urls, 7)) == 7


def test_a_larger_sample_holds_the_smaller_ones_and_keeps_the_order():
    urls = [f"https://a.example/{n}" for n in range(50)]
    assert set(sampled(urls, 7)) < set(sampled(urls, 20))
    assert sampled(urls, 20) == [url for url in urls if url in sampled(urls, 20)]
    assert sampled(urls, 99) == urls


@pytest.mark.parametrize("name", ["harbour", "harbour-text"])
def test_a_slice_holds_the_sampled_gold_and_records_unchanged(data, tmp_path, name):
    whole = find_sets(data)[name]
    part = write_slice(whole, 3, tmp_path / "slice")
    gold = read_gold(part.gold)
    assert list(gold) == sampled(read_gold(whole.gold), 3)
    assert all(read_gold(whole.gold)[url] == row for url, row in gold.items())
    wanted = [each for each in records(whole.captures) if dict(each[0])["WARC-Target-URI"] in gold]
    assert records(part.captures) == wanted
    assert len(wanted) == 3


def test_a_slice_is_the_same_bytes_every_time(data, tmp_path):
    parts = [write_slice(find_sets(data)["harbour"], 3, tmp_path / name) for name in ("a", "b")]
    assert parts[0].gold.read_bytes() == parts[1].gold.read_bytes()
    assert parts[0].digest() == parts[1].digest()


def test_a_slice_digest_names_its_data_and_its_pages():
    digests = {slice_digest("d1", ["u1"]), slice_digest("d2", ["u1"]), slice_digest("d1", ["u1", "u2"])}
    assert len(digests) == 3


def test_gold_that_is_empty_is_no_set(data):
    write_rows(data / "harbour" / "gold.jsonl.gz", [])
    assert list(find_sets(data)) == ["harbour-text"]
