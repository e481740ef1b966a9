"""Blocks of which forms are made, hostile ones among them."""

from __future__ import annotations

from hypothesis import strategies as st

from thresher.nouns import Block, BlockKind, Link

MARKUP = [
    *(
        "#",
        "##",
        "-",
        "+",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "`",
        "```",
        "~~~",
        ">",
        "|",
        "|---|",
        "===",
        "---",
        "- - -",
        "***",
    ),
    *(
        "1.",
        "2)",
        "[x]: /y",
        "[x](/y)",
        "![x](/y)",
        "[^1]",
        "[ ]",
        "<b>",
        "</p>",
        "<script>",
        "<!--",
        "-->",
        "<?",
        "]]>",
    ),
    *("<https://a.example>", "https://a.example/b_c", "www.a.example", "a@b.example", "mailto:a@b.example", "&amp;"),
    *(
        "&lt;",
        "&#60;",
        "&",
        "\\",
        "\\*",
        "!",
        ":",
        "snake_case",
        "C#",
        "a|b",
        '"',
        "'",
        "$x$",
        "    ",
        "word",
        "été",
        "漢字",
    ),
]
PIECES = st.one_of(st.sampled_from(MARKUP), st.sampled_from(["", " "]), st.text(max_size=6))
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.lists(PIECES, max_size=8).map(" ".join)
ADDRESSES = st.sampled_from(
    [
        *(
            "https://a.example/",
            "http://a.example/b_(c)?d=1&copy;=2#e",
            "https://a.example/*x*_y_~z~[1]'",
            "mailto:a@b.example",
        ),
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "https://a.example/ onclick=x",
            'https://a.example/"x',
            "/relative",
        ),
        *("https://a.example/<b>", "https://a.example/\n", "https://a.example/\\", "//a.example", "JAVASCRIPT:x", ""),
    ]
)


@st.composite
def any_block(draw):
    """A block of any kind whose text may be anything that a page may hold."""
    kind = draw(st.sampled_from(BlockKind))
    text = draw(TEXTS)
    if kind is BlockKind.TABLE:
        text = "\n".join("\t".join(row) for row in draw(st.lists(st.lists(TEXTS, max_size=4), max_size=4)))
    elif kind is BlockKind.CODE:
        text = "\n".join(draw(st.lists(TEXTS, max_size=4)))
    marks = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    links = tuple(
        Link(start, end, draw(ADDRESSES)) for start, end in zip(marks[::2], marks[1::2], strict=False) if start < end
    )
    level = draw(st.integers(0, 14))
    number = draw(st.sampled_from([0, 0, 1, 2, 3, 10, 10**9 + 1]))
    language = draw(st.sampled_from(["", "python", "c++", "a b", "<x>", "```"]))
    return Block(kind, text, level, number=number, language=language, links=links)


ANY_BLOCKS = st.lists(any_block(), max_size=8)
