"""How a rule's pattern is written and what RE2 gets to see of it.

Patterns are RE2 syntax with four conveniences, so that a rule reads like the line it drops:
line breaks and indentation are dropped; `{{name}}` stands for a word of `[topic.words]`; a space
also stands for a no-break space; straight quotes, apostrophes and hyphens also for their
typographic forms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

KIN = {
    " ": " \u00a0\u2009\u202f",
    "'": "'\u2019\u2018\u02bc\u00b4`",
    '"': '"\u201c\u201d\u201e\u00ab\u00bb',
    "-": "-\u2010\u2011\u2012\u2013\u2014",
}
"""What else a character of a pattern or a literal stands for: its typographic forms, itself first."""

_CLASSES = {char: "[" + forms.replace("-", r"\-") + "]" for char, forms in KIN.items()}
_WORD = re.compile(r"\{\{([a-z_0-9]+)\}\}")
_PIECES = re.compile(r"""[^][\\()?:> '"-]+|.""", re.DOTALL)
"""The characters that mean something to `_with_kin`, one by one, and what stands between them."""
_GROUP = re.compile(r"\(\?P<([a-z_]+)>")


def expanded(pattern: str, words: Mapping[str, str] | None = None) -> str:
    """The pattern as RE2 gets it; a word that is not in `words` stays as written."""
    known = words or {}
    flat = "".join(line.strip() for line in pattern.splitlines())
    pieces = _WORD.split(flat)  # plain, name, plain, name, …, plain
    written = [_with_kin(piece) if at % 2 == 0 else _word(piece, known) for at, piece in enumerate(pieces)]
    return "".join(written)


def expanded_chars(pattern: str, words: Mapping[str, str]) -> int:
    """About how long a pattern becomes with its words put in, before they are: words can multiply."""
    return len(pattern) + sum(len(words.get(name, "")) for name in _WORD.findall(pattern))


def literal(text: str) -> str:
    """The pattern that hits `text` itself, in all its typographic forms."""
    import re2

    return "".join(_CLASSES.get(char) or str(re2.escape(char)) for char in text)


def group_names(pattern: str) -> tuple[str, ...]:
    """The names of the groups of a pattern, in order."""
    return tuple(dict.fromkeys(_GROUP.findall(pattern)))


def options(max_mem: int = 16 << 20) -> Any:
    """The RE2 options of all patterns: letter case is ignored, errors are raised and not printed."""
    import re2

    made = re2.Options()
    made.case_sensitive = False
    made.log_errors = False
    made.max_mem = max_mem
    return made


def _word(name: str, known: Mapping[str, str]) -> str:
    return f"(?:{known[name]})" if name in known else "{{" + name + "}}"


def _with_kin(pattern: str) -> str:
    out: list[str] = []
    in_class = escaped = in_flags = False
    for char in _PIECES.findall(pattern):
        in_flags = (out[-1:] == ["?"] and out[-2:-1] == ["("]) or (in_flags and out[-1] not in ":)>")
        if escaped or char == "\\":
            escaped = not escaped
        elif in_class:
            in_class = char != "]"
            if char in " '\"":
                char = KIN[char]  # noqa: PLW2901 - the class takes the kin in as they are
        elif char == "[":
            in_class = True
        elif char in _CLASSES and not in_flags:
            char = _CLASSES[char]  # noqa: PLW2901 - same
        out.append(char)
    return "".join(out)
