"""The guides are plain in each language, and say nothing that could harm."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.app.content import Content
from bot.app.guides import LANGUAGES
from bot.guides.guide import Guide
from bot.guides.reading import NUMBER
from tests.house.grade import (
    fernandez_huerta,
    german_syllables_in,
    grade,
    prose,
    spanish_syllables_in,
    wiener,
)
from tests.house.rules import HOUSE

PLAIN = 8.0
"""Years of school, in English and German."""
FAIRLY_EASY = 70.0
"""Of a Spanish text; below it takes more than eight years of school."""
IDS = sorted(file.stem for file in (HOUSE / "data" / "guides" / "en").glob("*.md"))
FEWEST = 15
QUOTED = re.compile(r"([.?])([\u201c\u201d\u00bb])")
HARD = {
    "en": """Notwithstanding organisational considerations, psychotherapeutic rehabilitation
necessitates comprehensive interdisciplinary cooperation between qualified professionals.""",
    "de": """Unbeschadet organisatorischer Rahmenbedingungen erfordert psychotherapeutische
Rehabilitation eine umfassende interdisziplinäre Zusammenarbeit qualifizierter Fachkräfte.""",
    "es": """No obstante las consideraciones organizativas, la rehabilitación psicoterapéutica
necesita una colaboración interdisciplinaria exhaustiva entre profesionales cualificados.""",
}
NEVER = {
    "en": r"commit(?:ted)? suicide|failed attempt|successful|you must|you should have|get over it"
    r"|guarantee|i promise|everything will be|your fault if|diagnosed with|selfish|razor|overdos"
    r"|hanging|jump off|milligram|\bmg\b",
    "de": r"selbstmord|begangen|gescheitert|du musst doch|reiß dich|garantier|verspreche dir"
    r"|alles wird gut|selbst schuld|egoist|\bklinge\b|überdosis|erhäng|springen|milligramm|\bmg\b",
    "es": r"cometer suicidio|se suicidó con|intento fallido|deberías haber|garantiz|te prometo"
    r"|todo saldrá bien|culpa tuya si|egoísta|cuchilla|sobredosis|ahorc|saltar de|miligramo|\bmg\b",
}
"""Methods, promises, guilt and grades, in words that no guide has; a reading is worth more."""
BRANDS = r"talkspace|betterhelp|chatgpt|openai|samaritans|headspace|calm app"


@dataclass(frozen=True)
class Page:
    """One text of a guide, as it is read aloud."""

    id: str
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.language}-{self.id}"


def page_of(guide: Guide, language: str) -> Page:
    text = guide.texts[language]
    body = "\n\n".join(one.text for one in text.paragraphs)
    return Page(guide.id, language, f"{text.title}. {text.line}.\n\n{body}")


def pages(content: Content) -> Iterator[Page]:
    for guide in content.guides.guides:
        yield from (page_of(guide, language) for language in LANGUAGES)


def is_plain(language: str, text: str) -> bool:
    """A quotation that ends a sentence ends it outside of its marks here."""
    aloud = prose(QUOTED.sub(r"\2\1", text))
    if language == "es":
        return fernandez_huerta(aloud) >= FAIRLY_EASY
    return {"en": grade, "de": wiener}[language](aloud) <= PLAIN


def test_there_are_enough_and_all_of_them_in_every_language(content: Content) -> None:
    assert len(content.guides.guides) == len(IDS) > FEWEST
    assert {tuple(sorted(one.texts)) for one in content.guides.guides} == {("de", "en", "es")}
    assert set(LANGUAGES) == set(content.texts.catalogues)


@pytest.mark.parametrize("id_", IDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_is_plain(content: Content, id_: str, language: str) -> None:
    guide = content.guides.get(id_)
    assert guide is not None
    assert is_plain(language, page_of(guide, language).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hard_text_is_not(language: str) -> None:
    assert not is_plain(language, HARD[language])


def test_the_formulas_are_those_of_their_books() -> None:
    de, es = "Die Katze sitzt auf der Matte.", "El gato come pan."
    assert wiener(de) == pytest.approx(0.1672 * 6 - 0.0327 * 100 * 4 / 6 - 0.875)
    assert fernandez_huerta(es) == pytest.approx(206.84 - 60 * 6 / 4 - 1.02 * 4)


def test_syllables_are_counted_as_they_are_spoken() -> None:
    german = {"hilfe": 2, "therapie": 3, "einsamkeit": 3, "angst": 1, "krankenkasse": 4}
    spanish = {"ayuda": 3, "terapia": 3, "miedo": 2, "día": 2, "línea": 3, "noche": 2}
    assert {word: german_syllables_in(word) for word in german} == german
    assert {word: spanish_syllables_in(word) for word in spanish} == spanish


def test_no_guide_has_a_number_that_could_be_dialled(content: Content) -> None:
    for page in pages(content):
        assert not NUMBER.search(page.text), page
    assert NUMBER.search("call 112")
    assert NUMBER.search("call 0800 111 0 111")


def test_no_guide_names_a_method_a_brand_or_blames(content: Content) -> None:
    for page in pages(content):
        assert not re.search(NEVER[page.language], page.text.casefold()), page
        assert not re.search(BRANDS, page.text.casefold()), page


def test_every_source_that_is_named_has_a_date(content: Content) -> None:
    for guide in content.guides.guides:
        assert guide.sources, guide.id
        assert all(re.match(r"20\d\d", one.when) for one in guide.sources), guide.id


def test_a_guide_is_read_on_one_screen_with_what_stands_around_it(content: Content) -> None:
    """Discord shows 2,000 characters of a message; a longer one is cut in two."""
    for page in pages(content):
        assert len(page.text) < 1_500, page


def test_whoever_may_be_watched_is_told_first_how_to_leave(content: Content) -> None:
    assert [one.id for one in content.guides.guides if one.quiet] == [
        "hurt-at-home", "after-assault",
    ]  # fmt: skip


def test_guides_say_the_countries_of_which_they_speak_alike_in_each_language(
    content: Content,
) -> None:
    leave = content.guides.get("work-leave")
    assert leave is not None
    assert leave.texts["de"].regions == {"US", "GB", "DE", "ES"}
    for guide in content.guides.guides:
        assert len({one.regions for one in guide.texts.values()}) == 1, guide.id
