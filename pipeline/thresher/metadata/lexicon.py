# ruff: noqa: RUF001 - words in their own scripts
"""The words that stand round names and dates, in the languages we read: one alternative of a pattern a line."""

from __future__ import annotations


def alternatives(lines: str) -> str:
    """The lines as one group of alternatives for a pattern, longer ones first so that none hides another."""
    words = [line.strip() for line in lines.strip().splitlines()]
    return "(?:" + "|".join(sorted(words, key=lambda word: -len(word))) + ")"


BY = alternatives(
    r"""
    (?:(?:article|story|text|words|posted|written|published|reported|report|review|analysis|opinion) )?by
    (?:interview|created|contributed|submitted|article written|authored|author posted) by
    (?:this|the) (?:article|post|story|piece|guide|blog post) (?:was|is) (?:written )?by
    von
    (?:ein )?(?:artikel|beitrag|gastbeitrag|kommentar|text|interview) von
    (?:verfasst|geschrieben|erstellt|veröffentlicht) von
    par
    (?:publi[ée]|[ée]crit|r[ée]dig[ée]|propos recueillis) par
    por
    (?:escrito|publicado|redactado) por
    di
    a cura di
    scritto da
    od
    door
    geschreven door
    av
    af
    skrevet av
    skriven av
    napisała?
    przez
    autor(?:ka|in|en|es|a|e|i)?
    auteure?s?
    authors?
    text|texte|texto|testo|tekst
    автор[ы]?
    текст
    συντάκτης
    作者
    記者
    记者
    文
    auteur|reporter|writer|words
    autor/in
    escribe|texto de|texto por|reportagem(?: de)?
    testo di|articolo di
    tekst|opracowała?|oprac\.
    материал подготовила?|автор материала|текст
    του|της|γράφει ο|γράφει η|από τον|από την|ρεπορτάζ|επιμέλεια|κείμενο
    yazan|yazar|haber|muhabir|haberi yazan|hazırlayan
    thread starter|topic author|started by|themenstarter
    durch|vom
    """
)
"""What stands before the names of authors."""

ALL_BY = alternatives(
    r"""
    (?:(?:all|more|other|view all|see all|view|read all|latest) )?(?:articles?|posts?|stories) (?:by|from|of)
    more (?:from|by|about)
    all (?:from|by)
    alles von
    (?:alle |weitere |mehr )?(?:artikel|beiträge|texte) von
    mehr von
    autorenseite von
    tous les articles (?:de|par)
    (?:todos los |más )artículos de
    tutti gli articoli di
    wszystkie artykuły
    about (?:the )?author:?
    (?:profile|profil|photo|picture|avatar|headshot) (?:of|von|de)
    """
)
"""What stands before an author's name in links to all that the author wrote."""

AFTER_NAME = alternatives(
    r"""
    published
    updated
    posted
    last updated
    on
    at
    veröffentlicht
    aktualisiert
    publié
    publicado
    aggiornato
    pubblicato
    senior
    staff
    chief
    special
    contribut\w*
    correspond\w*
    report(?:er|s|ing)
    editor\w*
    writer
    columnist
    journalist\w*
    \w*redakteur\w*
    leitender?
    \w*korrespondent\w*
    is an?
    is the
    who
    are
    was
    has been
    for
    in
    via
    am
    sagt
    schreibt
    """
)
"""What ends a name in a byline: roles, dates, the first words of a biography."""

SECTION = alternatives(
    r"""
    lifestyle|news|sports?|politics|political|parliamentary|business|money|health|science|tech(?:nology)?|features?|crime
    education|entertainment|showbiz|culture|environment|consumer|content|digital|audience|executive|managing
    deputy|assistant|associate|co-?founder|founder|head of|guest|breaking|local|national|investigative|data
    long read|(?:usa )?today
    """
)
"""What stands between an author's name and the role."""

