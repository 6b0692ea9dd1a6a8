"""Puts names, their forms and cities together into the file that ships."""

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterator
from importlib import resources
from pathlib import Path

from bot.directory import toml
from bot.directory.query.folding import tokens
from tests.core.directory.places import cities, names
from tests.core.directory.places.forms import NAMED, by_hand, forms

HERE = Path(__file__).parent
ASKED, FAINT = "?", "!"
INFLECTED = frozenset((
    "AE", "AF", "AL", "AM", "AO", "AR", "AT", "AU", "AZ", "BA", "BD", "BE", "BG", "BO", "BR",
    "BY", "CA", "CH", "CL", "CM", "CN", "CO", "CR", "CU", "CY", "CZ", "DE", "DK", "DO", "DZ",
    "EC", "EE", "EG", "ES", "ET", "FI", "FR", "GB", "GE", "GH", "GR", "GT", "HN", "HR", "HU",
    "ID", "IE", "IL", "IN", "IQ", "IR", "IS", "IT", "JM", "JO", "JP", "KE", "KG", "KH", "KP",
    "KR", "KW", "KZ", "LA", "LB", "LK", "LT", "LU", "LV", "LY", "MA", "MD", "ME", "MK", "MM",
    "MN", "MT", "MX", "MY", "NG", "NL", "NO", "NP", "NZ", "OM", "PA", "PE", "PH", "PK", "PL",
    "PT", "PY", "QA", "RO", "RS", "RU", "SA", "SE", "SG", "SI", "SK", "SN", "SO", "SY", "TH",
    "TN", "TR", "TW", "TZ", "UA", "UG", "US", "UY", "UZ", "VE", "VN", "XK", "YE", "ZA", "ZM",
    "ZW",
))  # fmt: skip
OWN_LANGUAGES = {
    "TR": "tr", "PL": "pl", "CZ": "cs", "SK": "sk", "HU": "hu", "FI": "fi", "RU": "ru", "UA": "uk",
    "KR": "ko", "IL": "he", "GE": "ka", "AM": "hy", "KZ": "kk", "UZ": "uz", "AZ": "az", "LT": "lt",
    "RS": "sr", "HR": "hr", "BA": "bs", "SI": "sl", "GR": "el", "BD": "bn", "NP": "ne", "BY": "ru",
    "EG": "ar", "SA": "ar", "IQ": "ar", "MA": "ar", "DZ": "ar", "TN": "ar", "JO": "ar", "SY": "ar",
    "LB": "ar", "YE": "ar", "AE": "ar", "SD": "ar", "LY": "ar", "ET": "am", "EE": "et", "LV": "lv",
}  # fmt: skip
"""In whose language a country's cities are inflected."""
SCRIPTS = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "kk": "CYRILLIC", "sr": "CYRILLIC", "ko": "HANGUL",
    "he": "HEBREW", "ar": "ARABIC", "ka": "GEORGIAN", "hy": "ARMENIAN", "el": "GREEK",
    "bn": "BENGALI", "ne": "DEVANAGARI", "am": "ETHIOPIC",
}  # fmt: skip
Index = dict[str, str]
"""Folded name to its role and its countries: "=DE", "@DE", "<DE", "?GB,US", "!FR"."""


def _words(file: str) -> frozenset[str]:
    lines = (HERE / file).read_text("utf-8").splitlines()
    return frozenset(w for line in lines if line[:1] != "#" for w in line.split("|") if w)


def clashes() -> frozenset[str]:
    """Words that would be taken for a place: reviewed by hand, see the file's head."""
    return _words("clashes.txt")


def by_own_hand() -> frozenset[str]:
    """Names that `countries.toml` tells apart: nothing here says otherwise."""
    text = resources.files("data").joinpath("helplines", "countries.toml").read_text("utf-8")
    tables = toml.read(text, "countries.toml")
    sections = ("aliases", "adjectives", "ambiguous")
    keys = {name for section in sections for name in tables.get(section, {})}
    keys |= set(tables.get("not_places", {}).get("words", ()))
    return frozenset(" ".join(tokens(key)) for key in keys)


