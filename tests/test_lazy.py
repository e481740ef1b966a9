import re

import pytest

from thresher.lazy import lazy


def test_a_lazy_pattern_answers_as_the_compiled_one_does():
    pattern = "(?P<boat>ferry|barge)s?"
    waiting, compiled = lazy(pattern, re.IGNORECASE), re.compile(pattern, re.IGNORECASE)
    for text in ("Two Barges and a ferry", "no boats"):
        assert waiting.findall(text) == compiled.findall(text)
        assert waiting.sub("x", text) == compiled.sub("x", text)
    assert (waiting.pattern, waiting.flags, waiting.groups) == (pattern, compiled.flags, compiled.groups)


def test_nothing_is_compiled_before_the_first_question():
    broken = lazy("(")
    with pytest.raises(re.error):
        broken.search("a")
