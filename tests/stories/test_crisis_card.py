"""Whoever cries sees lines of help, whatever has failed: they were said before anybody cried."""

import pytest

from bot.directory.lookup import Directory
from tests.contracts.houses import Files, impatient, locked
from tests.stories.chat import Chat, texts

CRY = "i want to kill myself"
AT_ONCE = "i have the pills and i will kill myself tonight"


async def in_ruins(chat: Chat, monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    """What ana sees while nothing can be written, and nobody can look anything up."""

    def broken(*_: object, **__: object) -> object:
        raise RuntimeError

    await chat("ada @bot: /setup-people country=IE")
    await impatient(chat.app.house)
    for name in ("lookup", "crisis_lines", "countries"):
        monkeypatch.setattr(Directory, name, broken)
    with locked(Files(chat.town.settings.database.parent), chat.town.settings.database):
        return texts(await chat(*lines), "ana")


async def test_who_cries_while_nothing_can_be_written_or_looked_up_sees_the_lines(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await in_ruins(duty, monkeypatch, f"ana #general: {CRY}")
    assert "For Ireland:" in shown
    assert "text 50808" in shown
    assert "Danger to life: call 112" in shown


async def test_at_level_four_the_emergency_number_comes_first_then_too(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await in_ruins(duty, monkeypatch, f"ana #general: {AT_ONCE}")
    assert shown.index("Danger to life: call 112") < shown.index("text 50808")


async def test_where_no_line_is_trusted_that_is_said_and_what_works_from_anywhere(
    duty: Chat,
) -> None:
    await duty("ana @bot: /country country=TR remember=yes")
    shown = texts(await duty(f"ana #general: {CRY}"), "ana")
    assert "Türkiye: we know no crisis line we trust." in shown
    assert "Worldwide: IASP crisis centres: https://" in shown
    assert "Danger to life: call 112" in shown


async def test_a_number_of_one_service_says_whose_it_is(duty: Chat) -> None:
    await duty("ana @bot: /country country=JP remember=yes")
    shown = texts(await duty(f"ana #general: {AT_ONCE}"), "ana")
    assert "Danger to life: call 119 (ambulance), 110 (police)" in shown


async def test_the_fire_brigade_is_not_who_is_called(duty: Chat) -> None:
    await duty("ana @bot: /country country=EG remember=yes")
    shown = texts(await duty(f"ana #general: {AT_ONCE}"), "ana")
    assert "Danger to life: call 123 (ambulance)\n" in shown
