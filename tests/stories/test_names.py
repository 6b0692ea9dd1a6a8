"""What commands are called: a name in every language that Discord takes, and that means one."""

import re
import unicodedata
from collections.abc import Mapping

import pytest

from adapters.discord.menu import LOCALES, menu_of
from adapters.discord.payload import Payload, payload_of, payloads_of
from bot.app.content import Content
from bot.dispatch.table import key_of
from bot.model.finding import Severity
from bot.ports.menu import Entry
from bot.ui.reading import plain
from tests.stories.chat import Chat, texts

LANGUAGES = ("en", "de", "es")
NAME = re.compile(r"[-_'\w]{1,32}")
"""Of a command and of an option, in small letters. Source: Discord's reference, Commands."""
LONGEST_LABEL = 32
LONGEST_COMMAND = 8_000
"""Characters of the names, descriptions and values of one command, in its longest language."""


def menu(chat: Chat) -> list[Entry]:
    """Every command, and every entry of a message's menu."""
    return list(chat.app.menu())


def is_name(name: str) -> bool:
    """Whether Discord takes it for a command or an option."""
    letters = unicodedata.normalize("NFC", name) == name == name.lower()
    return letters and NAME.fullmatch(name) is not None


async def test_every_command_and_option_has_a_name_in_every_language(chat: Chat) -> None:
    for entry in menu(chat):
        assert set(entry.names) == set(LANGUAGES), entry.name
        for language, asked in entry.questions.items():
            names = [one.name for one in asked]
            assert all(is_name(name) for name in names), (entry.name, language)
            assert len(set(names)) == len(names), (entry.name, language)
        for name in entry.names.values():
            fits = 0 < len(name) <= LONGEST_LABEL if entry.on_message else is_name(name)
            assert fits, (entry.name, name)


async def test_in_english_they_are_called_as_they_are_known(chat: Chat) -> None:
    for entry in menu(chat):
        assert entry.on_message or entry.names["en"] == entry.name
        assert [one.name for one in entry.questions["en"]] == [
            one.id for one in entry.questions["en"]
        ]


async def test_what_a_member_asks_for_is_called_in_the_member_s_language(chat: Chat) -> None:
    german = {one.name: one.names["de"] for one in menu(chat)}
    assert german["mood"] == "stimmung"
    assert german["worried"] == "Diese Nachricht macht mir Sorgen"
    assert german["incidents"] == "incidents"  # moderators' words stay as they are


async def test_no_word_means_two_commands_in_whatever_language(chat: Chat) -> None:
    means: dict[str, str] = {}
    commands = chat.app.wired.table.commands
    for entry in (one for one in menu(chat) if not one.on_message):
        words = (entry.name, *commands[entry.name].words, *entry.names.values())
        for word in words:
            assert means.setdefault(plain(word), entry.name) == entry.name, word


async def test_no_name_is_a_cry_that_a_command_would_swallow(chat: Chat, content: Content) -> None:
    for entry in menu(chat):
        for name in () if entry.on_message else entry.names.values():
            for said in (name, name.replace("-", " ")):
                assert content.detector.assess(said).level < Severity.PASSIVE, said


async def test_a_command_is_understood_by_its_name_in_every_language(chat: Chat) -> None:
    table = chat.app.wired.table
    for entry in (one for one in menu(chat) if not one.on_message):
        for name in entry.names.values():
            for typed in (name, name.upper(), name.replace("-", " ")):
                found = table.command(typed)
                assert found is not None, typed
                assert key_of(found) == entry.name.replace("-", "_"), typed
    await chat.agree("ana")
    assert texts(await chat("ana @bot: /stimmung")) == texts(await chat("ana @bot: /mood"))


async def test_the_body_has_each_name_and_choice_in_discord_s_own_languages(chat: Chat) -> None:
    body = menu_of(menu(chat))
    locales = {locale for one in LANGUAGES for locale in LOCALES.get(one, (one,))}
    assert locales == {"en-US", "en-GB", "de", "es-ES", "es-419"}
    for one in localised(body):
        named = one["name_localizations"]
        assert set(named) == locales, one["name"]
        assert named["en-US"] == named["en-GB"] == one["name"]
    moods = next(one for one in body if one["name"] == "checkin")["options"][0]["choices"]
    assert moods[0]["name_localizations"]["de"] == "furchtbar"


def localised(body: list[Payload]) -> list[Payload]:
    """Everything in the menu that has a name."""
    options = [part for one in body for part in payloads_of(one.get("options"))]
    return [*body, *options, *(part for one in options for part in payloads_of(one.get("choices")))]


@pytest.mark.parametrize("locale", ["en-US", "de", "es-ES"])
async def test_no_command_is_longer_than_discord_takes(chat: Chat, locale: str) -> None:
    for one in menu_of(menu(chat)):
        parts = localised([one])
        assert sum(length(part, locale) for part in parts) <= LONGEST_COMMAND, one["name"]


def length(part: Mapping[str, object], locale: str) -> int:
    """How much one part of a command counts for."""
    total = len(str(part.get("value", "")))
    for what in ("name", "description"):
        said = payload_of(part.get(f"{what}_localizations"))
        total += len(str(said.get(locale) or part.get(what, "")))
    return total