OTHERS = alternatives(
    r"""
    (?:medically |expert |legally |clinically |technically )?(?:reviewed|verified|approved|checked) by:?
    (?:edited|updated|illustrated|produced|recorded|photographed|designed) by:?
    fact.?check(?:ed)?(?: by)?:?
    review(?:er|s)?:
    (?:with )?(?:additional )?contributions? (?:by|from)
    photo(?:graph)?s?(?: by|:)
    translated by
    illustrat(?:ed|ions?) by
    (?:geprüft|redigiert|übersetzt|fotografiert|bearbeitet|aktualisiert) von
    (?:foto|bild|fotos|bilder|grafik|illustration|kamera|redaktion|quelle|source|credit)s?\s?:
    (?:traduit|relu|illustré) par|(?:traducido|revisado|editado) por|photos? (?:de|par|:)|fotos? de
    """
)
"""What stands before people who are not the authors."""

DESK = alternatives(
    r"""
    team
    desk
    staff
    newsroom
    redaktion
    editors
    editorial board
    """
)
"""The last word of the name of a group of authors without names."""

ROLE = alternatives(
    r"""
    admin(?:istrator)?
    staff
    editors?
    editorial
    redaktion
    \w*redakteur(?:in)?
    r[ée]daction
    redacci[oó]n
    redazione
    redakcja
    reporters?
    correspondents?
    journalists?
    writers?
    contributors?
    columnist
    authors?
    autor(?:in)?
    guest
    gast
    webmaster
    newsroom
    desk
    team
    user
    unknown
    anonymous
    anonym
    root
    web
    online
    news
    media
    press
    agency
    agence
    agentur
    agencies
    published
    updated
    share
    social
    links?
    use cases?
    types?
    topics?
    categor(?:y|ies)
    industr(?:y|ies)
    products?
    solutions?
    programs?
    features?
    started
    website
    recruitment
    presented
    sponsored
    only
    follow
    subscribe
    comments?
    read
    view
    profile
    posts?
    articles?
    all
    more
    here
    click
    photo
    foto
    image
    min(?:ute)?s?
    home
    producer
    director
    manager
    photographer
    support
    info
    contact
    login
    blog
    magazine
    wordpress
    moderator
    publisher
    posted
    our
    the
    beitrag
    name
    size
    members?|register|threads?|tools|faq|forums?|reply|replies|quote|discussion|search|menu|joined|offline|topic|thema
    (?:mon|tues|wednes|thurs|fri|satur|sun)day
    (?:mon|diens|donners|frei|sams|sonn)tag|mittwoch
    """
)
"""Words that no person's name has: roles, desks, and the labels of buttons."""

JOB = alternatives(
    r"""
    contribut(?:or|ing writer)
    correspondent
    reporter
    writer
    editor
    columnist
    analyst
    journalist
    staff
    fellow
    critic
    producer
    redakteur(?:in)?
    korrespondent(?:in)?
    journaliste
    redactora?
    consultant|attorney|lawyer|specialist|strategist|coach|expert|professor|(?:co-?)?founder|c[etmf]o|officer|president
    engineer|developer|scientist|physician|therapist|nutritionist|dieti[ct]ian|blogger|marketer|copywriter|manager
    director|photographer|advis[eo]r|researcher
    """
)
"""The last word of what an author is."""

GROUP = alternatives(
    r"""
    inc|llc|ltd|gmbh|ag|corp|company
    e\.?\s?v
    university|institute?|school|college|clinic|hospital|labs?
    ministry|department|committee|council|board|bureau|office|service
    foundation|stiftung|group|association|society|cent(?:er|re)
    times|post|journal|tribune|herald|gazette|zeitung|daily|network|studios?
    solutions|services|marketing
    """
)
"""Words of the names of organisations."""

WIRE = alternatives(
    r"""
    ap|afp|apa|dpa|ansa|efe|epd|kna|pti|sid|sda|upi|ians|ani|tass|itar-tass|ria|pap|čtk|ctk|anp|belga|lusa|ntb|tt
    ritzau|reuters|xinhua|bloomberg|kyodo|dapd|ots|cnn|bbc
    (?:the )?associated press
    agence france-presse
    press association
    deutsche presse-?agentur|austria presse agentur|keystone-sda|agencia efe|europa press|canadian press
    anadolu (?:ajansı|agency)|press trust of india|yonhap(?: news)?|kyodo news|jiji press|tanjug|ukrinform|interfax
    """
)
"""News agencies."""

