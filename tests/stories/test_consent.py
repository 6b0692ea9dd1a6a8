"""Before the first private use: who can see it, how long, how to leave; nothing before a yes."""

from dataclasses import replace

from bot.cog import Cog
from bot.dispatch.consent import Waiting
from bot.dispatch.table import names_of, table_of
from bot.model.events import Invoked
from bot.model.finding import NOTHING
from bot.model.people import Member, Platform
from tests.contracts.houses import Files, locked
from tests.stories.chat import Chat, labels, texts

NOTE = '/checkin mood=2 note="a heronfeather"'


def ana(chat: Chat, platform: Platform = Platform.DISCORD) -> Member:
    return chat.town.town.people["ana"].on(platform)


async def rows_of(chat: Chat) -> dict[str, int]:
    """How many rows could hold something of a member."""
    tables = ("checkins", "preferences", "reminders", "drafts", "deliveries")
    rows = chat.app.house.store.rows
    return {one: await rows.value(f"SELECT count(*) FROM {one}") for one in tables}  # noqa: S608


async def test_the_first_check_in_asks_and_keeps_nothing_meanwhile(duty: Chat) -> None:
    before = await rows_of(duty)
    asked = await duty(f"ana @bot: {NOTE}")
    for word in ("Who can see it", "How long", "How to leave", "30 days"):
        assert word in texts(asked, "ana")
    assert labels(asked) == ["Yes, keep it for me", "No, thanks"]
    assert "Noted" not in texts(asked)
    assert await rows_of(duty) == before
    assert not duty.app.house.ring.names("member:")


async def test_after_a_yes_what_was_typed_is_carried_out_once(duty: Chat) -> None:
    await duty(f"ana @bot: {NOTE}")
    shown = texts(await duty("ana @bot: [Yes, keep it for me]"), "ana")
    assert "Thank you" in shown
    assert "Noted" in shown
    again = texts(await duty("ana @bot: [Yes, keep it for me]"), "ana")
    assert "please write it again" in again
    assert texts(await duty("ana @bot: /mood"), "ana").count("a heronfeather") == 1
    assert "How long" not in texts(await duty(f"ana @bot: {NOTE}"), "ana")


async def test_a_form_and_a_dialog_open_only_after_the_yes(duty: Chat) -> None:
    assert "How long" in texts(await duty("ana @bot: /checkin"), "ana")
    assert "How are you?" in texts(await duty("ana @bot: [Yes, keep it for me]"), "ana")
    assert "How long" in texts(await duty("ben @bot/matrix: !checkin"), "ben")
    assert "1. awful" in texts(await duty("ben @bot/matrix: 1"), "ben")
    shown = await duty("ben @bot/matrix: 2", *["ben @bot/matrix: skip"] * 4)
    assert "Noted" in texts(shown, "ben")


async def test_a_no_keeps_nothing_and_is_not_held_against_anybody(duty: Chat) -> None:
    before = await rows_of(duty)
    await duty(f"ana @bot: {NOTE}")
    assert "That is fine" in texts(await duty("ana @bot: [No, thanks]"), "ana")
    assert await rows_of(duty) == before
    assert "write it again" in texts(await duty("ana @bot: /consent yes"), "ana")
    assert "a heronfeather" not in texts(await duty("ana @bot: /mood"), "ana")


async def test_what_waited_is_lost_on_a_restart_and_said_so(duty: Chat) -> None:
    await duty(f"ana @bot: {NOTE}", "* restart")
    shown = texts(await duty("ana @bot: [Yes, keep it for me]"), "ana")
    assert "please write it again" in shown
    assert "Noted" not in shown


async def test_what_waited_for_longer_than_an_hour_is_written_again(duty: Chat) -> None:
    await duty(f"ana @bot: {NOTE}", "* wait 2h")
    assert "write it again" in texts(await duty("ana @bot: [Yes, keep it for me]"), "ana")


async def test_danger_is_answered_before_anybody_agreed_to_anything(duty: Chat) -> None:
    shown = await duty('ana @bot: /checkin mood=1 note="i have the pills, i will die tonight"')
    assert "You are not in trouble" in texts(shown, "ana")
    assert "level 4 of 4" in texts(shown, "mo")


