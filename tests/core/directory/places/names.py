"""What CLDR calls every country, in every language that people may write in."""

import re
from collections.abc import Iterator, Mapping
from typing import cast

from babel import Locale

from bot.directory.query.folding import tokens

LANGUAGES = (
    "en", "es", "de", "fr", "pt", "it", "nl", "sv", "da", "nb", "nn", "fi", "pl", "cs", "sk",
    "hu", "ro", "bg", "sr", "hr", "sl", "el", "tr", "ru", "uk", "be", "ar", "fa", "he", "ur",
    "hi", "bn", "ta", "te", "mr", "ne", "si", "th", "vi", "id", "ms", "fil", "ja", "ko", "zh",
    "sw", "am", "so", "af", "ca", "et", "lv", "lt", "sq", "ka", "hy", "az", "kk", "uz", "mn",
    "km", "lo", "my", "mk", "bs", "is", "ga", "cy", "mt", "eu", "gl", "lb", "gu", "kn", "ml",
    "pa", "as", "or", "ps", "ku", "ckb", "tg", "tk", "ug", "ky", "tt", "ha", "yo", "ig", "zu",
    "xh", "sn", "om", "ti", "mg", "jv", "sd", "yue", "ht", "pt_PT", "fr_CA", "de_CH", "de_AT",
    "es_MX", "zh_Hant", "zh_Hant_HK", "sr_Latn", "bs_Cyrl", "uz_Cyrl", "yue_Hans", "ceb", "rw",
)  # fmt: skip
NOT_COUNTRIES = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "CQ"))
MEANT = {"IC": "ES", "EA": "ES"}
"""Parts of a country whose numbers are those of the country."""
ASIDE = re.compile(r"\s*[(\uff08\[]([^)\uff09\]]*)[)\uff09\]]\s*")
BY_ANOTHER_NAME = frozenset(("MM", "SZ", "CV", "TL", "FK", "GB", "CI"))
"""Where brackets hold another name: Myanmar (Burma). Elsewhere they hold what sets it apart."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
SPELLED_OUT = frozenset(("de", "de_CH", "de_AT", "sv", "da", "nb", "nn", "fi"))
SAINTS = (("st ", "saint "), ("saint ", "st "))


def territories(language: str) -> dict[str, str]:
    """ISO codes to names, without unions of countries and what no name is known for."""
    names = cast("Mapping[str, str]", Locale.parse(language).territories)
    two = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha()}
    return {code: name for code, name in two.items() if code not in NOT_COUNTRIES}


def spellings(name: str, language: str, code: str) -> Iterator[str]:
    """A name as people write it, folded: with and without what is in brackets, ä as ae."""
    written = [name, ASIDE.sub(" ", name)]
    if code in BY_ANOTHER_NAME:
        written += ASIDE.findall(name)
    if language in SPELLED_OUT:
        written += [one.casefold().translate(UMLAUTS) for one in written]
    if language == "en":
        written += [one.replace("&", "and") for one in written]
    for one in written:
        folded = " ".join(tokens(one))
        yield folded
        if language == "en":
            for old, new in SAINTS:
                if folded.startswith(old):
                    yield folded.replace(old, new, 1)


def every_name() -> Iterator[tuple[str, str, str]]:
    """Language, folded name, ISO code of all of them."""
    for language in LANGUAGES:
        for code, name in territories(language).items():
            for folded in spellings(name, language, code):
                if folded:
                    yield language, folded, MEANT.get(code, code)
