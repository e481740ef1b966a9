"""Close languages and national forms, told by the words and spellings that only one of them has.

Identifiers count runs of letters, in which these hardly differ. Where the text has too few telling words, what the
page declares decides, if it names one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CHARS = 6_000
"""How much of a text is read for telling words."""
CHINESE_CHARS = 1_500
CLEARLY = 2
"""How many times as many telling words one form must have as any other."""
FEWEST = 2
"""Fewest telling words that say anything."""
CANTONESE_SHARE = 0.03
CANTONESE_LETTERS = 4
"""Share of letters of spoken Cantonese among Han letters, and how many different ones, that make a text Cantonese."""

SERBO_CROATIAN = frozenset({"hr", "sr", "bs", "sh"})
"""Languages that identifiers do not tell apart; they agree when they name any of these."""

Words = tuple[tuple[str, frozenset[str]], ...]


def _words(**forms: str) -> Words:
    return tuple((name.replace("_", "-"), frozenset(words.split())) for name, words in forms.items())


_IJEKAVIAN = (
    "vrijeme vremena gdje ovdje uvijek poslije dio mjesto mjesta lijepo čovjek čovjeka svijet svijeta svijetu prije "
    "nedjelja nedjelje nedjelju srijeda srijedu dvije dijete djeca djece riječ riječi cijena cijene bijeli rijeka "
    "vijest vijesti vijeće vijeća primjer primjer mjera mjere mjeseca mjesec htjeti vidjeti vidio smjer uspjeh "
    "izvješće tijelo tijela cijeli cijela cijelo posljednji posljednje dvjesto voljeti promjena promjene sjever sjeveru"
)
_EKAVIAN = (
    "vreme gde ovde uvek posle deo mesto mesta lepo čovek čoveka svet sveta svetu pre nedelja nedelje nedelju sreda "
    "sredu dve dete deca dece reč reči cena cene beli reka reke vest vesti veće primer mera mere meseca mesec hteti "
    "videti video smer uspeh telo tela celi cela celo poslednji poslednje voleti promena promene sever severu"
)
_BOTH = frozenset(_IJEKAVIAN.split()) & frozenset(_EKAVIAN.split())
_CROATIAN = (
    "tko netko nitko svatko tisuća tisuće tisuću siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna "
    "listopada studenoga studenog prosinca tijekom sveučilište sveučilišta zrakoplov kazalište kazališta tjedan tjedna "
    "tjedno europa europe europske europski europskoj uopće priopćenje priopćenju izvješće glazba glazbe vlak vlakom "
    "unatoč tvrtka tvrtke glede odvjetnik redatelj nogometaš premijer ravnatelj obitelj obitelji"
)
_EASTERN = (
    "ko neko niko šta hiljada hiljade hiljadu januara februara marta aprila maja juna jula septembra oktobra novembra "
    "decembra univerzitet univerziteta pozorište pozorišta sedmica sedmice evropa evrope evropske evropski evropskoj "
    "saopštenje saopštenju muzika muzike voz vozom avion uprkos preduzeće porodica porodice advokat"
)
_BOSNIAN = (
    "historija historije općina općine saopćenje saopćeno augusta uposlenici uposlenika sedmice sedmicu kahva lahko"
)

GROUPS: Mapping[str, tuple[frozenset[str], Words]] = MappingProxyType(
    {
        # a name: the languages of the group, and the telling words of each form
        "norwegian": (
            frozenset({"no"}),
            _words(
                nb="ikke jeg fra hva hvordan hvorfor hvem bare ble blir noe noen selv mer være vært hun mye hvis "
                "også sammen deres dere uke fremdeles",
                nn="ikkje eg frå kva korleis kvifor kven berre vart vert noko nokon sjølv meir vere vore ho mykje "
                "dersom òg saman deira dykk veke framleis ein eit dei",
            ),
        ),
        "portuguese": (
            frozenset({"pt"}),
            _words(
                pt_PT="facto factos contacto contactos equipa equipas autocarro comboio telemóvel ecrã utilizador "
                "utilizadores desporto desportiva registo registos golo golos connosco moscovo irão polónia roménia "
                "controlo planeamento ficheiro autarca bilião camião secção húmido",
                pt_BR="equipe equipes ônibus trem trens celular celulares tela usuário usuários esporte esportes "
                "registro registros gol gols conosco moscou irã polônia romênia controle planejamento arquivo você "
                "vocês bilhão bilhões caminhão seção úmido prefeitura prefeito",
            ),
        ),
        "serbo-croatian": (
            SERBO_CROATIAN,
            _words(hr=_CROATIAN, bs=_BOSNIAN, sr="takođe"),
        ),
        "malay": (
            frozenset({"id", "ms"}),
            _words(
                id="bahwa karena bisa uang kantor perusahaan polisi mobil jumat senin rabu kamis minggu maret agustus "
                "desember",
                ms="bahawa kerana wang syarikat polis jumaat isnin khamis ahad mac ogos disember",
            ),
        ),
    }
)
_BRAZIL = re.compile(r"\w[ôê][mn][aeiou]")
_PORTUGAL = re.compile(r"\w[óé][mn][aeiou]")
"""Stressed vowels before nasals: "econômico" in Brazil, "económico" in Portugal."""
_WORD = re.compile(r"[^\W\d_]+")
_CANTONESE = frozenset("嘅咗喺哋冇唔嚟嗰佢啲睇嘢咁諗攞俾畀瞓")
_REGIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"Hant": frozenset({"TW", "HK", "MO"}), "Hans": frozenset({"CN", "SG", "MY"})}
)
_USUAL: Mapping[str, str] = MappingProxyType(
    {
        # languages that are not written in Latin letters unless their tag says so; in which script they are
        language: script
        for script, languages in (
            ("Cyrl", "ru uk be bg mk kk ky tg mn tt ba cv ce os udm ab"),
            ("Arab", "ar fa ur ps ug sd ckb"),
            ("Deva", "hi mr ne sa bh"),
            ("Beng", "bn as"),
            ("Hebr", "he yi"),
            ("Grek", "el grc"),
            ("Jpan", "ja"),
            ("Kore", "ko"),
        )
        for language in languages.split()
    }
)
_ALWAYS = frozenset({"sr", "zh"})
"""Languages whose tag always says the script."""


def told(language: str, script: str | None, text: str, declared: str | None) -> tuple[str, str, bool]:
    """The language, perhaps a closer one; its BCP 47 tag as far as the text bears it out; whether its words told it.

    `declared` is the page's own tag.
    """
    sample = text[:CHARS]
    if language == "zh":
        return language, _chinese(script, sample, declared), False
    form = _form(language, script, sample, declared)
    if form and not form.startswith(language) and language != "no":
        language = form
    tag = form or language
    return language, f"{tag}-{script}" if script and _is_unusual(language, script) else tag, form is not None


def _is_unusual(language: str, script: str) -> bool:
    if language in _ALWAYS:
        return True
    usual = _USUAL.get(language)
    return script != usual if usual else script in {"Cyrl", "Arab"}


def _form(language: str, script: str | None, sample: str, declared: str | None) -> str | None:
    """The form that telling words show, or that the page declares where they do not."""
    for name, (languages, words) in GROUPS.items():
        if language in languages and script == "Latn":
            counts = _counted(name, words, sample)
            return _clear(counts) or _declared(declared, frozenset(dict(words)))
    return None


def _counted(name: str, words: Words, sample: str) -> Counter[str]:
    lower = sample.lower()
    seen = Counter(_WORD.findall(lower))
    counts: Counter[str] = Counter({form: _sum(seen, telling) for form, telling in words})
    if name == "portuguese":
        counts["pt-BR"] += len(_BRAZIL.findall(lower))
        counts["pt-PT"] += len(_PORTUGAL.findall(lower))
    elif name == "serbo-croatian":
        west = _sum(seen, frozenset(_IJEKAVIAN.split()) - _BOTH)
        east = _sum(seen, frozenset(_EASTERN.split()))
        counts["sr"] += _sum(seen, frozenset(_EKAVIAN.split()) - _BOTH) + (east if not west else 0)
        # Bosnian says "vrijeme" with the west and "hiljada" with the east.
        counts["bs"] += west + east if east > counts["hr"] and west else 0
        counts["hr"] += west if counts["hr"] >= east and counts["hr"] else 0
    return counts


def _sum(seen: Counter[str], telling: frozenset[str]) -> int:
    return sum(seen[word] for word in seen.keys() & telling)


def _clear(counts: Counter[str]) -> str | None:
    (first, most), (_, other), *_ = counts.most_common(2)
    return first if most >= FEWEST and most >= CLEARLY * other else None


def _declared(declared: str | None, forms: frozenset[str]) -> str | None:
    """The form that the page's own tag names, if it is one of these."""
    parts = (declared or "").replace("_", "-").split("-")
    for tag in (
        "-".join([parts[0].lower(), *(part.upper() for part in parts[-1:] if len(parts) > 1)]),
        parts[0].lower(),
    ):
        if tag in forms:
            return tag
    return None


def _chinese(script: str | None, sample: str, declared: str | None) -> str:
    han = {letter: count for letter, count in Counter(sample[:CHINESE_CHARS]).items() if "\u4e00" <= letter <= "\u9fff"}
    spoken = han.keys() & _CANTONESE
    tag = "zh" if script == "Hani" or script is None else f"zh-{script}"
    if len(spoken) >= CANTONESE_LETTERS and sum(map(han.__getitem__, spoken)) >= CANTONESE_SHARE * sum(han.values()):
        return tag.replace("zh", "yue", 1)
    region = (declared or "").replace("_", "-").rpartition("-")[2].upper()
    return f"{tag}-{region}" if region in _REGIONS.get(script or "", ()) else tag
