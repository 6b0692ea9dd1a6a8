"""Payloads of every kind are read without a crash, and no text in them is left out."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from adapters.alarm.clock import SystemClock
from adapters.discord.hearing.hearing import UNREADABLE
from adapters.discord.reading.guild import Guild
from adapters.discord.reading.hidden import further_texts
from adapters.discord.reading.messages import Reader
from adapters.discord.reading.titles import blocked, title
from bot.model.events import Joined, Said
from bot.skew import Skew

GUILD = Guild("1", "2", "3", lambda id_: f"#{id_}")
READER = Reader(GUILD, Skew(SystemClock()))
MESSAGE: dict[str, Any] = {
    "id": "1300000000000000009", "channel_id": "5", "guild_id": "1", "type": 0, "flags": 0,
    "author": {"id": "7", "username": "ana", "global_name": "Ana"},
    "member": {"roles": ["8", "9"], "nick": "annie"}, "content": "hello",
    "timestamp": "2026-11-27T10:00:00.000000+00:00", "edited_timestamp": None,
    "attachments": [
        {"id": "1", "filename": "note.txt", "title": "a title", "description": "a picture"}],
    "poll": {"question": {"text": "which one"}, "answers": [{"poll_media": {"text": "this one"}}]},
    "message_snapshots": [{"message": {"content": "forwarded", "attachments": [
        {"filename": "inner.png"}]}}],
    "sticker_items": [{"name": "sad cat"}],
}  # fmt: skip
HIDDEN = (
    "note.txt",
    "a title",
    "a picture",
    "which one",
    "this one",
    "sad cat",
    "forwarded",
    "inner.png",
)
JUNK: tuple[Callable[[], Any], ...] = (
    lambda: None, lambda: "", lambda: "x", lambda: 0, lambda: -1, lambda: True, list, dict,
    lambda: [None], lambda: {"a": 1}, lambda: "\ud83d", lambda: "9" * 400, lambda: 1e308,
)  # fmt: skip


def test_a_message_says_who_where_and_everything_in_it() -> None:
    said = READER.read(MESSAGE)
    assert isinstance(said, Said)
    assert (said.text, said.who.id, said.who.name) == ("hello", "7", "annie")
    assert (said.room.id, said.room.name, said.position) == ("5", "#5", 1300000000000000009)
    assert said.holds == {"8", "9"}
    assert said.message.url == "https://discord.com/channels/1/5/1300000000000000009"
    assert said.parts == HIDDEN


@pytest.mark.parametrize(
    "facts",
    [{"author": {"id": "2", "bot": True}}, {"webhook_id": "4"}, {"type": 6}, {"flags": 64}],
)
def test_what_no_person_said_is_not_heard(facts: dict[str, object]) -> None:
    assert READER.read({**MESSAGE, **facts}) is None


def test_who_comes_is_told_by_the_guilds_own_message() -> None:
    assert isinstance(READER.read({**MESSAGE, "type": 7}), Joined)


def test_an_answer_to_the_bot_names_what_it_answers() -> None:
    ours = {"id": "44", "channel_id": "5", "author": {"id": "2"}}
    said = READER.read({**MESSAGE, "type": 19, "referenced_message": ours})
    assert isinstance(said, Said)
    assert said.reply_to == GUILD.ref("5", "44", direct=False)


def test_titles_of_threads_and_what_automod_kept_back_are_heard() -> None:
    thread = {
        "id": "77",
        "parent_id": "5",
        "owner_id": "7",
        "name": "a title",
        "newly_created": True,
    }
    named = title(thread, GUILD, Skew(SystemClock()), is_new=True)
    assert named is not None
    assert (named.text, named.who.id) == ("a title", "7")
    kept = blocked(
        {"user_id": "7", "channel_id": "5", "content": "a cry"}, GUILD, Skew(SystemClock())
    )
    assert kept is not None
    assert (kept.text, kept.who.id) == ("a cry", "7")


def test_mutated_payloads_are_read_or_told_of_and_keep_their_text() -> None:
    chance = random.Random(5)  # noqa: S311 - payloads, no secrets
    heard = 0
    for _ in range(5_000):
        raw = _mutated(json.loads(json.dumps(MESSAGE)), chance)
        try:
            event = READER.read(raw)
        except UNREADABLE as broken:
            event = READER.broken(raw, type(broken).__name__)
        if isinstance(event, Said) and isinstance(raw.get("content"), str):
            assert event.text == raw["content"]
            heard += 1
    assert heard > 3_000


def test_a_forward_of_a_forward_without_end_ends() -> None:
    loop: dict[str, Any] = {"content": "again"}
    loop["message_snapshots"] = [{"message": loop}]
    assert further_texts(loop) == ("again",)


def _mutated(raw: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """One to three values of a payload are others, or gone."""
    for _ in range(chance.randint(1, 3)):
        _mutate(raw, chance)
    return raw


def _mutate(at: Any, chance: random.Random) -> None:  # noqa: ANN401 - any JSON
    keys: list[Any] = [*at] if hasattr(at, "keys") else [*range(len(at))]
    if not keys:
        return
    key: Any = chance.choice(keys)
    inner: Any = at[key]
    if type(inner) in {dict, list} and chance.random() < 0.6:
        _mutate(inner, chance)
    elif chance.random() < 0.3:
        del at[key]
    else:
        at[key] = chance.choice(JUNK)()