CREDENTIAL = alternatives(
    r"""
    ph\.?d|m\.?d|m\.?a|b\.?a|r\.?d|m\.?s|m\.?sc|mba|esq|jr|sr|i{2,3}|cfp|cpa|r\.?n|d\.?o|j\.?d|rdn?|ldn?|mph|cpt|lcsw
    dds|dvm|fand|faap|facs|psy\.?d|ed\.?d
    """
)
"""Degrees and titles that follow a name."""

PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "la",
        "le",
        "du",
        "da",
        "di",
        "del",
        "della",
        "dos",
        "das",
        "do",
        "bin",
        "ibn",
        "al",
        "el",
        "ter",
        "ten",
        "zu",
        "zur",
        "af",
        "av",
        "y",
        "e",
        "and",
        "the",
        "of",
    ]
)
"""Words that stay in lower case within a name."""

PUBLISHED = alternatives(
    r"""
    (?:first )?published
    posted
    publication date
    date
    created
    issued
    veröffentlicht
    erschienen
    publiée?
    paru
    mis en ligne
    publicad[oa]
    pubblicat[oa]
    gepubliceerd
    opublikowano
    data publikacji
    опубликовано
    datum
    fecha
    data
    yayınlanma
    asked|submitted|started by|start date|post time|originally (?:published|created|posted)
    """
)
"""What says that a date is that of publication."""

UNRELATED = alternatives(
    r"""
    joined|registered|registrado|registriert|inscrit|(?:member|user|customer) since|mitglied seit|membre depuis
    born|geboren|nato|née?|expires?|deadline|valid (?:from|until)|gültig|starts?:|ends?:|event date
    last (?:visit(?:ed)?|seen|activity|active|post|reply)|commented|replied|answered|accessed|abgerufen
    received|accepted|eingegangen|copyright|examples?|beginn|termin
    """
)
"""What says that a date is that of something else: a member, an event, a comment, an offer."""

UPDATED = alternatives(
    r"""
    (?:last )?updated?
    (?:last )?modified
    (?:last )?edited
    revised
    (?:zuletzt )?aktualisiert
    stand
    mis(?:e)? à jour
    modifiée?
    actualizad[oa]
    aggiornat[oa]
    bijgewerkt
    aktualizacja
    обновлено
    güncelleme
    """
)
"""What says that a date is that of the last change."""

RIGHTS = alternatives(
    r"""
    all rights
    alle rechte
    tous droits
    todos los derechos
    tutti i diritti
    reserved
    powered
    designed
    """
)
"""What follows the owner in a copyright line."""

LEGAL = alternatives(
    r"""
    ltd|limited|plc|llp|llc|inc|incorporated|corp|corporation|company|co
    gmbh|mbh|ag|kg|ohg|se|ug|e\.?\s?v|e\.?\s?g|verlag|verlagsgesellschaft|medien|mediengruppe|stiftung
    s\.?\s?a|s\.?\s?l|s\.?\s?l\.?\s?u|s\.?\s?a\.?\s?u|s\.?a\.?r\.?l|s\.?a\.?s|s\.?c\.?o\.?p|editorial|éditions?
    s\.?p\.?a|s\.?r\.?l|editore|b\.?v|n\.?v|ab|as|a/s|aps|oy|sp\. z o\.\s?o|s\.?r\.?o
    pty|pvt|private|foundation|trust|group|holdings?
    """
)
"""What ends the name of a company, not that of its paper: legal forms, and words for publishers and owners."""

HOUSE = alternatives(
    r"""
    editorial
    éditions
    verlag
    grupo
    groupe
    """
)
"""What begins the name of a publishing house."""

DASHES = "-–—"
"""Hyphen and dashes, for stripping and for character classes (the hyphen comes first)."""
