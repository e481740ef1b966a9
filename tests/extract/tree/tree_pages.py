"""Pages by a grammar of well-formed markup, pages of rubble, and networks made by hand."""

from __future__ import annotations

import html

import numpy as np
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from thresher.extract.tree import columns, judge, walk
from thresher.extract.tree.columns import Facts
from thresher.extract.tree.judge import Judged
from thresher.model.cut import threshold
from thresher.model.network import PAGE_TYPES, Network
from thresher.model.vocabulary import Vocabulary

INLINE = ("b", "i", "em", "span", "small", "code", "sub", "q", "strong")
CONTAINERS = ("div", "section", "article", "aside", "header", "footer", "main", "nav", "blockquote", "figure")
LEAVES = ("p", "h1", "h2", "h6", "div", "pre", "figcaption", "address")

WORDS = st.text("abcdefgxyzABC0123'\".,:-&<>é漢ж©\xa0", min_size=1, max_size=8)
NAMES = st.sampled_from(
    ["", "comment", "nav-main", "article-body", "a > b", 'say "so"', "it's", "<p>", "</div>", "-->", "x=y", "a&b;&lt;"]
)
ATTRIBUTES = st.lists(
    st.tuples(st.sampled_from(["class", "id", "title", "data-x", "role", "style", "hidden", "lang"]), NAMES),
    max_size=2,
    unique_by=lambda pair: pair[0],
)


def opened(tag, attributes, quote='"'):
    """A start tag whose attributes hold `<` and `>` as they are, which HTML allows."""
    written = "".join(
        f" {name}={quote}{value.replace('&', '&amp;').replace(quote, '&quot;' if quote == chr(34) else '&#39;')}{quote}"
        for name, value in attributes
    )
    return f"<{tag}{written}>"


def element(tag, inside):
    return st.builds(
        lambda attributes, quote, within: f"{opened(tag, attributes, quote)}{within}</{tag}>",
        ATTRIBUTES,
        st.sampled_from("\"'"),
        inside,
    )


def joined(strategy, most=3):
    return st.lists(strategy, max_size=most).map("".join)


ENTITIES = st.sampled_from(["&amp;", "&lt;", "&gt;", "&nbsp;", "&eacute;", "&#28450;", "&#x26;lt;", "&quot;", "&copy;"])
TEXT = st.one_of(
    st.lists(WORDS, min_size=1, max_size=4).map(lambda words: html.escape(" ".join(words), quote=False)),
    ENTITIES,
    st.sampled_from([" ", "\n", " \n\t "]),
)
COMMENTS = st.sampled_from(["<!-- a > b -->", "<!--<p>no</p>-->", "<!---->", "<!-- - -- - -->", "<!--x\ny-->"])
RAW = st.sampled_from(
    [
        "<script>if (a < b && c > d) { say('</p><b>') }</script>",
        "<style>p > b { content: '<' }</style>",
        "<iframe src=x>no <b>frame</b></iframe>",
        "<noscript><p>no <i>script</i></p></noscript>",
        "<template><p>a<template>b</template></p></template>",
        "<textarea>&lt;b&gt; typed</textarea>",
        "<svg><g><text>drawn</text></g></svg>",
        "<select><option>one</option><option>two</option></select>",
        "<video><p>no video</p></video>",
    ]
)
PHRASES = st.recursive(
    TEXT | COMMENTS | st.just("<br>") | st.just('<img alt="a > b">') | st.just("<wbr>"),
    lambda inside: st.one_of(*(element(tag, joined(inside)) for tag in INLINE)),
    max_leaves=4,
)
LINKS = element("a", joined(PHRASES, 2)).map(lambda link: link.replace("<a", '<a href="/x?a=1&amp;b=2"', 1))
LINES = joined(PHRASES | LINKS, 4)
LEAF = st.one_of(*(element(tag, LINES) for tag in LEAVES), LINES, RAW, COMMENTS, st.just("<hr>"))


