"""The contract of a chat platform. Every adapter is held to it; today the town's two."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.local import LocalLink
from adapters.memory.places import room_named
from adapters.memory.platform import TownPlatform
from adapters.memory.town import Town
from adapters.memory.uploads import PHOTO
from adapters.memory.wire import TownServer, connect
from bot.model.events import AnyEvent, Attached, Said
from bot.model.people import Direct, Platform, PrivateThread, Role, Room
from bot.model.venting import PictureId
from bot.ports.chat import ChatPlatform, Cursors
from bot.ports.delivery import Closed, DeliveryKey, Later, Sent
from bot.ports.menu import Entry, Typing
from bot.ports.mirror import Mirror
from bot.ports.pictures import Unfit
from bot.ports.survey import Ability
from bot.ui.form import Choice
from bot.ui.reply import Button, Reply
from tests.simcord.bot import in_sim
from tests.wire.discord.bot import on_wire
from tests.wire.discord.server import Wire

KEY, OTHER = DeliveryKey("first-key"), DeliveryKey("second-key")
HELLO = Reply("hello", private=False)


class Listener:
    """A receiver that writes down what it was handed."""

    def __init__(self) -> None:
        self.events: list[AnyEvent] = []
        self.positions: dict[Room, int] = {}

    async def receive(self, event: AnyEvent) -> Reply | None:
        """Take one event in."""
        self.events.append(event)
        if event.position is not None:
            self.positions[event.room] = event.position
        return None

    async def begins_at(self, positions: Cursors) -> None:
        """The first start."""
        self.positions |= positions

    async def returned(self, platform: Platform, since: object, read: int) -> None:
        """Nothing to do."""
        del platform, since, read

    def is_urgent(self, event: Said) -> bool:
        """Nothing is."""
        del event
        return False

    async def receive_early(self, event: Said) -> Reply | None:
        """As any other."""
        return await self.receive(event)

    def menu(self) -> Sequence[Entry]:
        """No commands."""
        return ()

    def suggestions(self, typing: Typing) -> Sequence[Choice]:
        """Nothing is offered."""
        del typing
        return ()

    def roles(self, platform: Platform, gives: Role) -> Sequence[str]:
        """No roles."""
        del platform, gives
        return ()

    async def mirror(self, platform: Platform) -> Mirror:
        """Nothing to mirror."""
        del platform
        return Mirror()


class World:
    """A platform with people on it."""

    def __init__(self, town: Town, platform: ChatPlatform) -> None:
        self.town, self.platform, self.acts = town, platform, Acts(town)
        self.room = room_named("#general", platform.name)
        self.ana = town.people["ana"].on(platform.name)

    async def says(self, text: str) -> None:
        """Ana writes."""
        await self.acts.says("ana", self.room, text)

    def seen(self) -> list[str]:
        """What stands in the room."""
        return [one.text for one in self.town.ledger.now_shown() if one.where == self.room]


WORLDS = [
    *((where, name) for where in ("direct", "socket") for name in Platform),
    ("wire", Platform.DISCORD),
    ("simcord", Platform.DISCORD),
]


@pytest.fixture(params=WORLDS, ids="-".join)
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """Each platform of the town, directly and over a socket; Discord over its own protocol."""
    where, name = request.param
    town = Town(TownClock())
    if where == "wire":
        async with Wire(town).listening() as wire, on_wire(wire) as platform:
            await platform.start(Listener(), {})
            yield World(town, platform)
        wire.held()
        return
    if where == "simcord":
        async with in_sim(town) as sim:
            await sim.start(Listener(), {})
            yield World(town, sim)
        return
    if where == "direct":
        yield World(town, TownPlatform(name, LocalLink(town)))
        return
    gone = asyncio.Event()
    async with TownServer(town).listening() as port, connect(port, gone.set) as link:
        yield World(town, TownPlatform(name, link))


async def test_a_key_posts_once(world: World) -> None:
    first = await world.platform.post(world.room, HELLO, KEY)
    again = await world.platform.post(world.room, HELLO, KEY)
    assert isinstance(first, Sent)
    assert first == again
    assert world.seen() == ["hello"]


async def test_two_keys_post_twice(world: World) -> None:
    await world.platform.post(world.room, HELLO, KEY)
    await world.platform.post(world.room, HELLO, OTHER)
    assert world.seen() == ["hello", "hello"]


async def test_what_was_posted_is_found_in_the_history_and_nothing_else(world: World) -> None:
    since = world.town.clock.now()
    sent = await world.platform.post(world.room, HELLO, KEY)
    assert isinstance(sent, Sent)
    assert await world.platform.find(world.room, KEY, since) == sent.ref
    assert await world.platform.find(world.room, OTHER, since) is None


async def test_an_edit_replaces_in_place(world: World) -> None:
    sent = await world.platform.post(world.room, HELLO, KEY)
    assert isinstance(sent, Sent)
    assert sent.ref is not None
    for _ in range(2):
        await world.platform.edit(sent.ref, Reply("goodbye", private=False))
    assert world.seen() == ["goodbye"]


PICTURES = Reply(
    "look", private=False, hangs=(PictureId("a"),), pictures=(b"\xff\xd8a", b"\xff\xd8b")
)


async def test_pictures_hang_below_what_they_were_posted_with_and_stay_while_an_edit_names_them(
    world: World,
) -> None:
    sent = await world.platform.post(world.room, PICTURES, KEY)
    assert isinstance(sent, Sent)
    assert sent.ref is not None
    assert await world.platform.post(world.room, PICTURES, KEY) == sent
    for text, hangs, left in (("still", PICTURES.hangs, 2), ("gone", (), 0)):
        await world.platform.edit(sent.ref, Reply(text, private=False, hangs=hangs))
        (shown,) = [one for one in world.town.ledger.now_shown() if one.where == world.room]
        assert shown.text.startswith(text)
        assert shown.pictures == PICTURES.pictures[:left]


async def test_a_file_that_came_along_is_fetched_and_no_larger_one_and_no_other(
    world: World,
) -> None:
    listener = Listener()
    await world.platform.start(listener, {})
    dm = world.town.dm("ana", world.platform.name).room
    await world.acts.says("ana", dm, "look", files=(PHOTO,))
    (said,) = [one for one in listener.events if isinstance(one, Said)]
    assert PHOTO.name in said.parts
    (file,) = said.attached
    size = len(PHOTO.content)
    assert (file.kind, file.size) == ("image/png", size)
    assert await world.platform.fetch(file, size) == PHOTO.content
    for refused, most in (
        (file, size - 1),
        (Attached(file.handle.replace(PHOTO.name, "another.png")), size),
        (Attached(""), 9),
    ):
        with pytest.raises(Unfit):
            await world.platform.fetch(refused, most)


async def test_a_private_message_is_seen_by_one_person(world: World) -> None:
    await world.platform.post(Direct(world.ana), HELLO, KEY)
    assert world.town.ledger.entries[-1].screen == ("ana",)


async def test_a_closed_place_is_said_to_be_closed(world: World) -> None:
    world.town.faults.closed_dms.add(world.ana)
    world.town.faults.forbidden.add(world.room)
    assert isinstance(await world.platform.post(Direct(world.ana), HELLO, KEY), Closed)
    assert isinstance(await world.platform.post(world.room, HELLO, KEY), Closed)
    nowhere = Room(world.platform.name, "no-such-room")
    assert isinstance(await world.platform.post(nowhere, HELLO, KEY), Closed)


async def test_a_private_thread_exists_or_is_closed(world: World) -> None:
    outcome = await world.platform.post(PrivateThread(world.room, world.ana), HELLO, KEY)
    assert isinstance(outcome, Sent | Closed)


async def test_an_outage_is_an_os_error(world: World) -> None:
    world.town.faults.begin_outage(world.platform.name, world.town.clock.now(), timedelta(hours=1))
    with pytest.raises(OSError):  # noqa: PT011 - any of them means "nobody knows"
        await world.platform.post(world.room, HELLO, KEY)


async def test_who_is_asked_to_wait_says_how_long_or_posts_it_then(world: World) -> None:
    wait, limits = timedelta(seconds=0.2), world.town.faults.limited_until
    limits[world.platform.name] = world.town.clock.now() + wait
    posting = asyncio.ensure_future(world.platform.post(world.room, HELLO, KEY))
    await asyncio.sleep(wait.total_seconds() / 2)
    assert world.seen() == []
    del limits[world.platform.name]
    outcome = await posting
    if outcome != Later(wait):
        assert isinstance(outcome, Sent)
        assert world.seen() == ["hello"]


async def test_what_happens_is_handed_over_in_order(world: World) -> None:
    listener = Listener()
    await world.platform.start(listener, {})
    for text in ("one", "two", "three"):
        await world.says(text)
    assert [one.text for one in listener.events if isinstance(one, Said)] == ["one", "two", "three"]
    await world.platform.stop()
    await world.says("four")
    assert len(listener.events) == 3


async def test_the_first_start_reads_nothing_old_and_later_ones_what_was_missed(
    world: World,
) -> None:
    await world.says("before the bot")
    first = Listener()
    await world.platform.start(first, {})
    await world.says("heard")
    await world.platform.stop()
    await world.says("missed")
    second = Listener()
    await world.platform.start(second, first.positions)
    assert [one.text for one in first.events if isinstance(one, Said)] == ["heard"]
    assert [one.text for one in second.events if isinstance(one, Said)] == ["missed"]
    await world.platform.stop()


async def test_what_is_delivered_again_has_the_same_id(world: World) -> None:
    one, two = Listener(), Listener()
    await world.platform.start(one, {})
    start = dict(one.positions)
    await world.says("hello")
    await world.platform.stop()
    await world.platform.start(two, start)
    await world.platform.stop()
    assert [event.id for event in one.events] == [event.id for event in two.events]


async def test_every_reply_works_as_plain_text(world: World) -> None:
    reply = Reply("choose", (Button("a.b", "This one"), Button("a.c", "That one")), private=False)
    await world.platform.post(world.room, reply, KEY)
    shown = world.town.ledger.entries[-1]
    if not world.platform.abilities.forms:
        assert "1. This one\n2. That one" in shown.text
    assert [button.label for button in shown.buttons] == ["This one", "That one"]


async def test_words_that_are_hidden_are_never_shown_openly(world: World) -> None:
    shown_by = Button("a.show", "Show")
    reply = Reply("card", hidden="the words", reveal=shown_by, private=False)
    await world.platform.post(world.room, reply, KEY)
    openly = world.town.ledger.entries[-1].text.replace("||the words||", "")
    assert "card" in openly
    assert "the words" not in openly


async def test_a_survey_knows_the_rooms_that_the_platform_names(world: World) -> None:
    survey = await world.platform.survey()
    for room in (*world.platform.moderator_rooms(), *world.platform.vent_rooms()):
        known = survey.room(room)
        assert known is not None
        assert known.may >= {Ability.SEE, Ability.WRITE, Ability.READ_HISTORY}
    assert {one.room.platform for one in survey.rooms} == {world.platform.name}


async def test_a_survey_says_where_the_bot_cannot_write_and_what_is_open(world: World) -> None:
    world.town.faults.forbidden.add(world.room)
    survey = await world.platform.survey()
    hall, staff = survey.room(world.room), survey.room(world.platform.moderator_rooms()[0])
    assert hall is not None
    assert staff is not None
    assert Ability.WRITE not in hall.may
    assert (hall.open_to_all, staff.open_to_all) == (True, False)


async def test_a_survey_counts_who_holds_what_and_names_who_runs_it(world: World) -> None:
    survey = await world.platform.survey()
    counts = {one.name: one.holders for one in survey.roles if not one.everybody}
    assert counts == {"Moderators": 2, "Listeners": 1, "Admins": 1, "Helpers": 0}
    assert sum(one.everybody for one in survey.roles) == 1
    assert survey.runs == (world.town.people["ada"].on(world.platform.name),)


async def test_an_event_carries_the_ids_of_the_roles_that_its_author_holds(world: World) -> None:
    listener = Listener()
    await world.platform.start(listener, {})
    await world.acts.says("mo", world.room, "hello")
    ids = {one.id for one in (await world.platform.survey()).roles if one.name == "Moderators"}
    assert [event.holds for event in listener.events] == [ids]
    await world.platform.stop()


async def test_an_outage_cannot_be_surveyed(world: World) -> None:
    world.town.faults.begin_outage(world.platform.name, world.town.clock.now(), timedelta(hours=1))
    with pytest.raises(OSError):  # noqa: PT011 - any of them means "nobody knows"
        await world.platform.survey()
