"""Frames and answers of another shape than Discord's: the bot lives, and all is done once."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from adapters.discord.gateway import client, connection, sessions
from bot.model.people import Direct, PrivateThread, Target
from bot.ports.delivery import DeliveryKey, Sent
from bot.ui.reply import Reply
from tests.wire.discord.bot import HERE, on_wire
from tests.wire.discord.faults import Fault, Meets
from tests.wire.discord.gateway import INVALID, RECONNECT
from tests.wire.discord.stage import Json, Stage, listening

KEY = DeliveryKey("a-key")


@pytest.fixture
async def scene() -> AsyncIterator[Stage]:
    """The bot listens."""
    async with listening() as begun:
        yield begun


@pytest.fixture
def soon(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is waited for in seconds takes a moment, once the bot is there."""
    del scene
    monkeypatch.setattr(connection, "WAITS_S", (0.02,))
    monkeypatch.setattr(client, "MOST_TRIES", 2)
    monkeypatch.setattr(sessions, "ARRIVES_WITHIN_S", 0.3)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    "text",
    [
        "", "no json", "[]", "7", '"x"', "null", "{}", '{"op": 0}', "[" * 100_000, "\x00", "{" * 9,
        '{"op": 0, "t": "RESUMED", "d": []}', '{"op": 0, "t": "RESUMED"}',
        '{"op": 0, "t": "READY", "d": null}', '{"op": 0, "t": "READY", "d": {}}',
        *(f'{{"op": {op}, "d": {odd}}}' for op in (RECONNECT, INVALID, 1, 11)
          for odd in ("null", "[]", '"x"', "{}", "7")),
        *(f'{{"op": 10, "d": {odd}}}' for odd in ("null", "[]", '"x"', "{}")),
        f'{{"op": 0, "t": "MESSAGE_CREATE", "d": "{"y" * (4 << 20)}"}}',
    ],
    ids=lambda text: text[:40],
)  # fmt: skip
async def test_after_an_odd_frame_everything_is_heard(scene: Stage, text: str) -> None:
    await scene.session.send_text(text)
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.until(lambda: "meanwhile" in scene.hearer.said())
    await scene.still_hears()


@pytest.mark.usefixtures("soon")
async def test_after_a_message_that_no_stream_unpacks_everything_is_heard(scene: Stage) -> None:
    assert scene.session.socket is not None
    await scene.session.socket.send_bytes(b"\x00\x01 nothing that can be unpacked \xff\xff")
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.until(lambda: "meanwhile" in scene.hearer.said())


@pytest.mark.usefixtures("soon")
async def test_an_address_that_is_gone_is_not_tried_for_ever(scene: Stage) -> None:
    ready: Json = {"session_id": "s", "resume_gateway_url": "ws://127.0.0.1:1/", "guilds": []}
    await scene.session.send({"op": 0, "s": 9, "t": "READY", "d": ready})
    await scene.wire.gateway.drop(resumable=False)
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.until(lambda: "meanwhile" in scene.hearer.said())


