"""What `explain` finds: places in archives, in files of any name, and the originals of revisits."""

from __future__ import annotations

import shutil

import pytest

from thresher import Article, Capture, Rejection, Revisit, Settings, SettingsError, read_captures
from thresher.report.explain import explanations


def explained(target):
    return list(explanations(str(target), Settings()))


@pytest.fixture(scope="module")
def revisits(captures):
    return [one for one in explained(captures / "news.warc.gz") if isinstance(one.record, Revisit)]


def test_a_file_whose_name_holds_a_hash_is_a_file(captures, tmp_path):
    odd = tmp_path / "a#3!b#c.txt"
    shutil.copy(captures / "text" / "lantern-clinic.txt", odd)
    (one,) = explained(odd)
    (again,) = explained(f"{odd}#0")
    assert one.record.origin.archive == again.record.origin.archive == str(odd)


def test_a_record_of_a_wacz_is_found_by_member_and_offset(captures):
    archive = captures / "collection.wacz"
    wanted = next(record for record in read_captures(archive) if isinstance(record, Capture))
    (one,) = explained(f"{archive}!{wanted.origin.member}#{wanted.origin.offset}")
    assert one.record == wanted
    assert wanted in [one.record for one in explained(f"{archive}#{wanted.origin.offset}")]
    assert not explained(f"{archive}#{wanted.origin.offset + 1}")


def test_a_revisit_is_explained_by_its_original(revisits):
    resolved = [one for one in revisits if one.original]
    assert resolved
    for one in resolved:
        assert one.row()["revisit_of"]["offset"] == one.original.origin.offset
        assert isinstance(one.outcome, Article)
        assert one.outcome.url == one.record.url


def test_a_revisit_without_original_says_so(revisits, capsys):
    lost = [one for one in revisits if one.original is None]
    assert lost
    for one in lost:
        one.show(as_json=False)
        assert "whose original is not in this archive" in capsys.readouterr().out
        assert one.row()["rejection"]["reason"] == "revisit"


def test_a_rejected_capture_is_explained_by_its_reason(captures, capsys):
    rejected = [one for one in explained(captures / "news.warc.gz") if isinstance(one.outcome, Rejection)]
    for one in rejected:
        one.show(as_json=False)
    shown = capsys.readouterr().out
    assert all(one.outcome.reason.description in shown for one in rejected)


def test_a_long_url_is_shown_whole(captures, capsys):
    for one in explained(captures / "news.warc.gz"):
        one.show(as_json=False)
        assert (one.record.url or str(one.record.origin)) in capsys.readouterr().out


def test_a_folder_is_no_capture(captures):
    with pytest.raises(SettingsError, match="is a folder"):
        explained(captures)
