"""Rooms that we are put out of, that people leave, and what was said in them before we came."""

# pyright: reportMissingTypeStubs=false

import pytest

from adapters.matrix.hearing.gaps import since_we_came
from adapters.matrix.payload import Payload, payload_of
from adapters.matrix.rooms.company import Company
from bot.model.events import Said
from tests.wire.matrix.asking import ask, made, path_of, puts_out, until_is
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse

BOT = "@bot:hs.test"


def says(at: Synapse, who: Person, room: str, text: str) -> None:
    """In plain, without waiting to know who is there."""
    body = {"msgtype": "m.text", "body": text}
    ask(at, who, "PUT", path_of(room, "send", "m.room.message", text.replace(" ", "-")), body)


@pytest.mark.parametrize("how", ["kick", "ban"])
@pytest.mark.parametrize("encrypted", [False, True])
async def test_what_was_said_before_we_were_put_out_is_heard_also_while_we_were_away(
    bot: Bot, arrives: Arrives, synapse: Synapse, how: str, *, encrypted: bool
) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id, encrypted=encrypted)
    await ana.is_with(bot.id, room)
    await bot.stops()
    await ana.says(room, "you are no help, I will end it")
    puts_out(synapse, ana, room, bot, how)

    await bot.starts()

    await bot.hears("you are no help, I will end it")
    assert [event.direct for event in bot.heard.events] == [True]


@pytest.mark.usefixtures("at_once")
async def test_nothing_of_a_room_is_read_that_we_declined(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    await bot.starts()
    ana = await arrives("ana")
    public = {"history_visibility": "world_readable"}
    state = {"type": "m.room.history_visibility", "state_key": "", "content": public}
    room = made(synapse, ana, bot.id, initial_state=[state])
    await until_is(synapse, ana, room, bot.id, "leave")
    says(synapse, ana, room, "among ourselves")
    other = await ana.opens(bot.id, encrypted=False)
    await ana.is_with(bot.id, other)
    await ana.says(other, "to you")
    await bot.hears("to you")
    assert bot.heard.said() == ["to you"]


async def test_somebody_who_writes_and_leaves_wrote_in_private_and_the_room_is_left(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id, encrypted=False)
    await ana.is_with(bot.id, room)
    await bot.stops()
    says(synapse, ana, room, "it does not matter")
    ask(synapse, ana, "POST", path_of(room, "leave"), {})

    listening = await bot.starts()

    await bot.hears("it does not matter")
    (event,) = bot.heard.events
    assert event.direct
    await bot.until(lambda: not listening.here.are_in(room))


async def test_what_was_said_among_three_is_not_private_once_they_have_left(
    bot: Bot, arrives: Arrives, synapse: Synapse
) -> None:
    await bot.starts()
    ana, ben = await arrives("ana"), await arrives("ben")
    room = await ana.opens(bot.id, encrypted=False)
    await ana.is_with(bot.id, room)
    ask(synapse, ana, "POST", path_of(room, "invite"), {"user_id": ben.id})
    await ben.client.join(room)
    await bot.stops()
    says(synapse, ana, room, "for all of us")
    for one in (ana, ben):
        ask(synapse, one, "POST", path_of(room, "leave"), {})

    await bot.starts()

    await bot.hears("for all of us")
    assert [event.direct for event in bot.heard.events] == [False]


async def test_whoever_is_asked_in_by_us_is_private_with_us_before_they_come(
    bot: Bot, arrives: Arrives
) -> None:
    """A room of two of whom one has not come yet holds two."""
    listening = await bot.starts()
    ana = await arrives("ana")
    told = await listening.here.ask(
        "POST", "/_matrix/client/v3/createRoom", {"invite": [ana.id], "is_direct": True}
    )
    room = str(told["room_id"])
    await bot.until(lambda: listening.here.where(room).direct)
    assert listening.here.are_in(room)


@pytest.mark.parametrize("version", ["11", "12"])
@pytest.mark.parametrize("visibility", ["joined", "invited", "shared", "world_readable"])
async def test_of_what_came_before_us_that_is_read_which_followed_our_invitation(
    bot: Bot, arrives: Arrives, synapse: Synapse, version: str, visibility: str
) -> None:
    await bot.starts()
    await bot.stops()
    ana = await arrives("ana")
    content = {"history_visibility": visibility}
    state = {"type": "m.room.history_visibility", "state_key": "", "content": content}
    room = made(synapse, ana, room_version=version, initial_state=[state])
    says(synapse, ana, room, "before")
    body = {"user_id": bot.id}
    ask(synapse, ana, "POST", path_of(room, "invite"), body)
    says(synapse, ana, room, "between")
    bot.rooms = frozenset({room})
    await bot.starts()
    await until_is(synapse, ana, room, bot.id, "join")
    says(synapse, ana, room, "after")

    await bot.hears("after")

    between = [] if visibility == "joined" else ["between"]
    assert bot.heard.said() == [*between, "after"]
    assert all(isinstance(event, Said) for event in bot.heard.events)


def came(membership: str, before: str = "") -> dict[str, object]:
    """A change of our membership."""
    unsigned = {"prev_content": {"membership": before}} if before else {}
    content = {"membership": membership}
    return {
        "type": "m.room.member", "state_key": BOT, "content": content, "unsigned": unsigned
    }  # fmt: skip


@pytest.mark.parametrize(
    ("events", "heard"),
    [
        (["a", "b"], "ab"),
        (["a", came("invite"), "b", came("join", "invite"), "c"], "bc"),
        (["a", came("join"), "b"], "b"),
        (
            [
                "a",
                {"type": "m.room.member", "state_key": "@x", "body": "x"},
                came("join", "invite"),
            ],
            "a",
        ),
        ([{"type": "m.room.name", "state_key": "", "body": "x"}, came("leave", "join")], "x"),
        (["a", came("join", "join"), "b"], "ab"),
        (["a", came("leave", "join"), "b", came("invite", "leave"), "c"], "ac"),
        (["a", came("ban", "join"), "b"], "a"),
        (["a", came("leave", "invite"), "b", came("join", "leave"), "c"], "ac"),
    ],
)
def test_what_is_between_two_stays_is_not_for_us(events: list[object], heard: str) -> None:
    raw: list[Payload] = [payload_of(one) or {"type": "m", "body": one} for one in events]
    assert "".join(str(one.get("body", "")) for one in since_we_came(raw, BOT)) == heard


def test_a_room_is_private_by_who_is_there_and_by_who_was_if_nobody_is() -> None:
    company = Company()

    def member(user: str, membership: str) -> dict[str, object]:
        return {"type": "m.room.member", "state_key": user, "content": {"membership": membership}}

    company.saw("!two", {"timeline": {"events": [member("@a", "leave"), member(BOT, "join")]}}, BOT)
    company.saw("!three", {"state": {"events": [member("@a", "leave"), member("@b", "ban")]}}, BOT)
    assert company.is_private("!two", 0)
    assert not company.is_private("!three", 0)
    assert not company.is_private("!nobody-knows", 0)
    assert company.is_private("!three", 1)
    assert not company.is_private("!two", 2)
