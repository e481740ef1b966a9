"""What short blocks announce, in many languages: comments, related texts, sharing, subscriptions, rights, bylines.

A heading that says "Read also" tells more of the list below it than the list itself. The needles are the
usual words of such lines, written by hand; the network learns what each kind is worth.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ahocorasick_rs import AhoCorasick

SAYINGS: Mapping[str, tuple[str, ...]] = {
    "comments": (
        *("comment", "kommentar", "commentaire", "comentári", "comentario", "commenti", "komentar", "коммент"),
        *("отзыв", "обсужд", "σχόλι", "σχολι", "评论", "留言", "コメント", "댓글", "yorum", "reacties", "reactions"),
        *("replies", "leave a reply", "responses", "discussion", "leserbrief", "opinie", "تعليق", "bình luận"),
    ),
    "related": (
        *("related", "see also", "read also", "read more", "more from", "more on ", "more stories", "more news"),
        *("most read", "most popular", "trending", "recommended", "you may", "also like", "don't miss", "top stories"),
        *("latest", "recent posts", "recent articles", "up next", "more in ", "popular", "editor's pick", "featured"),
        *("lesen sie auch", "mehr zum", "mehr aus", "ähnliche", "meistgelesen", "das könnte", "weitere artikel"),
        *("à lire", "lire aussi", "voir aussi", "sur le même", "les plus lus", "a lire aussi", "articles récents"),
        *("relacionad", "te puede", "te recomend", "lo más", "más leíd", "leia também", "mais lid", "veja também"),
        *("leggi anche", "correlat", "potrebbe interess", "più letti", "lees ook", "meest gelezen", "läs också"),
        *("les også", "læs også", "lue myös", "czytaj", "zobacz", "polecamy", "najczęściej", "najnowsze", "przeczytaj"),
        *("čtěte", "související", "olvassa", "citește și", "прочетете", "читайте", "по теме", "также", "популярн"),
        *("другие новости", "последние новости", "лента новостей", "самое", "похож", "рекоменд", "сюжет"),
        *(
            "σχετικ",
            "διαβάστε",
            "διαβαστε",
            "δημοφιλ",
            "τελευταία",
            "περισσότερ",
            "ροή ειδήσεων",
            "ilgili",
            "çok okunan",
        ),
        *(
            "相关",
            "相關",
            "推荐",
            "推薦",
            "热门",
            "熱門",
            "热点",
            "更多",
            "排行",
            "延伸",
            "関連",
            "ランキング",
            "おすすめ",
        ),
        *("最新", "관련", "많이 본", "ذات صلة", "اقرأ", "المزيد", "xem thêm", "baca juga", "terkait"),
    ),
    "share": (
        *("share", "tweet", "facebook", "twitter", "whatsapp", "pinterest", "linkedin", "e-mail", "email", "print"),
        *("teilen", "drucken", "partager", "imprimer", "compartir", "imprimir", "condividi", "stampa", "delen"),
        *(
            "udostępnij",
            "drukuj",
            "wyślij",
            "поделиться",
            "распечатать",
            "κοινοποί",
            "εκτύπωση",
            "分享",
            "打印",
            "转发",
        ),
        *("シェア", "ツイート", "공유", "مشاركة", "paylaş", "sdílet", "dela", "like us", "follow"),
    ),
    "subscription": (
        *(
            "newsletter",
            "subscribe",
            "sign up",
            "sign in",
            "log in",
            "login",
            "register",
            "abonn",
            "suscri",
            "iscriviti",
        ),
        *("anmelden", "registrieren", "connexion", "inscri", "zaloguj", "zapisz", "подпис", "войти", "регистрац"),
        *("εγγραφ", "σύνδεση", "订阅", "登录", "注册", "ログイン", "購読", "구독", "donate", "spenden", "cookie"),
    ),
    "rights": (
        *("©", "(c) ", "copyright", "all rights", "rights reserved", "alle rechte", "tous droits", "derechos reserv"),
        *(
            "direitos reserv",
            "diritti riserv",
            "wszelkie prawa",
            "все права",
            "права защищ",
            "δικαιώματα",
            "版权",
            "版權",
        ),
        *("著作権", "terms of", "privacy", "impressum", "datenschutz", "disclaimer", "advertis", "anzeige", "реклам"),
        *("reklam", "publicité", "publicidad", "διαφήμιση", "广告", "広告", "sponsor"),
    ),
    "byline": (
        *(
            "by ",
            "von ",
            "par ",
            "por ",
            "autor",
            "author",
            "written by",
            "posted",
            "published",
            "updated",
            "veröffentlicht",
        ),
        *(
            "publié",
            "publicado",
            "pubblicato",
            "opublikowan",
            "опубликован",
            "автор",
            "συντάκτ",
            "来源",
            "作者",
            "source:",
        ),
        *("photo:", "foto:", "image:", "credit:", "фото", "źródło", "πηγή", "getty", "reuters", "afp", "dpa"),
    ),
}
"""Each kind with its needles, in lower case; the order is that of the bits."""

WORDS, CHARS = 14, 120
"""Spaces and characters from which a block says other things beside."""


@cache
def _automaton() -> tuple[AhoCorasick, tuple[int, ...]]:
    from ahocorasick_rs import AhoCorasick

    bits: dict[str, int] = {}
    for bit, needles in enumerate(SAYINGS.values()):
        for needle in needles:
            bits[needle] = bits.get(needle, 0) | 1 << bit
    return AhoCorasick(list(bits)), tuple(bits.values())


def masks(texts: Sequence[str]) -> list[int]:
    """For each short text what it announces, as a mask over `SAYINGS`."""
    automaton, bits = _automaton()
    found = [0] * len(texts)
    if not texts:
        return found
    folded = [f"{text.lower()} \n" for text in texts]
    at, end = 0, len(folded[0])
    for needle, start, _ in automaton.find_matches_as_indexes("".join(folded), overlapping=True):
        while start >= end:
            at += 1
            end += len(folded[at])
        found[at] |= bits[needle]
    return found
