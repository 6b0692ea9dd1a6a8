"""Translations: what a member reads is said in every language, with the same gaps and commands."""

import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from bot.app.content import Content
from tests.house.rules import HOUSE

LOCALES = HOUSE / "data" / "locales"
LANGUAGES = sorted(one.name for one in LOCALES.iterdir() if one.is_dir() and one.name != "en")
STAFF = re.compile(
    r"""(audit|cli|demo|tour|town|trouble|owner|page|still|care|digest|outcome|card|level)\.
    |(doctor|drill|setup|setup_\w+|incidents?|ack|backup|handover|show|open|false_alarm|resolve)\.
    |(mistakes|looked)\.|mistake\.(looked|gone|number)(\.|$)
    |duty\.(?!state\.)|crisis\.(?!own)|notice\.(?!text)
    |unseal(_\w+)?\.(?!author)|vents\.|thread\.|bans\.|unban\.|write\.|lockdown\.
    |vent\.(mods|card|because|lockdown|decline|ban|write)\.|vent\.(of_incident|room_lost|name\.)
    |vent\.button\.(approve|decline|remove|stays|mute|unmute|ban|write)$
    |listen\.(reported_room|reported_gone|ban_nobody|ban\.|button\.(transcript|ban|ban_author)$)
    """,
    re.VERBOSE,
)
"""What moderators, custodians, admins and owners read; a translation may leave it in English."""
MARK = re.compile(r"</[a-z-]+>")
LONGEST = {"title": 45, "about": 100}
"""What Discord takes of a modal's title and of a command's description, in characters."""
LONGEST_BUTTON = 80
FEWEST_OF_MEMBERS = 400
"""There are more texts for members than this; with fewer the list above has swallowed some."""

Forms = tuple[str, ...]


def catalogue(language: str) -> dict[str, Forms]:
    """Every message of a language: its key, and its one form or all of its plural."""
    found: dict[str, Forms] = {}
    for file in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, abort_invalid=True):
                key = message.id if isinstance(message.id, str) else message.id[0]
                said = message.string
                if key:
                    assert key not in found, key
                    assert not message.fuzzy, key
                    found[key] = (said,) if isinstance(said, str) else tuple(said or ())
    return found


ENGLISH = catalogue("en")


def gaps(words: str) -> Counter[str]:
    """The gaps of a sentence, each as often as it stands."""
    return Counter(name for _, name, _, _ in Formatter().parse(words) if name is not None)


def pairs(language: str) -> Iterator[tuple[str, str, str]]:
    """Key, English and translated words, form by form."""
    for key, said in catalogue(language).items():
        for english, own in zip(ENGLISH[key], said, strict=True):
            yield key, english, own


def test_spanish_and_german_ship() -> None:
    assert {"de", "es"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_a_member_reads_is_missing(language: str) -> None:
    members = {key for key in ENGLISH if not STAFF.match(key)}
    assert len(members) > FEWEST_OF_MEMBERS
    assert sorted(members - catalogue(language).keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    assert sorted(catalogue(language).keys() - ENGLISH.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_gaps_and_commands_are_those_of_the_english_form(language: str) -> None:
    for key, english, own in pairs(language):
        assert own.strip(), key
        assert gaps(own) == gaps(english), key
        assert Counter(MARK.findall(own)) == Counter(MARK.findall(english)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_cheers_on_a_bad_day(language: str) -> None:
    for key, _, own in pairs(language):
        assert not set(own) & set("!¡"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_descriptions_and_buttons_fit(language: str) -> None:
    for key, _, own in pairs(language):
        assert len(own) <= LONGEST.get(key.rsplit(".", 1)[-1], len(own)), key
        assert len(own) <= LONGEST_BUTTON or ".button." not in key, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_in_english_is_understood_too(language: str) -> None:
    for key, english, own in pairs(language):
        if "|" in english:
            assert set(english.split("|")) & set(own.split("|")), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_means_two_answers_to_one_question(language: str) -> None:
    means: dict[tuple[str, str], str] = {}
    for key, said in catalogue(language).items():
        question, _, answer = key.rpartition(".")
        for word in said[0].casefold().split("|") if "|" in said[0] else ():
            assert means.setdefault((question, word), answer) == answer, (key, word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_translated_is_said_in_english(language: str, content: Content) -> None:
    own, english = content.texts.into(language), content.texts.into("en")
    said = catalogue(language)
    left = [key for key in ENGLISH if key not in said]
    assert "card.headline" in left
    for key in left:
        facts = {name: "7" for form in ENGLISH[key] for name in gaps(form) if name != "number"}
        if len(ENGLISH[key]) > 1:
            for number in (0, 1, 2):
                assert own.many(key, number, **facts) == english.many(key, number, **facts), key
        else:
            assert own(key, number=7, **facts) == english(key, number=7, **facts), key


@pytest.mark.parametrize(("tag", "language"), [("es-MX", "es"), ("es_ES", "es"), ("de-AT", "de")])
def test_a_country_s_way_of_a_language_is_that_language(
    tag: str, language: str, content: Content
) -> None:
    found, said = content.texts.into(tag), catalogue(language)
    assert found("answer.level.4") == said["answer.level.4"][0]
    assert found.many("mood.count", 1) == said["mood.count"][0].format(number=1)
    assert found.many("mood.count", 2) == said["mood.count"][1].format(number=2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", ["ES", "MX", "AR", "DE", "AT", "US", None])
def test_the_helplines_button_finds_the_same_lines(
    language: str, country: str | None, content: Content
) -> None:
    own, english = (
        content.directory.lookup(content.texts.into(one)("find.default"), country)
        for one in (language, "en")
    )
    assert [one.id for one in own.results] == [one.id for one in english.results]
