"""Pages that are errors in disguise: sent as pages, but holding none.

Precision first: each recogniser needs its words in a place where only such a page has them (a
whole part of the title, a heading, a short line), and a page with prose of its own is never one,
so that an article about missing pages, cookies or domain sales survives. English, German, French,
Spanish.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.extract.prose import prose_words
from thresher.nouns import BlockKind, Reason
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborHTMLParser

    from thresher.nouns import Block

_ERROR_PROSE = 70  # words of prose that an error page may have: "The page you are looking for …"
_PARKED_PROSE = 120
_PARKED_WORDS = 400
_CONSENT_WORDS = 1500  # a wall lists its partners and purposes at length
_CONSENT_REST = 40  # words of prose about anything else
_SHELL_WORDS = 40
_LINE_WORDS = 16  # a line that states what the page is
_CHARS = 300  # of a line that are looked at

_ERROR = re.compile(
    r"""(?ix) ^ \W* (?: (?: http\ )? (?: error | fehler | erreur ) \W{0,3} )? (?:
      (?: 40[134] | 410 | 429 | 50[0234] ) (?: \W{1,4} .{0,60} )?
    | (?: sorry | oops | whoops | hoppla | ups | désolé | vaya )? \W{0,4}
      (?: (?:the|this|that|your|diese|die|cette|la|esta) \s )? (?: requested \s | angeforderte \s )?
      (?: page | file | document | article | url | site | website | content | seite | página | pagina | artikel | contenido )
      \s (?: you \s requested \s | you \s were \s looking \s for \s | demandée \s | solicitada \s )?
      (?: (?: was | is | could | can | has | does | cannot | can't | couldn't | wurde | konnte | existiert | est | no | not | nicht
          | leider ) \s ){0,2}
      (?: been \s | be \s | leider \s )?
      (?: not \s (?:be \s)? found | found | not \s exist | not \s available | no \s longer \s (?:available|exists?) | missing | unavailable
        | introuvable | non \s trouvée | nicht \s (?: gefunden (?: \s werden )? | verfügbar | mehr \s verfügbar )
        | gefunden | no \s (?: encontrada | encontrado | existe | disponible ) | encontrada | encontrado | existe | removed | gone )
    | not \s found | nicht \s gefunden | no \s encontrad[oa] | (?: document | object | file ) \s not \s found
    | (?: access | permission ) \s (?: to \s this \s page \s has \s been \s )? denied | forbidden | zugriff \s verweigert | accès \s (?: refusé | interdit )
    | acceso \s denegado | unauthorized
    | are \s you \s (?: a \s robot | human | not \s a \s robot ) | (?: i'm | i \s am ) \s not \s a \s robot | robot \s (?: check | or \s human )
    | just \s a \s moment | attention \s required! | (?: please \s )? (?: verify | confirm ) \s (?: that \s )? you \s are \s (?: a \s )? (?: human | not \s a \s robot )
    | verifying \s you \s are \s human | checking \s your \s browser (?: \s before .{0,60} )? | security \s check | bot \s verification | captcha
    | pardon \s our \s interruption | human \s verification | bist \s du \s ein \s (?: mensch | roboter )\W? | sind \s sie \s ein \s (?: mensch | roboter )
    | êtes-vous \s un \s robot | ¿? eres \s un \s robot | service \s (?: temporarily \s )? unavailable | bad \s gateway | internal \s server \s error
    | too \s many \s requests | request \s (?: blocked | rejected ) | (?: this \s )? account \s (?: has \s been \s )? suspended
    ) \W* $"""
)
_CONSENT = re.compile(
    r"(?i)cookie|consent|einwilligung|zustimm|datenschutz|tracking|consentement|traceurs|consentimiento|rastreo|"
    r"privacy|privacidad|vie privée|partners|partner:innen|partenaires|socios|gdpr|dsgvo|rgpd|vendors|"
    r"legitimate interest|berechtigtes interesse|personali[sz]|werbung|advertis|publicité|publicidad|abo\b"
)
_CONSENT_STATED = re.compile(
    r"(?i)\b(?:we (?:value|respect|care about) your privacy|before you continue|bevor (?:sie|du) (?:fortfahren|fortfährst|zu)|"
    r"avant d['’]accéder|antes de (?:continuar|ir)|your privacy|ihre privatsphäre|datenschutzeinstellungen|"
    r"privatsphäre-einstellungen|cookie[- ](?:settings|consent|einstellungen|hinweis|policy)|"
    r"(?:we|our partners|wir|nous|utilizamos|usamos) .{0,40}\b(?:use|verwenden|nutzen|utilisons|nuestros socios)?.{0,40}cookies|"
    r"mit werbung (?:weiter)?lesen|accepter et (?:continuer|fermer)|continuer sans accepter|valoramos (?:tu|su) privacidad|"
    r"le respect de votre vie privée|nous respectons votre vie privée|su privacidad|tu privacidad)"
)
_ACCEPT = re.compile(
    r"(?i)^\W*(?:(?:yes,? )?i (?:accept|agree)|(?:accept|agree|allow)(?: (?:all|and continue|& continue|and close|cookies|all cookies|to all))?|"
    r"(?:alle )?(?:cookies )?(?:akzeptieren|zustimmen|annehmen)(?: und (?:weiter|schließen).{0,20})?|einverstanden|ich stimme zu|"
    r"(?:tout )?accepter(?: (?:et continuer|et fermer|tout|les cookies))?|j['’]accepte|aceptar(?: (?:todo|todas|y continuar|cookies))?|acepto)\W*$"
)
_SIGN_IN = re.compile(
    r"(?i)^\W*(?:please )?(?:(?:log|sign) ?in(?: (?:to|or) .{1,60})?|you must (?:be logged in|log in|sign in).{0,60}|"
    r"(?:jetzt |bitte )?(?:anmelden|einloggen)|(?:se )?connecte[rz](?:-vous)?|connexion|iniciar sesión|inicia sesión)\W*$"
)
_PARKED = re.compile(
    r"(?i)(?:\bthis (?:premium )?(?:domain(?: name)?|web ?site|web address) (?:name )?(?:is|may be|might be) (?:listed )?(?:for sale|available for (?:sale|purchase))|"
    r"\bthe domain(?: name)? [\w.-]{3,80} (?:is|may be) for sale\b|^[\w-]{1,63}(?:\.[\w-]{2,63}){1,3} is for sale\b|"
    r"\bbuy this domain\b|\b(?:this )?domain is parked\b|\bparked (?:free|domain)\b|\bdomain (?:has )?expired\b|"
    r"\bdiese (?:domain|website|internetadresse) (?:steht|ist|kann) .{0,40}(?:zum verkauf|zu verkaufen|gekauft werden|geparkt)|\bdomain (?:kaufen|geparkt)\b|"
    r"\bce (?:nom de )?domaine est (?:à vendre|en vente|parqué)|\bacheter ce domaine\b|"
    r"\beste dominio (?:está|puede estar) (?:en venta|a la venta|aparcado|estacionado)|\bcomprar este dominio\b|"
    r"^\W*(?:welcome to nginx!?|apache2? .{0,30}default page.{0,20}|it works!|iis windows server|index of /.{0,80}|"
    r"default web ?site page|website coming soon|(?:this )?site (?:is )?(?:under construction|coming soon))\W*$)"
)
_JAVASCRIPT = re.compile(
    r"(?i)(?:enable|turn on|requires?|needs?|aktivieren|activer|activez|habilit(?:ar|e|a)|active) .{0,40}java ?script|"
    r"java ?script .{0,60}(?:enabled?|required|disabled|aktivieren|deaktiviert|désactivé|activé|habilitado|necesari)"
)
_ROOTS = "#root,#app,#__next,#__nuxt,#___gatsby,#react-root,#main-app,#svelte,app-root,[ng-app],[data-reactroot]"
_PART = re.compile(r"\s[|–—·:»«/•-]\s|\s?[|»«]\s?|:\s")


def recognised(tree: LexborHTMLParser, page: Sequence[Block]) -> tuple[Reason, str] | None:
    """Why a page is an error in disguise, with the words that show it; None when it is not.

    `page` are the blocks of the whole page.
    """
    prose = prose_words(page)
    if prose < _PARKED_PROSE and (said := _parked(tree, page)):
        return Reason.PARKED_DOMAIN, said
    if prose < _ERROR_PROSE and (said := _error(tree, page)):
        return Reason.SOFT_404, said
    if said := _consent(tree, page):
        return Reason.CONSENT_WALL, said
    if said := _shell(tree, page):
        return Reason.EMPTY_SHELL, said
    return None


def _error(tree: LexborHTMLParser, page: Sequence[Block]) -> str | None:
    headings = [block.text for block in page if block.kind is BlockKind.HEADING][:3]
    title = _title(tree)
    for line in (title, *_PART.split(title), *headings, *(block.text for block in page[:3])):
        if len(line) <= _CHARS and word_count(line) <= _LINE_WORDS and _ERROR.match(line):
            return line
    return None


def _consent(tree: LexborHTMLParser, page: Sequence[Block]) -> str | None:
    """A wall of consent or sign-in: it states its business, has its button, and nothing beside."""
    total = sum(word_count(block.text) for block in page)
    if total > _CONSENT_WORDS:
        return None
    rest = prose_words(block for block in page if not _CONSENT.search(block.text[:2000]))
    if rest >= _CONSENT_REST:
        return None
    stated = next((block.text for block in page if _CONSENT_STATED.search(block.text[:_CHARS])), None)
    about = sum(word_count(block.text) for block in page if _CONSENT.search(block.text[:2000]))
    if stated and about * 2 >= total and any(_ACCEPT.match(label) for label in _buttons(tree)):
        return stated[:_CHARS]
    has_password = tree.css_first('input[type="password"]') is not None
    headings = (_title(tree), *(block.text for block in page if block.kind is BlockKind.HEADING))
    if has_password and prose_words(page) < _CONSENT_REST:
        parts = (part for heading in headings for part in _PART.split(heading[:_CHARS]))
        return next((part for part in parts if _SIGN_IN.match(part)), None)
    return None


def _buttons(tree: LexborHTMLParser) -> Iterator[str]:
    for element in tree.css("button,input[type=submit],input[type=button],a,[role=button]"):
        label = element.text() or element.attributes.get("value") or ""
        if len(label) <= _CHARS:
            yield " ".join(label.split())


def _parked(tree: LexborHTMLParser, page: Sequence[Block]) -> str | None:
    if sum(word_count(block.text) for block in page) > _PARKED_WORDS:
        return None
    for line in (_title(tree), *(block.text for block in page[:40])):
        if len(line) <= _CHARS and word_count(line) <= 2 * _LINE_WORDS and _PARKED.search(line):
            return line
    return None


def _shell(tree: LexborHTMLParser, page: Sequence[Block]) -> str | None:
    """A page whose content only scripts would have filled in."""
    if sum(word_count(block.text) for block in page) >= _SHELL_WORDS or tree.css_first("script") is None:
        return None
    if any(_JAVASCRIPT.search(block.text[:_CHARS]) for block in page):
        return "asks for JavaScript"
    if any(_JAVASCRIPT.search(element.text()[:2000]) for element in tree.css("noscript")):
        return "asks for JavaScript"
    root = tree.css_first(_ROOTS)
    if root is not None and word_count(root.text()[:2000]) < _SHELL_WORDS:
        return "the root element is empty"
    return None


def _title(tree: LexborHTMLParser) -> str:
    element = tree.css_first("title")
    return " ".join(element.text().split())[:_CHARS] if element is not None else ""
