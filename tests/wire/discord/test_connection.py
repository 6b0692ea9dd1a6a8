"""What is said while the connection is down, or beside an event that nobody can read, is heard."""

import asyncio

import pytest
from discord.http import HTTPClient
from discord.state import ConnectionState

from adapters.discord.gateway import sessions
from bot.model.events import Said
from tests.wire.discord.bot import HERE, WORDS
from tests.wire.discord.faults import Fault, Meets
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.ids import GUILD
from tests.wire.discord.objects import CONTENT, MEMBERS, Json
from tests.wire.discord.scene import Scene


async def test_a_session_that_is_taken_up_again_is_told_what_it_missed(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await scene.wire.gateway.drop(code=4000)
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.until(lambda: hearer.said() == ["meanwhile"])
    assert scene.wire.arrivals == 1


async def test_after_a_session_that_is_lost_the_history_is_read(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await scene.wire.gateway.drop(resumable=False)
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.reconnected()
    await scene.acts.says("ana", scene.general, "after")
    assert hearer.said() == ["meanwhile", "after"]
    assert hearer.away == [1]


async def test_an_event_that_cannot_be_read_ends_nothing_and_somebody_hears_of_it(
    scene: Scene,
) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    broken = {"guild_id": GUILD, "channel_id": scene.general.id, "content": "a cry", "id": None}
    await scene.wire.gateway.dispatch("MESSAGE_CREATE", {**broken, "author": 7})
    await scene.wire.gateway.dispatch("CHANNEL_UPDATE", {"id": [], "guild_id": GUILD})
    await scene.wire.gateway.dispatch("THREAD_CREATE", {"guild_id": GUILD, "newly_created": True})
    await scene.acts.says("ana", scene.general, "and then")
    heard = [one for one in hearer.events if isinstance(one, Said)]
    assert [(one.text, bool(one.unreadable)) for one in heard if one.text] == [
        ("a cry", True), ("and then", False),
    ]  # fmt: skip
    assert scene.wire.arrivals == 1


async def test_half_a_character_hides_nothing(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await scene.acts.says("ana", scene.general, "a cry \ud83d")
    await scene.acts.says("ana", scene.general, "and then")
    assert hearer.said() == ["a cry \ud83d", "and then"]
    assert scene.wire.arrivals == 1


async def test_a_cry_in_private_is_heard_where_roles_cannot_be_asked_for(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    scene.wire.script.add(f"GET /guilds/{GUILD}/members/*", Fault(Meets.REFUSED))
    await scene.acts.says("ana", scene.acts.room("ana", "@bot", HERE), "a cry")
    assert hearer.said() == ["a cry"]


async def test_messages_of_another_server_are_not_ours(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    other = {"id": "9", "channel_id": "8", "guild_id": "7", "content": "theirs", "type": 0}
    whose = {"author": {"id": "6", "username": "eve"}, "timestamp": "2026-01-05T09:00:00+00:00"}
    await scene.wire.gateway.dispatch("MESSAGE_CREATE", {**other, **whose})
    await scene.acts.says("ana", scene.general, "ours")
    assert hearer.said() == ["ours"]


async def test_a_second_server_is_told_kindly_and_left(scene: Scene) -> None:
    await scene.bot.start(Hearer(), {})
    second: Json = {
        "id": "7",
        "system_channel_id": scene.general.id,
        "name": "theirs",
        "channels": [],
    }
    await scene.wire.gateway.dispatch("GUILD_CREATE", second)
    await scene.bot.until(lambda: ("DELETE", "/users/@me/guilds/7") in scene.bot.asked)
    shown = [one.text for one in scene.town.ledger.entries if one.where == scene.general]
    assert shown == [WORDS.stranger]


async def test_without_the_privileged_intents_what_still_works_goes_on(scene: Scene) -> None:
    scene.wire.allowed_intents &= ~(CONTENT | MEMBERS)
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await scene.acts.says("ana", scene.acts.room("ana", "@bot", HERE), "in private")
    assert hearer.said() == ["in private"]


async def test_without_the_intent_of_members_content_is_still_read(scene: Scene) -> None:
    scene.wire.allowed_intents &= ~MEMBERS
    await scene.bot.start(Hearer(), {})
    (session,) = scene.wire.gateway.sessions.values()
    assert session.intents & CONTENT


async def test_a_cry_in_private_is_heard_by_a_bot_that_nobody_has_invited_yet(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "ARRIVES_WITHIN_S", 0.3)
    scene.wire.uninvited = True
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    await asyncio.sleep(0.5)  # nothing waited yet when the waiting ended
    await scene.acts.says("ana", scene.acts.room("ana", "@bot", HERE), "a cry")
    await scene.bot.until(lambda: hearer.said() == ["a cry"])


async def test_a_cry_in_private_is_heard_while_no_request_can_be_made(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def closed(*_: object, **__: object) -> None:
        raise RuntimeError

    hearer = Hearer()
    await scene.bot.start(hearer, {})
    monkeypatch.setattr(HTTPClient, "request", closed)  # as a session does that was closed
    await scene.acts.says("ana", scene.acts.room("ana", "@bot", HERE), "a cry")
    assert hearer.said() == ["a cry"]


async def test_what_cannot_be_read_in_private_stays_private(scene: Scene) -> None:
    hearer = Hearer()
    await scene.bot.start(hearer, {})
    private = scene.acts.room("ana", "@bot", HERE)
    broken = {"id": None, "channel_id": private.id, "content": "a cry", "author": 7}
    await scene.wire.gateway.dispatch("MESSAGE_CREATE", broken)
    asked = {"id": "9", "type": 2, "channel_id": private.id, "data": {"name": "vent"}, "user": 7}
    await scene.wire.gateway.dispatch("INTERACTION_CREATE", asked)
    await scene.bot.until(lambda: len(hearer.events) == 2)
    heard = [one for one in hearer.events if isinstance(one, Said)]
    assert [(bool(one.unreadable), one.direct) for one in heard] == [(True, True)] * 2


async def test_a_session_whose_beginning_cannot_be_read_is_caught_up_with(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(self: object, data: object) -> None:
        del self, data
        raise KeyError

    monkeypatch.setattr(ConnectionState, "parse_channel_update", unreadable)
    await scene.acts.says("ana", scene.general, "missed")
    hearer = Hearer()
    await scene.bot.start(hearer, {scene.general: 1})
    await scene.wire.tell_of_rooms()
    await scene.acts.says("ana", scene.general, "and then")
    assert hearer.said() == ["missed", "and then"]


async def test_while_it_ends_nothing_passes_what_was_dropped(scene: Scene) -> None:
    """What was missed is still being read, what came then waits, and the bot is told to stop."""
    hearer, hearing = Hearer(), scene.bot.sessions.hearing
    await scene.bot.start(hearer, {})
    hearing.held = []
    await scene.acts.says("ana", scene.general, "a cry")
    hearing.end()
    hearing.release()
    await scene.acts.says("ben", scene.general, "later")
    await scene.acts.says("ana", scene.town.dm("ana", HERE).room, "in private")
    assert hearer.said() == ["in private"]
    await scene.bot.start(hearer, dict(hearing.reached))
    assert hearer.said() == ["in private", "a cry", "later"]
