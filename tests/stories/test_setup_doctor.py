"""Setup with what cannot be: said with its mend, nothing guessed, nothing lost; and the doctor."""

from dataclasses import replace
from functools import partial

import pytest

from adapters.memory.places import room_named
from bot.model.people import Platform
from bot.outbox.openings import fact_of
from tests.stories.chat import Chat, texts

# --- bad input -----------------------------------------------------------------------------------


async def said(chat: Chat, line: str) -> str:
    return texts(await chat(f"ada @bot: {line}"), "ada")


async def test_an_unknown_room_is_answered_with_what_there_is(chat: Chat) -> None:
    shown = await said(chat, '/setup-rooms vent="#nowhere-at-all"')
    assert "I see no room called #nowhere-at-all" in shown
    assert "#general, #vent, #moderators" in shown
    assert "vents #vent" in shown


async def test_a_room_that_cannot_be_written_to_is_refused_with_its_mend(chat: Chat) -> None:
    chat.town.town.faults.forbidden.add(room_named("#general", Platform.DISCORD))
    shown = await said(chat, '/setup-rooms vent="#general"')
    assert "I cannot write in #general" in shown
    assert "Send Messages" in shown
    assert "vents #vent" in shown


async def test_a_moderators_room_that_everybody_sees_is_refused(chat: Chat) -> None:
    shown = await said(chat, '/setup-rooms moderators="#general"')
    assert "open to everybody" in shown
    assert "moderators #moderators" in shown


async def test_one_room_cannot_be_for_moderators_and_for_everybody(chat: Chat) -> None:
    assert "cannot be for moderators and" in await said(chat, '/setup-rooms vent="#moderators"')


async def test_alerts_keep_a_room_and_a_role(chat: Chat) -> None:
    assert "at least one moderators' room" in await said(chat, "/setup-rooms moderators=nowhere")
    assert "at least one role" in await said(chat, "/setup-roles moderators=nobody")


async def test_an_answer_that_names_nothing_clears_nothing(chat: Chat) -> None:
    before = chat.app.house.community.now
    for line in ("rooms moderators=,", 'rooms vent=" , "', "roles admins=;"):
        assert "nothing was changed" in await said(chat, f"/setup-{line}")
    assert chat.app.house.community.now == before


async def test_a_role_that_nobody_or_everybody_has_is_refused(chat: Chat) -> None:
    assert "Nobody holds Helpers" in await said(chat, "/setup-roles moderators=Helpers")
    assert "Everybody holds Everybody" in await said(chat, "/setup-roles moderators=Everybody")
    assert "I see: Moderators, Listeners, Admins, Helpers." in await said(
        chat, "/setup-roles admins=Chiefs"
    )
    assert "Armed: yes" in await said(chat, "/setup")


async def test_one_moderator_alone_is_warned_about(chat: Chat) -> None:
    kit = chat.town.town.people["kit"]
    chat.town.town.people["kit"] = replace(kit, offices=frozenset())
    shown = await said(chat, "/setup-roles moderators=Moderators")
    assert "There is only one moderator" in shown
    assert "There is only one moderator" in await said(chat, "/doctor")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("people country=Narnia", "no country called Narnia"),
        ('people languages="English, Klingon"', "no language called Klingon"),
        ('calls sleep="23:00-07:00"', "By which clock"),
        ('calls sleep="23:00-07:00 Atlantis"', "no clock in Atlantis"),
        ('calls sleep="23:00-07:00 Brazil"', "has several clocks"),
        ('calls sleep="at night"', "could not read the sleeping hours"),
        ('calls sleep="07:00-23:00 Berlin"', "12 hours at most"),
        ('calls sleep="07:00-07:00 Berlin"', "12 hours at most"),
        ('calls waits="2, 5"', "three waits"),
        ('calls waits="2, 5, 0"', "three waits"),
        ('calls waits="2, 5, -10"', "three waits"),
        ('calls waits="2, 5, 500"', "three waits"),
        ("calls again=soon", "between calls"),
        ("calls quiet=0", "still with the person"),
        ("calls quiet_answer=9999", "climb again"),
    ],
)
async def test_what_cannot_be_is_said_and_changes_nothing(
    chat: Chat, line: str, problem: str
) -> None:
    before = chat.app.house.community.now
    assert problem in await said(chat, f"/setup-{line}")
    assert chat.app.house.community.now == before


async def test_what_is_clear_is_set_beside_what_is_not(chat: Chat) -> None:
    shown = await said(chat, "/setup-people country=Narnia age=mixed")
    assert "adults and minors" in shown
    assert "no country called Narnia" in shown


async def test_a_platform_that_is_out_of_reach_is_left_as_it_is(chat: Chat) -> None:
    await chat("* outage matrix 1h")
    shown = await said(chat, "/setup-rooms")
    assert "#moderators (matrix)" in shown
    shown = await said(chat, '/setup-rooms moderators="#moderators" notice=nowhere')
    assert "moderators #moderators, #moderators (matrix)" in shown
    assert "notice #general (matrix)" in shown
    await said(chat, "/setup-roles moderators=Moderators")
    assert "Armed: yes" in await said(chat, "/setup")
    assert "I cannot reach matrix" in await said(chat, "/doctor")


# --- the doctor ----------------------------------------------------------------------------------


async def test_the_doctor_lists_what_is_missing_with_its_mend(chat: Chat) -> None:
    faults = chat.town.town.faults
    faults.forbidden.add(room_named("#moderators", Platform.DISCORD))
    await chat('ada @bot: /setup-people languages="English, French"')
    mo, kit = (chat.town.town.people[name] for name in ("mo", "kit"))
    chat.town.town.people |= {one.name: replace(one, offices=frozenset()) for one in (mo, kit)}
    shown = await said(chat, "/doctor")
    for words in (
        "I cannot write in #moderators", "Nobody holds the role Moderators", "Nobody is on duty",
        "no word list", "in French", "PORCHLIGHT_PAGERS", "PORCHLIGHT_DEADMAN_URL",
    ):  # fmt: skip
        assert words in shown, words
    assert "PORCHLIGHT_OWNERS" not in shown
    faults.forbidden.clear()
    assert "I cannot write" not in texts(await chat("ada @bot: [Doctor]"), "ada")


async def test_the_doctor_says_that_it_is_not_armed(fresh: Chat) -> None:
    assert "Start a drill" in texts(await fresh("ada @bot: /doctor"), "ada")


async def test_a_room_can_be_typed_as_it_is_listed(chat: Chat) -> None:
    shown = await said(chat, '/setup-rooms vent="#vent (matrix)" notice="#vent/matrix, #general"')
    assert "It counts from now on" in shown
    (room,) = chat.app.house.community.now.vent_rooms
    assert (room.platform, room.name) == (Platform.MATRIX, "#vent")
    assert "nothing was changed" in await said(chat, '/setup-rooms vent="#vent (irc)"')


async def test_that_something_was_set_is_said_only_where_it_was(chat: Chat) -> None:
    shown = await said(chat, "/setup-people country=Narnia")
    assert "nothing was changed" in shown
    assert "What was is set" not in shown
    assert "What was is set" in await said(chat, "/setup-people country=Narnia age=mixed")


async def test_the_doctor_tells_that_new_private_conversations_wait(chat: Chat) -> None:
    facts, today = chat.app.house.facts, chat.town.clock.now().date()
    assert "as many private conversations" not in await said(chat, "/doctor")
    held = partial(facts.put, fact_of(Platform.DISCORD), f"{today} 10 held")
    await chat.app.house.store.unit("held", held)
    assert "as many private conversations" in await said(chat, "/doctor")
