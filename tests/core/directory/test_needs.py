"""What a query asks for: how phrases are written, danger, being watched, and silence."""

import pytest

from bot.directory.lookup import Directory
from bot.directory.query.needs import Needs
from bot.directory.query.words import tokens

CORE = """
[nearby]
suicide = []
grief = []
general = []
[glued]
he = ["ה", "ב"]
"""


def said(files: dict[str, str], query: str, locale: str = "") -> frozenset[str]:
    needs = Needs.parse({"core.toml": CORE, **files})
    return needs.read(query, tokens(query), locale).topics


@pytest.mark.parametrize(
    ("phrase", "query", "found"),
    [
        ("suicid*", "suicidal", True),
        ("suicid*", "parasuicide", False),
        ("*telefon", "sorgentelefon", True),
        ("*telefon", "telefonat", False),
        ("*mord*", "selbstmordgedanken", True),
        ("die", "diet", False),
        ("(kill|end) (myself|it)", "i will end it", True),
        ("(kill|end) (myself|it)", "end of it", False),
        ("(my|) husband", "the husband", True),
        ("husband + hits", "he hits me, my husband", True),
        ("husband + hits", "my husband", False),
        ("husband + hits", "husband a b c d e f g h i j hits", False),
        ("he + hits + door", "hits the door, he does", True),
        ("死にたい", "もう死にたいです", True),
        ("죽고 싶", "죽고싶다 죽고 싶어요", True),
        ("über", "ueber", True),
        ("über", "UBER", True),
    ],
)
def test_a_phrase_says_what_it_stands_for(phrase: str, query: str, *, found: bool) -> None:
    files = {"xx.toml": f"[topics]\nsuicide = ['{phrase}']"}
    assert (said(files, query) == {"suicide"}) is found


def test_a_syllable_before_a_word_is_no_other_word() -> None:
    files = {"he.toml": "[topics]\nsuicide = ['מוות']"}
    assert said(files, "המוות") == {"suicide"}
    assert said(files, "אמוות") == frozenset()


def test_a_soft_phrase_counts_only_in_its_language() -> None:
    files = {
        "aa.toml": "[topics]\nsuicide = ['~ana']\n[common]\nwords = ['jeg']",
        "bb.toml": "[topics]\ngrief = ['*qqq']\n[common]\nwords = ['ich']",
    }
    assert said(files, "jeg ana") == {"suicide"}
    assert said(files, "ana") == {"suicide"}
    assert said(files, "ich ana") == frozenset()
    assert said(files, "ana", "bb") == frozenset()


DANGER = [
    ("took all of mums tramadol 20 mins ago", "GB"),
    ("my ex is kicking the door in RIGHT NOW", "ZA"),
    ("she is on the bridge", "US"),
    ("er hat ein Messer", "DE"),
    ("se tomó todas las pastillas", "MX"),
    ("il a un couteau", "FR"),
    ("ha scritto addio", "IT"),
    ("男友拿刀", "CN"),
    ("उसने ज़हर खा लिया", "IN"),
]


@pytest.mark.parametrize(("query", "country"), DANGER)
def test_danger_to_life_pins_the_emergency_number_without_the_detector(
    directory: Directory, query: str, country: str
) -> None:
    found = directory.lookup(query, country)
    assert found.kind == "lookup"
    assert found.emergency is not None
    assert found.emergency.country == country


@pytest.mark.parametrize(
    ("query", "country", "locale"),
    [
        ("he reads my phone, who helps women", "KE", "en"),
        ("er liest mein handy", "DE", "de"),
        ("mi marido revisa mi celular", "MX", "es"),
        ("老公会翻我手机", "CN", "zh"),
        ("my parents are in the next room", "GB", "en"),
    ],
)
def test_who_is_watched_gets_what_can_be_written_to_first(
    directory: Directory, query: str, country: str, locale: str
) -> None:
    found = directory.lookup(query, country, locale)
    assert found.quiet
    written = [one.writable for one in found.results if one.country]
    assert written == sorted(written, reverse=True)
    assert not directory.lookup("grief", country, locale).quiet


@pytest.mark.parametrize(
    ("query", "locale"),
    [
        ("hotline miami", "en"), ("suicide squad", "en"), ("airtel helpline number", "en"),
        ("that exam murdered me, pizza?", "en"), ("im dead 💀💀", "en"), ("merci bonne nuit", "fr"),
        ("热死我了 空调又坏了", "zh"), ("tack så mycket", "sv"), ("", ""), ("🙂", ""), ("hm", "en"),
    ],
)  # fmt: skip
def test_what_is_evidently_something_else_is_met_with_silence(
    directory: Directory, query: str, locale: str
) -> None:
    found = directory.lookup(query, "GB", locale)
    assert (found.kind, found.results, found.emergency) == ("none", (), None)


def test_words_that_nobody_foresaw_are_met_with_lines_for_anyone(directory: Directory) -> None:
    found = directory.lookup("farm's going under, havent told anyone", "AU")
    assert found.kind == "lookup"
    assert "au-lifeline" in {one.id for one in found.results}


def test_who_is_in_danger_is_heard_beside_words_of_games(directory: Directory) -> None:
    found = directory.lookup("my friend put goodbye everyone on discord", "GB", "en")
    assert found.kind == "lookup"
    assert found.emergency is not None


def test_where_somebody_comes_from_does_not_move_a_country_that_is_known(
    directory: Directory,
) -> None:
    assert directory.lookup("my family is from pakistan, they lock me in", "GB").country == "GB"
    assert directory.lookup("calling from pakistan, need help", "GB").country == "PK"
    assert directory.lookup("my family is from pakistan", None).country == "PK"


def test_the_first_three_cover_what_was_said(directory: Directory) -> None:
    topics = {
        topic
        for one in directory.lookup("he hits me when drunk, i want to die", "AU").results
        for topic in one.topics
    }
    assert {"domestic-violence", "substance", "suicide"} <= topics
