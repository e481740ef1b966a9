# ruff: noqa: RUF001 - words and signs of their own scripts
"""Whether a text may be read without paying, and whether more than its beginning is here.

Publishers mark paid texts for search engines (schema.org `isAccessibleForFree`, `article:content_tier`). That only the
beginning was captured shows in a prompt to pay where the text ends, or in a text far shorter than its page declares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thresher.metadata.candidate import Candidate, counted, ranked
from thresher.nouns import BlockKind, Vote
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from thresher.metadata.ballot import Ballot
    from thresher.nouns import Block

FREE, METERED, PAID, TEASER = "free", "metered", "paid", "teaser"
LEVELS = (FREE, METERED, PAID, TEASER)

TIERS: Mapping[str, str] = {
    # what meta elements write, in lower case
    "free": FREE,
    "open": FREE,
    "public": FREE,
    "unlocked": FREE,
    "metered": METERED,
    "registration": METERED,
    "registered": METERED,
    "locked": PAID,
    "paid": PAID,
    "premium": PAID,
    "plus": PAID,
    "subscriber": PAID,
    "subscribers": PAID,
    "subscription": PAID,
    "paywall": PAID,
    "paywalled": PAID,
    "members": PAID,
}
PARTS = 20
"""Most parts of a JSON-LD node that are asked."""
BODY_CHARS = 200_000

TAIL = 8
"""How many blocks at the end of a page are searched for a prompt."""
PROMPT_CHARS = 300
"""Longest block that is a prompt."""
PROSE_CHARS = 200
"""A block of this length below a prompt shows that the text goes on, or that others follow."""
SHORT = 0.4
"""A text with less than this share of the declared words is its beginning."""
FEWEST = 150
"""Fewest declared words that a text is compared with."""
BRIEF = 150
"""Most words of a paid text that is taken for a teaser because it breaks off."""
ENDS = frozenset(".!?:;\"'”’»)]。！？」』】؟।…")
BREAKS = ("…", "...", "[…]", "[...]", "(…)")

PROMPTS = (
    # English
    "to continue reading",
    "to keep reading",
    "subscribe to read",
    "subscribe to continue",
    "subscribe now to read",
    "to read the full article",
    "to read the full story",
    "to read the rest of this",
    "to unlock this article",
    "for subscribers only",
    "subscribers only",
    "available to subscribers",
    "exclusive to subscribers",
    "subscriber-only",
    "only available to paying",
    "already a subscriber?",
    "the rest of this article is",
    "this is a preview of",
    # German
    "jetzt weiterlesen",
    "um weiterzulesen",
    "um weiterlesen zu können",
    "weiterlesen mit",
    "lesen sie weiter mit",
    "nur für abonnenten",
    "exklusiv für abonnenten",
    "nur mit abo",
    "den ganzen artikel lesen",
    "den vollständigen artikel lesen",
    "sie haben bereits ein abo",
    "artikel freischalten",
    # French
    "de cet article à lire",
    "est réservé aux abonnés",
    "est réservée aux abonnés",
    "réservé à nos abonnés",
    "réservée à nos abonnés",
    "pour lire la suite",
    "pour continuer la lecture",
    "déjà abonné",
    # Spanish
    "para seguir leyendo",
    "para continuar leyendo",
    "suscríbete para leer",
    "exclusivo para suscriptores",
    "solo para suscriptores",
    "sólo para suscriptores",
    "¿ya eres suscriptor",
    # Portuguese
    "para continuar lendo",
    "para continuar a ler",
    "exclusivo para assinantes",
    "já é assinante",
    # Italian
    "per continuare a leggere",
    "per continuare la lettura",
    "riservato agli abbonati",
    "sei già abbonato",
    # Dutch
    "om verder te lezen",
    "verder lezen met een abonnement",
    "alleen voor abonnees",
    "exclusief voor abonnees",
    # Swedish, Norwegian, Danish, Finnish
    "för att läsa vidare",
    "endast för prenumeranter",
    "for å lese videre",
    "for å lese hele",
    "kun for abonnenter",
    "for at læse videre",
    "for at læse hele",
    "vain tilaajille",
    "jatka lukemista tilaajana",
    # Polish, Czech, Slovak, Hungarian, Romanian
    "aby czytać dalej",
    "tylko dla prenumeratorów",
    "dla subskrybentów",
    "pouze pro předplatitele",
    "jen pro předplatitele",
    "iba pre predplatiteľov",
    "len pre predplatiteľov",
    "csak előfizetőknek",
    "a teljes cikk elolvasásához",
    "doar pentru abonați",
    "pentru a citi mai departe",
    # Turkish, Greek
    "okumaya devam etmek için",
    "sadece abonelere",
    "yalnızca aboneler",
    "μόνο για συνδρομητές",
    "για να συνεχίσετε την ανάγνωση",
    # Russian, Ukrainian, Bulgarian
    "чтобы продолжить чтение",
    "чтобы читать дальше",
    "доступно только подписчикам",
    "доступен только подписчикам",
    "только для подписчиков",
    "лише для передплатників",
    "тільки для передплатників",
    "щоб читати далі",
    "само за абонати",
    # Arabic, Hebrew, Persian
    "للمشتركين فقط",
    "لمتابعة القراءة",
    "لقراءة المقال كاملا",
    "למנויים בלבד",
    "להמשך קריאה",
    "برای ادامه مطالعه",
    # Japanese, Chinese, Korean
    "有料会員限定",
    "会員限定",
    "続きを読むには",
    "残り:",
    "この記事は有料",
    "订阅后继续阅读",
    "订阅后阅读",
    "付费阅读",
    "登录后阅读全文",
    "訂閱後繼續閱讀",
    "會員專屬",
    "登入閱讀全文",
    "구독자 전용",
    "유료회원 전용",
    "계속 읽으려면",
)
"""What stands where a text is cut off, in lower case. Pleas for support and for newsletters say other things."""


def cast_node(node: Mapping[str, Any], confidence: float, ballot: Ballot) -> None:
    """Cast the votes of a JSON-LD node: on access, and how many words the text has ("words")."""
    told = [node.get("isAccessibleForFree")]
    parts = node.get("hasPart")
    inner = [part.get("isAccessibleForFree") for part in _listed(parts)[:PARTS] if isinstance(part, dict)]
    # A part that is not free is the text behind the wall; a free one, its beginning.
    told += [value for value in inner if _truth(value) is False]
    for value in told:
        if (is_free := _truth(value)) is not None:
            ballot.cast("access", FREE if is_free else PAID, "json-ld", confidence)
    ballot.cast("words", str(node.get("wordCount") or "").strip()[:10], "json-ld", confidence)
    if isinstance(body := node.get("articleBody"), str) and body:
        ballot.cast("words", str(word_count(body[:BODY_CHARS])), "json-ld", confidence)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    word = value.strip().lower().rpartition("/")[2] if isinstance(value, str) else ""
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)


def votes(found: Sequence[Block], kept: Iterable[Block], cast: Iterable[Vote]) -> Iterator[Vote]:
    """Votes for `teaser`, of the blocks that were found on a page, those that were kept, and the votes cast so far."""
    texts = [block.text for block in kept if block.kind is not BlockKind.CAPTION]
    last = texts[-1].rstrip() if texts else ""
    breaks_off = last.endswith(BREAKS) or (bool(last) and last[-1] not in ENDS)
    words = sum(word_count(text) for text in texts)
    declared, is_paid = _declared(cast)
    if _has_prompt(found):
        yield Vote("access", TEASER, "text:prompt", 1.0 if breaks_off or is_paid else 0.8)
    if is_paid and declared >= FEWEST and words < SHORT * declared:
        yield Vote("access", TEASER, "text:length", 1.0)
    elif is_paid and breaks_off and words < BRIEF:
        yield Vote("access", TEASER, "text:length", 0.7)


def _declared(cast: Iterable[Vote]) -> tuple[int, bool]:
    """How many words the page says that its text has, and whether it says that one must pay."""
    words, levels = 0, set()
    for vote in cast:
        if vote.field == "words" and vote.value.isdecimal():
            words = max(words, int(vote.value))
        elif vote.field == "access":
            levels.add(_level(vote.value))
    return words, bool(levels & {PAID, METERED})


def _has_prompt(blocks: Sequence[Block]) -> bool:
    """Whether a prompt to pay ends the text: in a short block near the end, with no prose below it."""
    tail = blocks[-TAIL:]
    whole = "\n".join([block.text for block in tail if len(block.text) <= PROMPT_CHARS]).lower()
    if not any(prompt in whole for prompt in PROMPTS):
        return False
    for block in reversed(tail):
        if len(block.text) <= PROMPT_CHARS:
            lower = block.text.lower()
            if any(prompt in lower for prompt in PROMPTS):
                return True
        elif block.link_chars * 2 < len(block.text):
            return False
    return False


def _level(value: str) -> str | None:
    value = value.strip().lower()
    if (is_free := _truth(value)) is not None:
        return FREE if is_free else PAID
    return value if value in LEVELS else TIERS.get(value)


def candidates(cast: Sequence[Vote]) -> list[Candidate]:
    """What is said of access; who says that one must pay bears out that only the beginning is here."""
    found: dict[str, Candidate] = {}
    for vote in cast[:60]:
        if level := _level(vote.value):
            found.setdefault(level, Candidate(level)).hear(vote.source, counted(vote))
    if teaser := found.get(TEASER):
        for level in (PAID, METERED):
            if bearing := found.get(level):
                for source, share in bearing.voices.items():
                    teaser.hear(source, share)
    return ranked(found[level] for level in reversed(LEVELS) if level in found)
