"""The ladder climbs until a person acts, across restarts, outages and empty rotas."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.memory.places import Person, person
from bot.model.incident import Incident, State
from bot.model.people import Platform
from cogs.crisis.board import Board
from tests.contracts.houses import writing
from tests.stories.chat import Chat, texts


async def test_it_climbs_after_two_five_and_ten_minutes_then_every_thirty(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    second = await duty("* wait 2m")
    assert "@moderators" in texts(second, "kit")
    third = await duty("* wait 5m")
    assert {one.platform for one in third if one.room == "#moderators"} == {"discord", "matrix"}
    fourth = await duty("* wait 10m")
    assert [one.screen for one in fourth if one.room == "@bot" and "ada" in one.screen]
    again = await duty("* wait 30m")
    assert "needs a person" in texts(again, "ada")
    assert "needs a person" in texts(await duty("* wait 30m"), "ada")


async def test_the_member_is_told_honestly_when_nobody_is_free(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    shown = await duty("* wait 18m")
    assert texts(shown, "ana").count("nobody has answered yet") == 1
    assert not texts(await duty("* wait 2h"), "ana")


async def test_level_two_stays_with_those_on_duty(duty: Chat) -> None:
    await duty("ana #general: i want to die")
    quiet = await duty("* wait 29m")
    assert not quiet
    paged = await duty("* wait 2m")
    assert texts(paged, "mo")
    assert not [one for one in paged if one.screen == ("ada",)]


async def test_taking_it_stops_the_calls(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [I've got this]")
    assert not await duty("* wait 25m")


async def test_a_taken_incident_that_goes_quiet_is_asked_about_and_climbs_again(
    duty: Chat,
) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [I've got this]")
    asked = await duty("* wait 31m")
    assert "are you still with them?" in texts(asked, "mo")
    climbed = await duty("* wait 11m")
    assert "needs a person" in texts(climbed, "mo")
    assert "Has it: nobody yet." in duty.cards()[0]


async def test_still_with_them_is_a_sign_of_life(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [I've got this]")
    await duty("* wait 31m", "mo @bot: [Still with them]")
    assert not await duty("* wait 25m")
    assert "Has it: @mo" in duty.cards()[0]


async def test_handing_over_calls_those_on_duty_at_once(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "kit #moderators: [I've got this]")
    shown = await duty("kit #moderators: [Hand over]")
    assert "needs a person" in texts(shown, "mo")
    assert "Has it: nobody yet." in duty.cards()[0]


async def test_need_backup_calls_all_moderators_and_leaves_it_where_it_is(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [I've got this]")
    shown = await duty("mo #moderators: [Need backup]")
    assert "backup is needed" in texts(shown, "kit")
    assert "Has it: @mo" in duty.cards()[0]


async def test_nobody_on_duty_is_itself_an_alert_until_somebody_is(chat: Chat) -> None:
    shown = await chat("ana #general: i want to kill myself")
    cards = [one.text for one in shown if one.room == "#moderators"]
    assert "Nobody is on duty." in cards[0]
    assert "@moderators" in cards[1]
    await chat("mo #moderators: [I'm on duty now]")
    assert "somebody is on duty" in next(
        card for card in chat.cards() if "Nobody is on duty" in card
    )


async def test_the_last_one_who_leaves_duty_leaves_an_alert(duty: Chat) -> None:
    shown = texts(await duty("mo #moderators: /duty off"), "kit")
    assert "Nobody is on duty." in shown
    assert "Incident 1: nobody is on duty" in shown
    assert "in danger" not in shown


async def test_two_days_of_downtime_give_one_call_not_hundreds(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    await duty.town.stop()
    duty.town.clock.advance(timedelta(days=2))
    before = len(duty.town.town.ledger.entries)
    await duty.town.start()
    shown = duty.town.town.ledger.entries[before:]
    assert texts(shown, "kit").count("needs a person") == 1
    assert "I was away from" in texts(shown, "kit")


async def test_what_was_said_while_the_bot_was_away_is_read(duty: Chat) -> None:
    await duty.town.stop()
    room = duty.town.acts.room("ana", "#general", Platform.DISCORD)
    await duty.town.acts.says("ana", room, "i want to kill myself")
    await duty.town.start()
    assert len(duty.cards()) == 1


async def test_an_outage_sends_the_alert_to_the_other_platform(duty: Chat) -> None:
    shown = await duty(
        "* outage discord 20m", "ana #general/matrix: i want to kill myself", "* wait 2m"
    )
    on_matrix = [one for one in shown if one.room == "#moderators" and one.platform == "matrix"]
    assert on_matrix


async def test_closed_dms_lead_to_a_private_thread_and_then_to_a_neutral_line(duty: Chat) -> None:
    await duty("* dms ana closed")
    shown = await duty("ana #general: i want to kill myself")
    answer = [one for one in shown if "I am a bot" in one.text]
    assert [one.room for one in answer] == ["#general/private"]
    duty.town.town.faults.no_threads = True
    await duty("* dms ben closed")
    shown = await duty("ben #general: i want to kill myself")
    public = [one for one in shown if "lia" in one.screen and one.sender == "porchlight"]
    assert len(public) == 1
    assert "kill" not in public[0].text
    opened = await duty("ben #general: [Open, only for you]")
    assert "I am a bot" in texts(opened, "ben")
    assert [one.screen for one in opened] == [("ben",)]
    assert "for somebody else" in texts(await duty("lia #general: [Open, only for you]"), "lia")


async def test_many_at_once_share_a_digest_and_level_four_keeps_its_own_card(duty: Chat) -> None:
    names = [f"p{number}" for number in range(8)]
    duty.town.town.people |= _people(names)
    _let_in(duty, names)
    for name in names:
        room = duty.town.acts.room(name, "#general", Platform.DISCORD)
        words = (
            "i have the pills and i will kill myself tonight" if name == "p7" else "i want to die"
        )
        await duty.town.acts.says(name, room, words)
    await duty("* wait 2s")
    own = [card for card in duty.cards() if card.count("Incident") == 1 and "Who:" in card]
    digest = [card for card in duty.cards() if "Many at once" in card]
    assert len(own) == 6
    assert len(digest) == 1
    assert "3 more incidents" in digest[0]  # one of them until its card stood
    await duty("mo #moderators: [Open 6]")
    assert "1 more incidents" in next(card for card in duty.cards() if "Many at once" in card)
    assert any("Who: @p5" in card for card in duty.cards())


async def test_where_rooms_are_closed_a_digest_falls_to_the_owner(duty: Chat) -> None:
    names = [f"p{number}" for number in range(9)]
    duty.town.town.people |= _people(names)
    _let_in(duty, names)
    rooms = {room for room in duty.town.town.places if room.name == "#moderators"}
    duty.town.town.faults.forbidden |= rooms
    room = duty.town.acts.room("p0", "#general", Platform.DISCORD)
    for name in names:
        await duty.town.acts.says(name, room, "i want to die")
    await duty.town.settle()
    seen = texts(duty.seen("ada"))
    assert all(f"Incident {number}" in seen for number in range(1, 10))


async def test_a_digest_that_nobody_got_hurries_all_whom_it_lists(duty: Chat) -> None:
    names = [f"p{number}" for number in range(9)]
    duty.town.town.people |= _people(names)
    _let_in(duty, names)
    faults = duty.town.town.faults
    faults.forbidden |= {room for room in duty.town.town.places if room.name == "#moderators"}
    faults.closed_dms |= set(duty.town.town.people["ada"].accounts.values())
    room = duty.town.acts.room("p0", "#general", Platform.DISCORD)
    for name in names:
        await duty.town.acts.says(name, room, "i want to kill myself")
    await duty.town.settle()
    hurried = [one.hurried for one in await duty.app.house.incidents.open_ones() if one.digest]
    assert len(hurried) == 4
    assert min(hurried) >= 0


async def test_an_incident_that_comes_back_stands_in_a_running_digest_once(duty: Chat) -> None:
    names = [f"p{number}" for number in range(7)]
    duty.town.town.people |= _people(names)
    _let_in(duty, names)
    room = duty.town.acts.room("p0", "#general", Platform.DISCORD)
    for name in names:
        await duty.town.acts.says(name, room, "i want to die")
    await duty.town.settle()
    await duty("mo #moderators: [Open 6]", 'mo #moderators: [Resolve…] outcome="talked"')
    await duty.town.acts.says("p5", room, "i want to die")
    await duty.town.settle()
    (digest,) = [card for card in duty.cards() if "Many at once" in card]
    assert "2 more incidents" in digest
    assert digest.count("Incident 6") == 1


def _people(names: list[str]) -> dict[str, Person]:
    return {name: person(name, 20 + number) for number, name in enumerate(names)}


def _let_in(chat: Chat, names: list[str]) -> None:
    for room, place in chat.town.town.places.items():
        if room.name == "#general":
            chat.town.town.places[room] = replace(place, people=place.people | set(names))


async def test_a_pager_that_fails_does_not_make_the_ladder_race(duty: Chat) -> None:
    await duty("* outage discord 15m", "ana #general/matrix: i want to kill myself")
    shown = await duty("* wait 15m")
    pages = [one for one in shown if one.platform == "matrix" and "needs a person" in one.text]
    assert 0 < len([one for one in pages if one.room == "#moderators"]) <= 4


async def test_after_a_handover_the_member_can_still_hear_that_nobody_is_free(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [I've got this]")
    await duty("mo #moderators: [Hand over]")
    assert "nobody has answered yet" in texts(await duty("* wait 20m"), "ana")


async def test_at_level_two_the_member_hears_it_after_an_hour(duty: Chat) -> None:
    await duty("ana #general: i want to die")
    assert "nobody has answered yet" in texts(await duty("* wait 65m"), "ana")


async def test_a_moderator_who_cannot_be_reached_is_not_taken_for_the_member(duty: Chat) -> None:
    await duty("* dms mo closed", "ana #general: i want to kill myself", "* wait 8m")
    assert "They were told: moderators are called." in duty.cards()[0]


async def test_open_incidents_go_on_climbing_while_nothing_can_be_written(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    await writing(duty.app.house).execute("PRAGMA query_only = ON")
    shown = await duty("* wait 18m")
    assert texts(shown, "mo").count("needs a person") >= 3
    assert "I cannot write to my database" in texts(shown, "ada")
    new = await duty("ben #general: i have the pills and i will kill myself tonight")
    assert "I am a bot" in texts(new, "ben")
    await duty("kit #moderators: [I've got this]")
    await writing(duty.app.house).execute("PRAGMA query_only = OFF")
    await duty("* wait 1m")
    kept = await duty.app.house.incidents.open_ones()
    assert len([one for one in kept if one.state is State.TAKEN]) == 1
    assert len(kept) == 2
    assert texts(await duty("* wait 40m"), "mo").count("needs a person") <= 4


async def test_what_could_not_be_told_is_not_shown_as_told(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    duty.town.town.faults.no_threads = True
    await duty("* dms ana closed", "mo #moderators: [I've got this]")
    assert "I could not reach them in private" in duty.cards()[0]


async def test_an_incident_whose_card_cannot_be_made_stops_no_ladder(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [I've got this]")
    refresh = Board.refresh

    async def fails(self: Board, incident: Incident) -> None:
        if incident.number == 1:
            raise ValueError
        await refresh(self, incident)

    monkeypatch.setattr(Board, "refresh", fails)
    await duty("* wait 39m", "ben #general: i want to kill myself")
    shown = await duty("* wait 3m")  # meanwhile mo is asked no more, and incident 1 is open again
    called = [one.text for one in shown if "@moderators" in one.text]
    assert any("Incident 1" in text for text in called)
    assert any("Incident 2" in text for text in called)