@pytest.mark.usefixtures("soon")
async def test_what_was_missed_is_read_in_rooms_that_are_known_without_the_guild(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.still_hears()
    monkeypatch.setattr(scene.wire, "uninvited", True)
    await scene.wire.gateway.drop(resumable=False)
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.until(lambda: "meanwhile" in scene.hearer.said())


ODD: tuple[object, ...] = (None, [], {}, "x", 7, [None], {"id": None}, {"id": []}, [{"id": "x"}])


@pytest.mark.parametrize("odd", ODD, ids=json.dumps)
async def test_a_delivery_is_made_once_whatever_is_answered(scene: Stage, odd: object) -> None:
    ana = scene.town.people["ana"].on(HERE)
    places: list[Target] = [scene.general, Direct(ana), PrivateThread(scene.general, ana)]
    for number, to in enumerate(places):
        key = DeliveryKey(f"key-{number}")
        scene.wire.spoils = lambda _, __, ___: odd
        since = scene.town.clock.now()
        with pytest.raises(OSError):  # noqa: PT011 - nobody knows what came of it, whatever it is
            await scene.bot.post(to, Reply(f"hello {number}"), key)
        scene.wire.spoils = lambda _, __, answer: answer
        if await scene.bot.find(to, key, since) is None:
            assert isinstance(await scene.bot.post(to, Reply(f"hello {number}"), key), Sent)
    seen = [one.text for one in scene.town.ledger.now_shown() if "ana" in one.screen]
    assert sorted(seen) == ["hello 0", "hello 1", "hello 2"]


@pytest.mark.parametrize("odd", ODD, ids=json.dumps)
async def test_what_is_not_found_in_an_odd_answer_is_not_taken_for_missing(
    scene: Stage, odd: object
) -> None:
    await scene.bot.post(scene.general, Reply("hello"), KEY)
    scene.bot.forget_echoes()
    scene.wire.spoils = lambda _, __, ___: odd
    since = scene.town.clock.now()
    if isinstance(odd, list):
        assert await scene.bot.find(scene.general, KEY, since) is None
    else:
        with pytest.raises(OSError):  # noqa: PT011 - as above
            await scene.bot.find(scene.general, KEY, since)


@pytest.mark.parametrize("path", ["/threads/active", "/thread-members/"])
@pytest.mark.parametrize("odd", [*ODD, {"threads": {}}, {"user_id": "1"}], ids=json.dumps)
async def test_a_private_thread_of_before_is_not_missed(
    scene: Stage, path: str, odd: object
) -> None:
    ana = scene.town.people["ana"].on(HERE)
    to, since = PrivateThread(scene.general, ana), scene.town.clock.now()
    sent = await scene.bot.post(to, Reply("hello"), KEY)
    async with on_wire(scene.wire) as later:
        await later.start(scene.hearer, {})
        scene.wire.spoils = lambda _, asked, answer: odd if path in asked else answer
        with pytest.raises(OSError):  # noqa: PT011 - as above
            await later.find(to, KEY, since)
        scene.wire.spoils = lambda _, __, answer: answer
        assert isinstance(sent, Sent)
        assert await later.find(to, KEY, since) == sent.ref


async def test_a_page_of_a_proxy_leads_nobody_into_another_s_private_thread(scene: Stage) -> None:
    ana, ben = (scene.town.people[name].on(HERE) for name in ("ana", "ben"))
    theirs = await scene.bot.post(PrivateThread(scene.general, ana), Reply("hello"), KEY)
    scene.wire.script.add("GET */thread-members/*", Fault(Meets.WRONG_TYPE), times=1)
    to, key = PrivateThread(scene.general, ben), DeliveryKey("b")
    with pytest.raises(OSError):  # noqa: PT011 - as above
        await scene.bot.post(to, Reply("hi"), key)
    sent = await scene.bot.post(to, Reply("hi"), key)
    assert isinstance(theirs, Sent)
    assert isinstance(sent, Sent)
    assert sent.ref
    assert theirs.ref
    assert sent.ref.room != theirs.ref.room


@pytest.mark.parametrize("odd", [None, {}, "x", 7], ids=json.dumps)
async def test_a_room_whose_history_cannot_be_read_is_read_again(
    scene: Stage, odd: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.hearing.catching_up.TRIES_S", (0.01, 0.01))
    await scene.still_hears()
    await scene.bot.stop()
    await scene.acts.says("ana", scene.general, "meanwhile")
    left = [2]

    def spoiled(method: str, path: str, answer: object) -> object:
        del method
        if not path.endswith(f"{scene.general.id}/messages") or not left[0]:
            return answer
        left[0] -= 1
        return odd

    scene.wire.spoils = spoiled
    await scene.bot.start(scene.hearer, scene.hearer.positions)
    await scene.bot.until(lambda: "meanwhile" in scene.hearer.said())


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("path", ["/users/@me", "/oauth2/applications/@me", "commands", "counts"])
@pytest.mark.parametrize("odd", ODD[:7], ids=json.dumps)
async def test_odd_answers_at_the_beginning_keep_nobody_from_being_heard(
    scene: Stage, path: str, odd: object
) -> None:
    spoilt, times = list[str](), 1 if path == "counts" else 2

    def spoiled(method: str, asked: str, answer: object) -> object:
        del method
        if not asked.endswith(path) or len(spoilt) == times:
            return answer
        spoilt.append(asked)
        return odd

    scene.wire.spoils = spoiled
    await scene.bot.stop()
    scene.bot.sessions.menu.known.clear()
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.start(scene.hearer, {scene.general: 1})
    await asyncio.wait_for(scene.still_hears(), 5)
    with suppress(ConnectionResetError):  # a page of a proxy: nobody knows, now
        await scene.bot.survey()
    await scene.bot.survey()
    assert "meanwhile" in scene.hearer.said()
