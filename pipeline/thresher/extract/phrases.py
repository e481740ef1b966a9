"""The words by which errors in disguise give themselves away: English, German, French, Spanish.

Each tuple is one alternative of a pattern per entry. Spaces match any white space, case does not
count, and a straight apostrophe matches a curly one. `disguise` says where on a page they count.
"""

from __future__ import annotations

import re

from thresher.lazy import lazy

_PAGE_EN = (
    r"(?:(?:sorry|oops|whoops)\W{1,4})?(?:(?:the|this|that|your) )?(?:requested )?"
    r"(?:page|file|document|article|url|site|content|object)"
    r"(?: (?:you|that you) (?:requested|were looking for|are looking for))?"
)
_GONE_EN = (
    r" (?:(?:was |is |could |can)not (?:be )?(?:found|available|accessible)|not found|could not be found"
    r"|(?:can't|couldn't) be found|does(?: not|n't) exist|is(?: not|n't) available|no longer (?:available|exists)"
    r"|is no longer available|is missing|(?:is |currently |temporarily )*unavailable|has been removed|is gone)"
)
_PAGE_DE = (
    r"(?:(?:die|diese) )?(?:(?:angeforderte|gewünschte|gesuchte) )?(?:seite|datei|url|artikel|inhalt)"
    r"(?: (?:wurde|konnte|ist))?(?: leider)?"
)
_PAGE_FR = (
    r"(?:désolé\W{1,4})?(?:(?:la|cette|votre) )?(?:page|fichier|article|contenu)"
    r"(?: (?:demandée?|recherchée?))?(?: est)?"
)
_PAGE_ES = r"(?:(?:la|esta) )?(?:página|pagina|artículo|contenido)(?: (?:solicitad[ao]|que buscas?))?"

# A whole heading, or a whole part of a title.
ERROR = (
    r"(?:http )?(?:error|fehler|erreur)\W{0,3}(?:40[134]|410|429|50[0234])(?:\W{1,4}.{0,60})?",
    r"(?:40[134]|410|429|50[0234])(?: ?[-\u2013\u2014:|!\u00b7] .{0,60})?",  # "500 guests" and "401(k)" are no errors
    r"(?:40[134]|410|429|50[0234]) (?:error|fehler|not found|page|forbidden|unauthori[sz]ed|gone|bad|internal).{0,50}",
    r"(?:40[134]|410|429|50[0234]) (?:service|seite|página|introuvable|nicht gefunden).{0,50}",
    # English
    _PAGE_EN + _GONE_EN,
    r"not found",
    r"access (?:to this page (?:has been|is) )?denied",
    r"permission denied",
    r"forbidden",
    r"unauthorized",
    r"(?:(?:please )?(?:prove|confirm|verify) (?:that )?you are|are you) (?:a |not a )?(?:robot|human)",
    r"(?:i'm|i am) not a robot",
    r"robot (?:check|or human)",
    r"just a moment",
    r"attention required!?",
    r"verifying you are human.{0,60}",
    r"checking your browser.{0,60}",
    r"(?:security|captcha) check",
    r"(?:bot|human) verification",
    r"captcha",
    r"pardon our interruption",
    r"service (?:temporarily )?unavailable",
    r"bad gateway",
    r"gateway time-?out",
    r"internal server error",
    r"too many requests",
    r"request (?:blocked|rejected)",
    r"(?:this )?account (?:has been )?suspended",
    # German
    _PAGE_DE + r" nicht (?:gefunden(?: werden)?|(?:mehr )?verfügbar|vorhanden)",
    r"(?:(?:die|diese) )?seite existiert (?:leider )?nicht(?: mehr)?",
    r"nicht gefunden",
    r"zugriff (?:verweigert|nicht erlaubt)",
    r"(?:bist du|sind sie) (?:ein )?(?:mensch|roboter|kein roboter)",
    r"ich bin kein roboter",
    # French
    _PAGE_FR
    + r" (?:introuvable|non trouvée?|n'existe (?:pas|plus)|n'a pas été trouvée?|n'est (?:pas|plus) disponible)",
    r"accès (?:refusé|interdit)",
    r"êtes-vous un (?:robot|humain)",
    # Spanish
    _PAGE_ES + r" (?:no (?:encontrad[ao]|existe|se (?:ha )?encontr(?:ó|ado)|(?:está )?disponible))",
    _PAGE_ES + r" ya no (?:existe|está disponible)",
    r"no encontrad[oa]",
    r"acceso denegado",
    r"¿?eres (?:un )?(?:robot|humano)",
)

# Anywhere in a block: the block is about consent.
CONSENT = (
    *("cookie", "consent", "gdpr", "privacy", "tracking", "vendors", "our partners", "legitimate interest", "advertis"),
    *("personalis", "personaliz", "einwilligung", "zustimm", "datenschutz", "partner:innen", "dsgvo", "werbung"),
    *("berechtigtes interesse", "consentement", "traceurs", "vie privée", "partenaires", "rgpd", "publicité"),
    *("consentimiento", "rastreo", "privacidad", "socios", "publicidad"),
)

