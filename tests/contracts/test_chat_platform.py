"""The contract of a chat platform. Every adapter is held to it; today the town's two."""

import asyncio
from datetime import timedelta

import pytest

from bot.model.events import Said
from bot.model.people import Direct, PrivateThread, Room
from bot.ports.delivery import Closed, DeliveryKey, Later, Sent
from bot.ports.survey import Ability
from bot.ui.reply import Button, Reply
from tests.contracts.worlds import Listener, World

KEY, OTHER = DeliveryKey("first-key"), DeliveryKey("second-key")
HELLO = Reply("hello", private=False)


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