def lists(inside):
    items = joined(element("li", LINES | inside), 3)
    terms = joined(st.builds(str.__add__, element("dt", LINES), element("dd", LINES | inside)), 2)
    return element("ul", items) | element("ol", items) | element("dl", terms)


def tables(inside):
    cells = joined(element("td", LINES | inside) | element("th", LINES), 3)
    rows = joined(element("tr", cells), 3)
    return st.builds(
        lambda caption, body: f"<table>{caption}<tbody>{body}</tbody></table>", st.just("") | CAPTIONS, rows
    )


CAPTIONS = element("caption", LINES)
FLOW = st.recursive(
    LEAF,
    lambda inside: st.one_of(
        *(element(tag, joined(inside)) for tag in CONTAINERS),
        lists(inside),
        tables(inside),
        LINKS,
    ),
    max_leaves=6,
)
WELL_FORMED = joined(FLOW, 4).map(
    lambda body: (
        f"<!DOCTYPE html><html><head><title>A page</title><meta charset=utf-8></head><body>{body}</body></html>"
    )
)
"""Pages that every parser reads alike."""

_RUBBLE = [
    *(
        "<",
        ">",
        "</",
        "<!",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<p",
        "<div ",
        "=",
        '"',
        "'",
        "/>",
        "<a href=x>",
        "</a>",
        "&",
        "lt;",
    ),
    *("<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>", "<b>", "</b>", "<script>", "</script>", "<svg>", "</svg>"),
    *(
        "<title>",
        "<textarea>",
        "<select>",
        "<template>",
        "</template>",
        "<pre>",
        "<h1>",
        "</p>",
        "<br>",
        "<xmp>",
        "</xmp>",
    ),
    *(
        "<frameset>",
        "<plaintext>",
        "<noscript>",
        "</head>",
        "<body>",
        "</body>",
        "<math>",
        "a",
        " ",
        "\n",
        "The ferry sails. ",
    ),
]
RUBBLE = st.lists(st.sampled_from(_RUBBLE), max_size=30).map("".join) | st.text(max_size=60)
"""Whatever may come as markup."""
ANY_MARKUP = WELL_FORMED | RUBBLE


def outline(markup, limit=100_000, *, with_links=False):
    return walk.outline(LexborHTMLParser(markup), limit, with_links=with_links)


def made(seed=0, *, types=True):
    """A network of blocks of two convolutions, with weights at random."""
    names = columns.names()
    width = 4
    draw = np.random.default_rng(seed)

    def some(*shape):
        return draw.normal(size=shape).astype(np.float32) / 2

    arrays = {
        "mean": some(len(names)),
        "scale": np.abs(some(len(names))) + 1,
        "enter.weight": some(len(names), width),
        "enter.bias": some(width),
        "convolution.0.weight": some(3 * width, width),
        "convolution.0.bias": some(width),
        "convolution.1.weight": some(3 * width, width),
        "convolution.1.bias": some(width),
        "page.weight": some(2 * width, width),
        "page.bias": some(width),
        "leave.weight": some(width, width),
        "leave.bias": some(width),
        "judge.weight": some(width, 1),
        "judge.bias": some(1),
    }
    if types:
        arrays |= {"types.weight": some(width, len(PAGE_TYPES)), "types.bias": some(len(PAGE_TYPES))}
    return Network(names, (), Vocabulary((), ()), (1, 2), arrays)


def judged(page, chances, *, article=1.0, facts=Facts()):  # noqa: B008 - frozen
    """A page of which a network says what the test says; with the rest of the chance it is a forum."""
    types = {PAGE_TYPES[0]: article, PAGE_TYPES[1]: 1 - article}
    return Judged(page, columns.rows(page, facts), np.array(chances, np.float64), types)


def cut(one, preset):
    """The blocks that a preset takes by their chances alone, before anything is filled in or dropped."""
    chances = judge.sober(one)
    return chances >= threshold(chances, one.rows.words, judge.BETAS[preset])