# At the beginning of a block: a wall says what it wants.
CONSENT_STATED = (
    *(r"we (?:value|respect|care about) your privacy", r"your privacy", r"before you continue", r"cookie consent"),
    *(r"cookie[- ]settings", r"this (?:web)?site uses cookies", r"we (?:and our (?:\d+ )?partners )?use cookies"),
    *(r"bevor (?:sie|du) (?:fortfahren|fortfährst)", r"bevor (?:sie|du) zu", r"ihre privatsphäre", r"ihre daten"),
    *(r"datenschutz-?einstellungen", r"cookie-?(?:einstellungen|hinweis)", r"mit werbung (?:weiter)?lesen"),
    *(r"wir (?:und unsere (?:\d+ )?partner )?(?:verwenden|nutzen) cookies", r"privatsphäre-einstellungen"),
    *(
        r"avant d'accéder",
        r"continuer sans accepter",
        r"accepter et (?:continuer|fermer)",
        r"nous utilisons des cookies",
    ),
    *(r"(?:nous respectons|le respect de) votre vie privée", r"votre vie privée"),
    *(r"antes de (?:continuar|ir)", r"(?:valoramos )?(?:tu|su) privacidad", r"(?:utilizamos|usamos) cookies"),
)

# A whole label of a button or link.
ACCEPT = (
    r"(?:yes,? )?(?:i )?(?:accept|agree|allow)(?: (?:all|to all|and continue|and close|(?:all )?cookies))?",
    r"(?:alle )?(?:cookies )?(?:akzeptieren|zustimmen|annehmen)(?: und (?:weiter|schließen|fortfahren))?",
    r"(?:alles? )(?:akzeptieren|annehmen)",
    *(r"einverstanden", r"ich stimme zu", r"(?:tout )?accepter(?: (?:et continuer|et fermer|tout|les cookies))?"),
    *(r"j'accepte", r"aceptar(?: (?:todo|todas|y continuar|cookies))?", r"acepto"),
)

# A whole heading, or a whole part of a title, of a page with a password field.
SIGN_IN = (
    r"(?:please )?(?:log|sign) ?in(?: (?:to|or) .{1,60})?",
    r"you must (?:be logged in|log in|sign in).{0,60}",
    *(r"(?:jetzt |bitte )?(?:anmelden|einloggen)", r"anmeldung", r"(?:se )?connecte[rz](?:-vous)?", r"connexion"),
    r"(?:iniciar|inicia) sesión",
)

# Anywhere in a title or a short line.
PARKED = (
    r"\bthis (?:premium )?(?:domain(?: name)?|web ?site) (?:is|may be) (?:listed |available )?for (?:sale|purchase)",
    r"\bthe domain(?: name)? [\w.-]{3,80} (?:is|may be) for sale\b",
    r"\A[\w-]{1,63}(?:\.[\w-]{2,63}){1,3} is for sale\b",
    *(r"\bbuy this domain\b", r"\bdomain is parked\b", r"\bparked (?:free|domain)\b", r"\bdomain (?:has )?expired\b"),
    r"\bdiese (?:domain|website) (?:steht|ist|kann) .{0,40}(?:zum verkauf|zu verkaufen|gekauft werden|geparkt)",
    *(r"\bdomain (?:kaufen|geparkt)\b", r"\bacheter ce domaine\b", r"\bcomprar este dominio\b"),
    r"\bce (?:nom de )?domaine est (?:à vendre|en vente|parqué)",
    r"\beste dominio (?:está|puede estar) (?:en venta|a la venta|aparcado|estacionado)",
)

# A whole title or short line: a server without a site.
DEFAULT_SITE = (
    *(r"welcome to nginx!?", r"apache2? .{0,30}default page.{0,20}", r"it works!", r"iis windows server"),
    *(
        r"default web ?site page",
        r"index of /.{0,80}",
        r"(?:this )?(?:web)?site (?:is )?(?:under construction|coming soon)",
    ),
)

# Anywhere in a short line or a noscript element.
JAVASCRIPT = (
    r"(?:enable|turn on|requires?|needs?) .{0,40}java ?script",
    r"(?:aktivieren|activer|activez|habilit(?:ar|e|a)|active) .{0,40}java ?script",
    r"java ?script .{0,60}(?:enabled?|required|disabled|(?:de)?aktivier(?:en|t)|(?:dés)?activé|habilitado|necesari)",
)


def anywhere(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern to search for."""
    return lazy(_spelled("|".join(alternatives)), re.IGNORECASE)


def whole(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that matches a line that is nothing else, but for punctuation round it."""
    return lazy(_spelled(rf"\W*(?:{'|'.join(alternatives)})\W*\Z"), re.IGNORECASE)


def _spelled(pattern: str) -> str:
    return pattern.replace(" ", r"\s").replace("'", "['\u2019]")
