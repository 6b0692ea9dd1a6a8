"""Without its keys the bot keeps nothing, still answers and alerts, and says so loudly."""

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.stories.chat import Chat, texts


async def _lose_the_keys(chat: Chat, *, wrong: bool) -> str:
    """Stop, take the keys away (or put others there), start; what everybody was shown."""
    await chat.town.stop()
    keys = chat.town.settings.keys
    shutil.rmtree(keys)
    if wrong:
        keys.mkdir()
        (keys / "master.key").write_text("00" * 32, "ascii")
        shutil.copy(chat.town.settings.database, keys / "keys.db")
    before = len(chat.town.town.ledger.entries)
    await chat.town.start()
    return texts(chat.town.town.ledger.entries[before:])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("which", ["missing", "wrong"])
async def test_it_says_so_to_owners_and_moderators(chat: Chat, which: str) -> None:
    shown = await _lose_the_keys(chat, wrong=which == "wrong")
    assert shown.count("I am in alarm-only mode") == 3


async def test_the_crisis_path_works_and_the_database_stays_untouched(chat: Chat) -> None:
    await chat.agree("ana")
    await chat("ana @bot: /checkin mood=2")
    await chat.town.stop()
    await chat.town.start()
    await _lose_the_keys(chat, wrong=False)
    before = _digest(chat.town.settings.database)
    shown = await chat("ana #general: i want to kill myself", "mo #moderators: [I've got this]")
    assert "You are not in trouble" in texts(shown, "ana")
    assert "A moderator has read your message" in texts(shown, "ana")
    await chat("* wait 1h")
    assert _digest(chat.town.settings.database) == before


async def test_what_would_be_kept_rests_with_a_kind_sentence(chat: Chat) -> None:
    await _lose_the_keys(chat, wrong=False)
    shown = await chat('ana @bot: /checkin mood=2 note="a note"')
    assert "this rests" in texts(shown, "ana")


async def test_no_new_keys_are_made_beside_old_data(chat: Chat) -> None:
    await _lose_the_keys(chat, wrong=False)
    assert not chat.town.settings.keys.exists()


async def test_with_the_keys_back_everything_is_there_again(chat: Chat) -> None:
    await chat.agree("ana")
    await chat('ana @bot: /checkin mood=2 note="a note"')
    await chat.town.stop()
    away = chat.town.settings.keys.with_suffix(".away")
    chat.town.settings.keys.rename(away)
    await chat.town.start()
    await chat.town.stop()
    away.rename(chat.town.settings.keys)
    await chat.town.start()
    assert "a note" in texts(await chat("ana @bot: /mood"), "ana")
