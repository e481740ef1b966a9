"""Rule files made to hurt: each is refused when it is loaded, with its file and the reason."""

from __future__ import annotations

import time

import pytest

from thresher.errors import SettingsError
from thresher.strip.matcher import Matcher
from thresher.strip.rules import PATTERN_CHARS, load_rules

HEAD = '[topic]\nname = "ferry"\ndescription = "Ferries."\n'
RULE = """
[[rule]]
id = "ferry-line"
unit = "line"
near = ["ferry"]
pattern = '''{pattern}'''
why = "A test."
drops = ["Ferry", "ferry"]
keeps = ["The ferry sails."]
"""


def loaded(folder, text):
    path = folder / "ferry.toml"
    path.write_text(text, encoding="utf-8")
    return load_rules([path])


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"ferry[\p{L}]{0,400}", "instructions"),
        (r"ferry(?:(?:a{1,100}){1,100}){1,100}", "not RE2 syntax"),
        (r"ferry.{1,5000}", "not RE2 syntax"),
        (r"ferry(?=now)", "not RE2 syntax"),
        (r"(ferry)\1", "not RE2 syntax"),
        (r"ferry" * (PATTERN_CHARS // 5 + 1), "characters"),
        (r"(?:ferry)*", "empty text"),
    ],
    ids=["wide", "nested", "long", "lookahead", "backreference", "large", "empty"],
)
def test_a_pattern_without_measure_is_refused_with_the_reason(tmp_path, pattern, reason):
    with pytest.raises(SettingsError, match=f"ferry.toml: ferry-line: .*{reason}"):
        loaded(tmp_path, HEAD + RULE.format(pattern=pattern))


def test_words_that_multiply_each_other_are_refused_before_they_are_put_in(tmp_path):
    words = ["[topic.words]", 'w0 = "ferry now and later"']
    words += [f'w{n} = "{f"{{{{w{n - 1}}}}}" * 10}"' for n in range(1, 12)]
    with pytest.raises(SettingsError, match=r"ferry\.toml: \[topic\]: a word of more than"):
        loaded(tmp_path, HEAD + "\n".join(words) + RULE.format(pattern="{{w11}}"))


@pytest.mark.parametrize("pattern", ["ferry(?:a+)+b", "ferry(?:a|aa)*b", "ferry(?:.*){9}b", "(?:[a-z]+ ?)+ferry!"])
def test_a_pattern_that_is_catastrophic_elsewhere_takes_linear_time_here(tmp_path, pattern):
    matcher = Matcher(loaded(tmp_path, HEAD + RULE.format(pattern=pattern)))
    before = time.process_time()
    assert not matcher.is_hit(0, "ferry" + "a" * 200_000)
    assert time.process_time() - before < 20  # a backtracking engine would not end


@pytest.mark.parametrize(
    "line",
    [
        *(
            "kinds = 5",
            "kinds = [[]]",
            "rejects = []",
            "rejects = {}",
            "where = 1",
            "near = 1",
            "near = [1]",
            "most = -1",
        ),
        *("max_words = 1e9", "confidence = nan", "confidence = 'x'", "since = 2020-01-01T00:00:00Z", "mine = 1"),
        *("unit = ['line']", "after = {a = 1}", "id = []", "lang = [{}]", "lang = ['../x']"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_and_no_error(tmp_path, line):
    key = line.partition(" ")[0]
    kept = [each for each in RULE.format(pattern="ferry").splitlines() if not each.startswith(f"{key} =")]
    with pytest.raises(SettingsError, match=r"ferry\.toml: .*"):
        loaded(tmp_path, HEAD + "\n".join([*kept, line]))


@pytest.mark.parametrize(
    "text", ["rule = [1]", "rule = 1", "topic = 1", "[topic.words]\na = 1", "\ud7ff[[", "[[topic]]"]
)
def test_a_file_of_another_shape_is_told_and_no_error(tmp_path, text):
    with pytest.raises(SettingsError, match=r"ferry\.toml: .*"):
        loaded(tmp_path, text + "\n" + (HEAD if text.startswith("rule") else ""))
