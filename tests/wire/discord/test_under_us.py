"""What changes in the server under the bot: the doctor says it, and no alert waits for it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.memory.places import OFFICES, STAFF, Place, office_id, room_named
from bot.app.content import Content
from bot.model.people import Platform, Room
from tests.stories.chat import Chat, texts
from tests.wire.discord.bot import HERE, OnWire
from tests.wire.discord.faults import Fault, Meets
from tests.wire.discord.ids import GUILD
from tests.wire.discord.permissions import HISTORY, IN_THREADS, PIN, PRIVATE_THREADS, SEND, VIEW
from tests.wire.discord.rehearsal import WireRehearsal
from tests.wire.discord.server import Wire

FAR = room_named("#moderators", Platform.MATRIX)
CRY = "i want to kill myself"
EMBED, ATTACH = 1 << 14, 1 << 15
MODERATORS, VENT, GENERAL, BACKUP = (
    room_named(name, HERE) for name in ("#moderators", "#vent", "#general", "#backup")
)
READS = [(VIEW, "View Channel"), (SEND, "Send Messages"), (HISTORY, "Read Message History")]
THREADS = [(PRIVATE_THREADS, "Create Private Threads"), (IN_THREADS, "Send Messages in Threads")]


class Scene(Chat):
    """A chat in the town, on the wire."""

    @property
    def wire(self) -> Wire:
        """Discord itself."""
        assert isinstance(self.town, WireRehearsal)
        return self.town.wire

    @property
    def bot(self) -> OnWire:
        """The adapter that runs now."""
        found = self.town.platforms[HERE]
        assert isinstance(found, OnWire)
        return found

    async def doctor(self) -> list[str]:
        """What the doctor says of rooms and roles, line by line."""
        said = texts(await self("ada @bot: /doctor"), "ada")
        return [line for line in said.splitlines() if "#" in line or "role" in line]

    async def back(self) -> None:
        """The server is there again, and was caught up with."""
        self.bot.sessions.arrived.clear()
        await self.wire.comes_back()
        await self.bot.until(self.bot.sessions.arrived.is_set)
        await self.bot.handled()
        await self.town.settle()

    def written(self, words: str, room: Room) -> list[str]:
        """What the bot wrote in a room, with these words in it."""
        shown = self.town.town.ledger.now_shown()
        return [one.text for one in shown if one.where == room and words in one.text]


@pytest.fixture
async def chat(tmp_path: Path, content: Content) -> AsyncIterator[Scene]:
    """The town as ada set it up, with mo on duty."""
    town = WireRehearsal(tmp_path / "p.db", content=content)
    async with town.running():
        scene = Scene(town)
        await scene("mo #moderators: /duty on")
        yield scene


# --- permissions, channels, roles ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("room", "denied", "words"),
    [
        *((MODERATORS, *one) for one in READS),
        *((VENT, *one) for one in (*READS, *THREADS)),
        *((GENERAL, *one) for one in READS[:2]),
    ],
)
async def test_each_missing_permission_is_named_in_discords_words(
    chat: Scene, room: Room, denied: int, words: str
) -> None:
    assert await chat.doctor() == []
    chat.wire.state.denied[room.id] = denied
    (said,) = await chat.doctor()
    assert words in said
    assert room.name in said
    chat.wire.state.denied.clear()
    assert await chat.doctor() == []


async def test_what_the_bot_does_not_use_it_does_not_ask_for(chat: Scene) -> None:
    for room in (MODERATORS, VENT, GENERAL):
        chat.wire.state.denied[room.id] = PIN | EMBED | ATTACH
    assert await chat.doctor() == []


async def test_a_channel_that_was_deleted_is_a_finding(chat: Scene) -> None:
    await chat.wire.deletes(VENT)
    (said,) = await chat.doctor()
    assert "is set and I do not see it any more" in said


async def test_a_role_that_was_deleted_is_a_finding(chat: Scene) -> None:
    gone = {"guild_id": GUILD, "role_id": office_id(OFFICES[1], HERE)}
    await chat.wire.gateway.dispatch("GUILD_ROLE_DELETE", gone)
    (said,) = await chat.doctor()
    assert "The role Listeners is set and does not exist any more" in said


async def test_the_drill_of_the_panel_reaches_the_moderators(chat: Scene) -> None:
    await chat("ada @bot: /setup", "ada @bot: [Drill]")
    assert chat.written("DRILL", MODERATORS)
    await chat("mo #moderators: [I've got this]")
    assert chat.app.house.community.now.armed


# --- a room that goes ----------------------------------------------------------------------------


async def two_rooms(chat: Scene) -> None:
    """Alerts have a second room on Discord behind the first."""
    chat.town.town.places[BACKUP] = place = Place(BACKUP, STAFF)
    await chat.wire.gateway.dispatch("CHANNEL_CREATE", chat.wire.state.channel(place))
    await chat('ada @bot: /setup-rooms moderators="#moderators/discord, #backup/discord"')
    assert chat.app.house.community.now.moderator_rooms == (MODERATORS, BACKUP)


async def test_an_alert_for_a_room_that_is_gone_goes_to_the_next_at_once(chat: Scene) -> None:
    await two_rooms(chat)
    await chat.wire.deletes(MODERATORS)
    await chat(f"ana #general: {CRY}")
    assert chat.written("Who: @ana", BACKUP)


async def test_an_alert_that_is_owed_when_its_room_goes_reaches_the_next(chat: Scene) -> None:
    await two_rooms(chat)
    route = f"POST /channels/{MODERATORS.id}/messages"
    chat.wire.script.add(route, Fault(Meets.REFUSED, 503))
    await chat(f"ana #general: {CRY}")
    assert not chat.written("Who: @ana", BACKUP)
    await chat.wire.deletes(MODERATORS)
    chat.wire.script.clear()
    await chat("* wait 10s")
    assert chat.written("Who: @ana", BACKUP)


async def test_with_no_other_room_there_owners_are_called_at_once_and_then_the_other_platform(
    chat: Scene,
) -> None:
    await chat.wire.deletes(MODERATORS)
    shown = await chat(f"ana #general: {CRY}")
    assert "Who: @ana" in texts(shown, "ada")
    await chat("* wait 3m")
    assert chat.written("Who: ana", FAR)


# --- a server that goes --------------------------------------------------------------------------


@pytest.mark.parametrize("unavailable", [True, False])
async def test_a_server_that_comes_back_is_caught_up_with_and_that_is_told(
    chat: Scene, *, unavailable: bool
) -> None:
    await chat.wire.goes(unavailable=unavailable)
    await chat(f"ana #general: {CRY}", "* wait 31m")
    assert chat.cards() == []
    await chat.back()
    assert len(chat.cards()) == 1
    assert len(chat.written("I was away from 09:0", MODERATORS)) == 1
    await chat(f"ben #general: {CRY}")
    assert len(chat.cards()) == 2


@pytest.mark.parametrize("unavailable", [True, False])
async def test_a_cry_in_private_is_answered_while_the_server_is_gone(
    chat: Scene, *, unavailable: bool
) -> None:
    await chat.wire.goes(unavailable=unavailable)
    shown = await chat(f"ana @bot: {CRY}")
    assert "You are not in trouble" in texts(shown, "ana")
    assert "level 3" in texts(shown, "ada")  # an owner
    await chat("* wait 3m")
    assert chat.written("level 3", FAR)


async def test_a_session_that_is_taken_up_again_forgets_no_server_that_is_gone(
    chat: Scene,
) -> None:
    await chat.wire.goes(unavailable=True)
    await chat(f"ana #general: {CRY}", "* wait 31m")
    await chat.wire.gateway.drop(code=4000)
    await chat.bot.until(lambda: all(one.socket for one in chat.wire.gateway.sessions.values()))
    await chat.back()
    assert len(chat.cards()) == 1
    assert len(chat.written("I was away from 09:0", MODERATORS)) == 1


async def test_a_server_that_was_away_for_a_moment_is_read_and_not_told(chat: Scene) -> None:
    await chat.wire.goes(unavailable=True)
    await chat(f"ana #general: {CRY}")
    chat.town.clock.advance(timedelta(seconds=30))
    await chat.back()
    assert len(chat.cards()) == 1
    assert chat.written("I was away", MODERATORS) == []