def made() -> Index:
    """The whole index."""
    own = by_own_hand()
    never, told = clashes() | own, _named()
    index = {name: _worth(codes) for name, codes in told.items() if name not in own}
    index |= {form: role + code for role, form, code in _by_hand("by_hand.txt", own)}
    index |= _regions(own | told.keys())
    for layer in (_inflected(told), _cities()):
        index = {**{n: v for n, v in layer.items() if n not in never and len(n) > 2}, **index}
    return index


def _by_hand(file: str, never: Container[str]) -> Iterator[tuple[str, str, str]]:
    for role, form, code in by_hand((HERE / file).read_text("utf-8").splitlines()):
        folded = " ".join(tokens(form))
        if folded not in never:
            yield role, folded, code


def _regions(never: Container[str]) -> Index:
    """Islands, regions and towns, read by a person; what is faint anywhere is faint."""
    found: Index = {}
    faint = defaultdict[str, dict[str, None]](dict)
    for role, form, code in _by_hand("regions.txt", never):
        if role == FAINT:
            faint[form][code] = None
        else:
            found[form] = role + code
    return found | {form: FAINT + ",".join(codes) for form, codes in faint.items()}


def _worth(codes: dict[str, None]) -> str:
    return (NAMED if len(codes) == 1 else ASKED) + ",".join(codes)


def _named() -> dict[str, dict[str, None]]:
    """Names to codes; a union of the same name means the country that everyone means."""
    found = defaultdict[str, dict[str, None]](dict)
    for _, name, code in names.every_name():
        found[name][code] = None
    for codes in found.values():
        for small, large in (("MF", "FR"), ("SX", "NL"), ("HK", "CN"), ("MO", "CN"), ("VG", "GB"),
                             ("UM", "US"), ("VI", "US")):  # fmt: skip
            if large in codes:
                codes.pop(small, None)
    return dict(found)


def _inflected(told: dict[str, dict[str, None]]) -> Index:
    """Forms of the larger countries' names; one that two countries share is nobody's."""
    found = defaultdict[str, dict[str, None]](dict)
    for language, name, code in names.every_name():
        if code in INFLECTED and len(told[name]) == 1:
            for role, form in forms(language, name):
                if form not in told and len(form) > 3:
                    found[form][role + code] = None
    return dict(_agreed(found))


def _agreed(found: dict[str, dict[str, None]]) -> Iterator[tuple[str, str]]:
    for form, values in found.items():
        codes = {value[1:] for value in values}
        if len(codes) == 1:
            yield form, next(iter(values)) if len(values) == 1 else NAMED + codes.pop()


def _cities() -> Index:
    everywhere = tuple(cities.cities())
    told = cities.named(everywhere)
    found = {
        n: (NAMED if len(codes) == 1 else ASKED) + ",".join(codes) for n, codes in told.items()
    }
    zones = cities.by_zone(found)
    plain = {city.own for city in everywhere} | zones.keys()
    inflected = cities.large(everywhere) | zones.keys()
    shared = defaultdict[str, dict[str, None]](dict)
    for name, value in (zones | found).items():
        language = OWN_LANGUAGES.get(value[1:], "en")
        own_script = SCRIPTS.get(language, "LATIN") == _script(name)
        if (
            name in inflected
            and own_script
            and (name in plain or not name.isascii())
            and value[0] == NAMED
        ):
            for role, form in forms(language, name) if language != "en" else ():
                shared[form][role + value[1:]] = None
    made = {**dict(_agreed(shared)), **zones, **found}
    doubtful = _words("doubtful.txt")
    return {name: _faintly(value) if name in doubtful else value for name, value in made.items()}


def _faintly(value: str) -> str:
    return FAINT + value[1:]


def _script(name: str) -> str:
    return unicodedata.name(name[0], "").partition(" ")[0]


def written(index: Index) -> str:
    """One name a line, in the order of their signs, each with its role and countries."""
    return "".join(f"{name}\t{index[name]}\n" for name in sorted(index))