async def test_a_yes_given_while_the_database_is_locked_counts_and_is_carried_out(
    duty: Chat,
) -> None:
    await duty(f"ana @bot: {NOTE}")
    database = duty.town.settings.database
    with locked(Files(database.parent), database):
        shown = await duty("ana @bot: [Yes, keep it for me]")
        assert "Noted" in texts(shown, "ana")
    await duty("* wait 1m")
    assert not duty.app.wired.durable.failing
    assert "a heronfeather" in texts(await duty("ana @bot: /mood"), "ana")


async def test_who_agreed_is_not_asked_again_while_the_database_is_locked(agreed: Chat) -> None:
    await agreed(f"ana @bot: {NOTE}")
    database = agreed.town.settings.database
    with locked(Files(database.parent), database):
        shown = await agreed(f"ana @bot: {NOTE.replace('heron', 'wren')}")
        assert "Noted" in texts(shown, "ana")
    await agreed("* wait 1m")
    history = texts(await agreed("ana @bot: /mood"), "ana")
    assert history.count("a wrenfeather") == 1


async def test_who_was_asked_in_such_a_time_though_they_agreed_gets_one_entry(
    agreed: Chat,
) -> None:
    await agreed("* restart")
    database = agreed.town.settings.database
    with locked(Files(database.parent), database):
        await agreed(f"ana @bot: {NOTE}", "ana @bot: [Yes, keep it for me]")
    await agreed("* wait 1m")
    assert texts(await agreed("ana @bot: /mood"), "ana").count("a heronfeather") == 1


async def test_a_withdrawal_stops_reminders_and_keeping_and_offers_to_erase(agreed: Chat) -> None:
    await agreed(f"ana @bot: {NOTE}", "ana @bot: /remind time=20:30 zone=Europe/Berlin")
    shown = await agreed("ana @bot: /consent no")
    assert "I keep nothing more from now on" in texts(shown, "ana")
    assert "Erase…" in labels(shown)
    assert not [one for one in await agreed("* wait 2d") if one.screen == ("ana",)]
    assert "How long" in texts(await agreed(f"ana @bot: {NOTE}"), "ana")
    assert "a heronfeather" in texts(await agreed("ana @bot: /mood"), "ana")
    assert "taken out" in texts(await agreed("ana @bot: /checkin-remove 1"), "ana").lower()


async def test_a_withdrawal_ends_a_dialog_that_was_under_way(agreed: Chat) -> None:
    await agreed("ana @bot/matrix: !checkin", "ana @bot/matrix: !consent no")
    before = await rows_of(agreed)
    await agreed(*["ana @bot/matrix: 2"] * 5)
    assert (await rows_of(agreed))["checkins"] == before["checkins"]
    assert (await rows_of(agreed))["drafts"] == 0


async def test_lookups_and_help_ask_for_no_consent(duty: Chat) -> None:
    for line in ("/helpline grief, ireland", "/help", "/mood", "/privacy"):
        assert "Before I keep anything" not in texts(await duty(f"ana @bot: {line}"), "ana")


def test_a_feature_that_keeps_private_things_asks_before_every_name_it_does_not_except(
    chat: Chat,
) -> None:
    table = chat.app.wired.table
    assert "command:checkin" in table.asks
    assert "checkin.start" in table.asks
    for cog in chat.app.wired.cogs:
        assert cog.asks_not <= names_of(cog)
        assert bool(names_of(cog) & table.asks) is cog.asks


def test_a_new_command_of_such_a_feature_asks_unless_it_is_excepted(chat: Chat) -> None:
    cog = next(one for one in chat.app.wired.cogs if one.name == "checkin")
    bare: Cog = replace(cog, asks_not=frozenset())
    assert table_of([bare]).asks == names_of(bare)


def test_what_waits_shows_nothing_of_itself_in_a_repr(chat: Chat) -> None:
    room = chat.town.acts.room("ana", "@bot", Platform.DISCORD)
    facts = chat.town.town.event_facts("ana", room, "i")
    event = Invoked(**facts, name="checkin", typed="a heronfeather")  # type: ignore[arg-type]
    shown = repr(Waiting(event, NOTHING))
    assert "heronfeather" not in shown
    assert ana(chat).id not in shown
