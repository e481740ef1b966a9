# ruff: noqa: E501, RUF001 - pages on a line each; a curly apostrophe is what is tested
from __future__ import annotations

import pytest

from thresher.errors import RecordError
from thresher.extract.page import page
from thresher.nouns import Reason

EXCUSE = (
    "<p>The page that you are looking for may have been moved or deleted. Try the search or go to the home page.</p>"
)
PRIVACY = (
    "<p>We and our 812 partners store and access information on your device, such as cookies, for personalised advertising.</p>"
    "<p>You can withdraw your consent at any time in the privacy settings at the foot of each page.</p>"
)


def html(body, title="", head=""):
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


DISGUISED = {
    "english title": (html(f"<h1>Oops!</h1>{EXCUSE}", "Page not found | Bay Courier"), Reason.SOFT_404),
    "number": (html(f"<h1>404</h1>{EXCUSE}", "Bay Courier"), Reason.SOFT_404),
    "english heading": (html(f"<h1>Sorry, this page isn’t available</h1>{EXCUSE}"), Reason.SOFT_404),
    "german": (
        html("<h1>Seite nicht gefunden</h1><p>Leider ist ein Fehler aufgetreten. Bitte suchen Sie weiter.</p>"),
        Reason.SOFT_404,
    ),
    "french": (html("<h1>Page introuvable</h1><p>Désolé, revenez à la page d'accueil.</p>"), Reason.SOFT_404),
    "spanish": (html("<p>Vuelva a la portada.</p>", "Página no encontrada - El Faro"), Reason.SOFT_404),
    "denied": (
        html("<h1>Access Denied</h1><p>You do not have permission to see this. Reference 18.2f.</p>"),
        Reason.SOFT_404,
    ),
    "robot": (
        html("<h1>Are you a robot?</h1><p>Please tick the box below to go on reading our site.</p>"),
        Reason.SOFT_404,
    ),
    "challenge": (
        html("<p>Checking your browser before you can go on to the site. This takes a moment.</p>", "Just a moment..."),
        Reason.SOFT_404,
    ),
    "consent": (html(f"<h1>We value your privacy</h1>{PRIVACY}<button>Accept all</button>"), Reason.CONSENT_WALL),
    "consent, german": (
        html(
            "<h1>Ihre Privatsphäre</h1><p>Wir und unsere 240 Partner verwenden Cookies für Werbung und bitten um Ihre Einwilligung.</p>"
            "<a href=#>Alle akzeptieren</a>"
        ),
        Reason.CONSENT_WALL,
    ),
    "sign-in": (
        html("<h1>Log in to Bay Courier</h1><form><input name=u><input type=password></form><p>Forgot it? Ask us.</p>"),
        Reason.CONSENT_WALL,
    ),
    "shell": (html('<div id="root"></div><script src="/main.js"></script>', "Bay Courier"), Reason.EMPTY_SHELL),
    "javascript": (
        html("<script src=a></script><noscript>You need to enable JavaScript to run this app.</noscript>"),
        Reason.EMPTY_SHELL,
    ),
    "javascript, german": (html("<script src=a></script><p>Bitte aktivieren Sie JavaScript.</p>"), Reason.EMPTY_SHELL),
    "for sale": (
        html("<h1>courier.example</h1><p>This domain is for sale.</p><a href=#>Make an offer</a>"),
        Reason.PARKED_DOMAIN,
    ),
    "for sale, german": (
        html("<p>Diese Domain steht zum Verkauf.</p><a href=#>Angebot machen</a>"),
        Reason.PARKED_DOMAIN,
    ),
    "for sale, french": (html("<p>Ce nom de domaine est à vendre.</p>", "courier.example"), Reason.PARKED_DOMAIN),
    "for sale, spanish": (html("<p>Este dominio está en venta.</p>", "courier.example"), Reason.PARKED_DOMAIN),
    "default site": (
        html("<h1>Welcome to nginx!</h1><p>If you see this page, the web server works.</p>"),
        Reason.PARKED_DOMAIN,
    ),
}


@pytest.mark.parametrize("name", DISGUISED)
def test_an_error_in_disguise_is_rejected_for_what_it_is(name, capture, settings):
    markup, reason = DISGUISED[name]
    with pytest.raises(RecordError) as caught:
        page(capture(markup), settings)
    assert caught.value.reason is reason


ABOUT = {
    "missing pages": (
        "Page not found",
        "The words page not found have a history of their own, and a museum collects them now.",
    ),
    "a number": (
        "404: why the web forgets",
        "Every error 404 is a page that somebody once wrote, the archivist told her audience.",
    ),
    "cookies": (
        "We value your privacy",
        "The court found that the cookie banner asked for consent in a way that misled most readers.",
    ),
    "domain sales": (
        "This domain is for sale",
        "When he read that this domain is for sale, the collector made an offer the same night.",
    ),
    "robots": (
        "Are you a robot?",
        "The philosopher asks whether a machine that answers every riddle is still a robot at all.",
    ),
    "scripts": (
        "Please enable JavaScript",
        "Sites that ask you to enable JavaScript lose readers, a study of two hundred of them says.",
    ),
}


@pytest.mark.parametrize("name", ABOUT)
def test_an_article_about_the_matter_survives(name, capture, settings, sentences):
    title, lead = ABOUT[name]
    body = "".join(f"<p>{one}</p>" for one in (lead, *sentences))
    banner = f"<div><p>We use cookies.</p><button>Accept all</button></div>{PRIVACY}"
    markup = html(f"<article><h1>{title}</h1>{body}</article>{banner}<script src=a></script><div id=app></div>", title)
    assert lead in [block.text for block in page(capture(markup), settings).blocks]


def test_a_short_note_survives(capture, settings):
    markup = html(
        "<h1>Closed on Monday</h1><p>The library is closed on Monday. We open again on Tuesday at nine.</p>", "Library"
    )
    assert len(page(capture(markup), settings).blocks) >= 1


@pytest.mark.parametrize(
    "title",
    [
        "500 guests at the opening of the pier",
        "401(k) plans, a short introduction",
        "404 new homes for the island",
        "Forbidden fruit sells out at the market",
        "Page from the diary of a ferryman found",
        "Just a moment of silence for the captain",
        "Domain names of the bay, a short list",
        "Sign in stone: the mason's mark on the quay",
    ],
)
def test_a_short_item_with_a_headline_like_an_error_survives(title, capture, settings):
    markup = html(f"<h1>{title}</h1><p>The harbour office told us on Monday. More on Tuesday, it said.</p>", title)
    assert page(capture(markup), settings).blocks
