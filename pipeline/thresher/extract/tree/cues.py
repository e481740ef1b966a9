"""What the names that a page gives its elements say: class, id, role and the like as bits of a mask.

A cue is met when one of its needles is in the names, written in lower case between hyphens. The
needles are the usual words of templates and content systems, not those of any one site.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ahocorasick_rs import AhoCorasick

CUES: Mapping[str, tuple[str, ...]] = {
    "navigation": ("nav", "-menu", "menu-", "-tabs-", "sitemap"),
    "breadcrumb": ("breadcrumb", "-crumb"),
    "header": ("header", "masthead", "topbar", "top-bar", "-hd-"),
    "footer": ("footer", "colophon", "-foot-", "-ft-", "contentinfo"),
    "side": (
        *("sidebar", "-aside", "-side-", "-rail", "secondary", "rightcol", "right-col", "leftcol", "complementary"),
    ),
    "main": ("-main", "maincontent", "primary"),
    "article": ("article", "artikel"),
    "body": (
        *("article-body", "articlebody", "article-text", "articletext", "article-content", "articlecontent"),
        *("entry-content", "entrycontent", "entry-body", "entrytext", "post-body", "postbody", "post-content"),
        *("postcontent", "post-text", "story-body", "storybody", "story-text", "storytext", "body-text", "bodytext"),
        *("text-body", "content-body", "richtext", "rich-text", "prose", "wysiwyg", "field-name-body", "maintext"),
    ),
    "content": ("content", "inhalt", "contenu", "contenido"),
    "post": ("-post", "post-", "-entry", "hentry", "story"),
    "comment": ("comment", "disqus", "replies", "respond-", "livefyre", "kommentar", "discussion", "feedback"),
    "related": ("related", "recommend", "suggest", "similar", "-also-", "read-next", "readnext", "up-next", "upnext"),
    "popular": ("trending", "popular", "most-", "mostread", "latest", "recent", "-top-", "more-", "-more"),
    "promoted": ("outbrain", "taboola", "zergnet", "you-may", "partner", "promoted", "affiliate"),
    "share": ("share", "sharing", "social", "addthis", "addtoany", "sociable", "facebook", "twitter", "whatsapp"),
    "advertisement": (
        "-ad-",
        "-ads-",
        "advert",
        "sponsor",
        "promo",
        "banner",
        "-dfp",
        "googlead",
        "adsense",
        "anzeige",
    ),
    "newsletter": ("newsletter", "subscri", "signup", "sign-up", "mailing", "optin", "opt-in", "paywall", "-cta"),
    "consent": ("cookie", "consent", "gdpr", "privacy", "onetrust"),
    "modal": ("modal", "popup", "pop-up", "dialog", "overlay", "lightbox", "tooltip", "drawer", "offcanvas"),
    "hidden": ("hidden", "-hide", "display-none", "sr-only", "screen-reader", "visually", "invisible"),
    "folded": ("collapse", "accordion", "toggle", "expand", "faq", "details", "-tab-"),
    "unprinted": ("noprint", "no-print", "print-none"),
    "byline": ("byline", "author", "-by-", "autor", "writer"),
    "biography": ("-bio", "bio-", "about-author", "author-box", "authorbox", "author-info", "profile"),
    "date": ("date", "time", "publish", "posted"),
    "meta": ("meta", "-info", "details"),
    "tags": ("-tag", "tags", "categor", "topic", "keyword", "label", "-cat-"),
    "title": ("title", "headline", "heading"),
    "lead": (
        *("lead", "summary", "excerpt", "standfirst", "subtitle", "sub-title", "-dek", "intro", "abstract", "subhead"),
    ),
    "teaser": ("teaser", "card", "tile", "thumb", "preview", "snippet"),
    "item": ("-item", "item-", "-result"),
    "list": ("list", "grid", "archive", "feed", "masonry", "index"),
    "slider": ("carousel", "slider", "swiper", "slick", "slide", "gallery"),
    "caption": ("caption", "credit", "copyright", "legend"),
    "image": ("image", "photo", "figure", "media", "-img", "picture", "video", "player"),
    "widget": ("widget", "module", "plugin", "-block", "block-"),
    "pager": ("paginat", "pager", "paging", "prev", "next"),
    "search": ("search", "filter", "facet", "-sort"),
    "login": ("login", "log-in", "signin", "sign-in", "account", "register", "-user"),
    "form": ("form", "input", "field", "select"),
    "product": ("product", "price", "-sku", "-cart", "-buy", "shop", "add-to"),
    "review": ("review", "rating", "stars", "testimonial"),
    "forum": ("forum", "thread", "message", "question", "answer", "-reply", "topic-"),
    "documentation": ("markdown", "-doc", "docs", "highlight", "-code", "code-", "reference", "tutorial"),
    "quote": ("quote", "pullquote"),
    "box": ("box", "callout", "panel", "-note", "aside"),
    "contents": ("-toc", "toc-", "table-of-contents", "-contents", "anchor"),
    "legal": ("legal", "disclaimer", "terms", "policy"),
    "tool": ("print", "email", "toolbar", "tools", "action", "button", "-btn", "icon"),
    "appeal": ("donat", "support", "appeal", "member", "-give"),
    "logo": ("logo", "brand"),
    "hero": ("hero", "jumbotron", "cover", "splash"),
    "text": ("text", "copy", "description", "paragraph"),
    "section": ("section", "column", "-col"),
}
"""Each cue with its needles; the order is that of the bits."""

_FOLDED = {code: code if chr(code).isalnum() or chr(code) == "\n" else 0x2D for code in range(128)}
_FOLDED |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_LONGEST = 400  # characters of the names of one element that are read


@cache
def _automaton() -> tuple[AhoCorasick, tuple[int, ...]]:
    from ahocorasick_rs import AhoCorasick

    pairs = [(needle, 1 << bit) for bit, needles in enumerate(CUES.values()) for needle in needles]
    bits: dict[str, int] = {}
    for needle, bit in pairs:  # a needle may speak for several cues
        bits[needle] = bits.get(needle, 0) | bit
    return AhoCorasick(list(bits)), tuple(bits.values())


def masks(names: Sequence[str]) -> list[int]:
    """For each string of names the cues that it meets, as a mask over `CUES`."""
    automaton, bits = _automaton()
    folded = [f"-{one[:_LONGEST]}-" for one in names]
    joined = "\n".join(folded).translate(_FOLDED)
    found = [0] * len(names)
    if not names:
        return found
    at, end = 0, len(folded[0]) + 1
    for needle, start, _ in automaton.find_matches_as_indexes(joined, overlapping=True):
        while start >= end:
            at += 1
            end += len(folded[at]) + 1
        found[at] |= bits[needle]
    return found
