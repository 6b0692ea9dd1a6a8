"""What cannot be read yet is kept, read when its key comes, and told of when it does not."""

# pyright: reportMissingTypeStubs=false

import asyncio
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from adapters.matrix.crypto.inside import Sealed
from bot.model.events import Said
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse

TO_DEVICE = "/_matrix/client/v3/sendToDevice/m.room.encrypted/x1"


@dataclass
class Kept:
    """An app that holds keys back: what it says arrives before they do."""

    person: Person
    keys: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def __post_init__(self) -> None:
        self.send = self.person.client._send
        self.person.client._send = self.holds

    async def holds(self, kind: object, method: str, path: str, *more: Any, **named: object) -> Any:  # noqa: ANN401 - nio's
        """Instead of keys, nothing is sent."""
        if "/sendToDevice/" in path:
            self.keys.append((path, more[0]))
            more = ('{"messages": {}}', *more[1:])
        return await self.send(kind, method, path, *more, **named)

    def send_at_last(self, at: Synapse) -> None:
        """They come late."""
        for number, (path, body) in enumerate(self.keys):
            where = path.split("?")[0].rsplit("/", 1)[0] + f"/late{number}"
            at.ask("PUT", where, json.loads(body), self.person.client.access_token)


async def met(bot: Bot, ana: Person) -> str:
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    return room


async def test_a_key_that_comes_late_opens_what_waited_also_over_a_restart(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    listening = await bot.starts()
    ana = await arrives("ana")
    room = await met(bot, ana)
    kept = Kept(ana)
    await ana.says(room, "please read me")
    await bot.until(lambda: listening.sealed.waiting)
    await bot.stops()
    listening = await bot.starts()
    assert listening.sealed.waiting

    kept.send_at_last(synapse)

    await bot.hears("please read me")
    await bot.until(lambda: not listening.sealed.waiting)
    # It may be handed over twice, as it is read again, too; under one name, so that it counts once.
    (event,) = {one.id: one for one in bot.heard.events}.values()
    assert isinstance(event, Said)
    assert event.unreadable is None
    assert event.who.id == ana.id


async def test_whose_key_never_comes_is_told_once(bot: Bot, arrives: Arrives) -> None:
    listening = await bot.starts()
    listening.sealed.told_after = timedelta(seconds=1)
    ana = await arrives("ana")
    room = await met(bot, ana)
    Kept(ana)
    await ana.says(room, "please read me")

    await bot.until(lambda: bot.heard.events)
    await asyncio.sleep(2.5)

    (event,) = bot.heard.events
    assert isinstance(event, Said)
    assert (event.unreadable, event.text, event.direct) == ("no-key", "", True)
    assert event.who.id == ana.id
    assert listening.sealed.count == 1
    assert listening.sealed.waiting  # its key may still come


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"algorithm": "m.olm.v1.curve25519-aes-sha2", "ciphertext": "?", "sender_key": "x"},
        {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": "x", "ciphertext": {}},
        {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": "x",
         "ciphertext": {"OURS": {"type": 0, "body": "!!!"}}},
        {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": "x",
         "ciphertext": {"OURS": {"type": 1, "body": "AAAA"}}},
        {"algorithm": 7, "sender_key": [], "ciphertext": None},
    ],
)  # fmt: skip
async def test_a_broken_message_of_a_stranger_keeps_nobody_elses_from_being_read(
    bot: Bot, arrives: Arrives, synapse: Synapse, content: dict[str, Any]
) -> None:
    listening = await bot.starts()
    mallory, ana = await arrives("mallory"), await arrives("ana")
    room = await met(bot, ana)
    client: Any = listening.here.client
    ours = client.olm.account.identity_keys["curve25519"]
    if "OURS" in (content.get("ciphertext") or ()):
        content = {**content, "ciphertext": {ours: content["ciphertext"]["OURS"]}}
    body = {"messages": {bot.id: {client.device_id: content}}}
    synapse.ask("PUT", TO_DEVICE, body, mallory.client.access_token)

    await ana.says(room, "and me?")

    await bot.hears("and me?")
    assert listening.here.client is client


async def test_a_message_under_the_name_of_somebody_else_is_not_taken_for_theirs(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    """As a homeserver could: the words of one, under the name of another."""
    listening = await bot.starts()
    ana, ben = await arrives("ana"), await arrives("ben")
    room = await met(bot, ana)
    sent = await ana.says(room, "it was me")
    await bot.hears("it was me")
    where = f"/_matrix/client/v3/rooms/{room}/event/{sent}"
    raw = synapse.ask("GET", where, token=ana.client.access_token)
    opening = listening.sealed.opening

    assert opening.opened(room, raw)["content"]["body"] == "it was me"
    with pytest.raises(Sealed, match="unbound"):
        opening.opened(room, {**raw, "sender": ben.id})
    with pytest.raises(Sealed, match="no-key"):
        opening.opened("!other:hs.test", raw)
    with pytest.raises(Sealed, match="repeated"):
        opening.opened(room, {**raw, "event_id": "$another"})


async def test_a_device_that_is_not_known_yet_is_asked_for_at_once(
    bot: Bot, arrives: Arrives
) -> None:
    listening = await bot.starts()
    ana = await arrives("ana")
    room = await met(bot, ana)
    client: Any = listening.here.client
    client.olm.device_store[ana.id].clear()
    await ana.says(room, "who am I?")
    await bot.hears("who am I?")
    assert client.olm.device_store[ana.id]
    assert listening.sealed.count == 0


def nobodys(*_: object) -> bool:
    """No device is known to be anybody's."""
    return False


@pytest.mark.parametrize("text", ["all is well", "urgent: I cannot go on"])
async def test_words_are_assessed_also_where_nobody_knows_whose_device_wrote_them(
    bot: Bot, arrives: Arrives, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """They may be a cry: of its writer it is said that it could not be made sure of."""
    ana = await arrives("ana")
    room = await ana.opens(bot.id, direct=False)
    bot.rooms = frozenset({room})
    listening = await bot.starts()
    listening.sealed.unproven_after = timedelta(seconds=1)
    await ana.is_with(bot.id, room)
    monkeypatch.setattr("adapters.matrix.crypto.inside._is_bound", nobodys)

    await ana.says(room, text)

    await bot.until(lambda: len(bot.heard.events) > text.startswith("urgent"))
    events = [event for event in bot.heard.events if isinstance(event, Said)]
    assert [event.unreadable for event in events] == ["unbound"] * len(events)
    assert [event.text for event in events] == [text, ""][: 1 + text.startswith("urgent")]
    assert len({event.id for event in events}) == len(events)
    assert listening.sealed.waiting  # the device may still be known later
    monkeypatch.undo()
    await bot.until(lambda: not listening.sealed.waiting)
    last = bot.heard.events[-1]
    assert isinstance(last, Said)
    assert (last.text, last.unreadable) == (text, None)
