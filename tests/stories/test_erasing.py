"""Seeing, taking along and erasing what is kept: by the person alone, in under a minute."""

import json
import sqlite3
from datetime import timedelta

import pytest

from adapters.memory.places import dm_room
from adapters.sql.keystore import KeyStore
from bot.app.content import Content
from bot.model.people import Direct, Member, Platform
from cogs.privacy.feature import SCHEMA, VERSION
from tests.stories.chat import Chat, labels, texts

NOTE = 'ana @bot: /checkin mood=2 note="a heronfeather"'
CRY = "ana #general: i want to kill myself, says the heronfeather"
ERASE = ("ana @bot: /privacy", "ana @bot: [Erase…]", "ana @bot: [Yes, erase it]")
MEMBERS_TABLES = ("checkins", "preferences", "reminders", "drafts", "leaving")


def ana(chat: Chat) -> Member:
    return chat.town.town.people["ana"].on(Platform.DISCORD)


async def kept(chat: Chat, table: str) -> int:
    found: int = await chat.app.house.store.rows.value(f"SELECT count(*) FROM {table}")  # noqa: S608
    return found


async def private_rooms(chat: Chat) -> int:
    private = {dm_room(name, on) for name in chat.town.town.people for on in Platform}
    return len(private & (await chat.app.house.cursors.load()).keys())


async def test_privacy_says_what_is_kept_for_how_long_and_what_nobody_can_protect(
    agreed: Chat,
) -> None:
    await agreed(NOTE, "ana @bot: /country country=Ireland remember=yes")
    shown = await agreed("ana @bot: /privacy")
    for word in ("Check-ins", "Your country", "until you", "What others see", "cannot protect"):
        assert word in texts(shown, "ana")
    assert labels(shown) == ["Export", "Erase…", "Stop keeping"]
    assert len(shown[-1].text) < 2_000
    assert [one.screen for one in shown] == [("ana",)]


async def test_of_whom_nothing_is_kept_is_told_so(duty: Chat) -> None:
    assert "Nothing that you wrote is kept" in texts(await duty("ben @bot: /privacy"), "ben")


async def test_every_feature_has_words_for_what_it_keeps(chat: Chat, content: Content) -> None:
    say = content.texts.into("en")
    for cog in chat.app.wired.cogs:
        for part in await cog.export(ana(chat)) if cog.name != "privacy" else ():
            assert say(f"privacy.kept.{cog.name}.{part}")


async def test_privacy_lists_what_is_kept_of_this_person_and_nothing_else(agreed: Chat) -> None:
    await agreed(NOTE, "ana @bot: /quiet on", "ben @bot: a long day", "ben @bot: [Post it]")
    kept = texts(await agreed("ana @bot: /privacy"), "ana").partition("For everybody")[0]
    assert "Check-ins" in kept
    assert "/quiet" in kept
    for word in ("reminder", "on duty", "Messages for which", "nonymous"):
        assert word not in kept
    kept = texts(await agreed("ben @bot: /privacy"), "ben").partition("For everybody")[0]
    assert "Anonymous posts that replies can still reach" in kept
    assert "moderators were called" not in kept


async def test_an_erasure_says_first_that_a_ghosts_post_stays_and_then_only_what_applies(
    agreed: Chat,
) -> None:
    await agreed(*THREE[:3])
    asked = texts(await agreed(*ERASE[:2]), "ana")
    assert "as a ghost stays" in asked
    assert "receipt" in asked
    said = texts(await agreed(ERASE[2]), "ana")
    assert "Erased." in said
    assert "Your anonymous posts leave the rooms" in said
    for word in ("case", "cards", "listener", "pause"):
        assert word not in said


@pytest.mark.parametrize("where", ["#general", "@bot/matrix", "#general/matrix"])
async def test_an_export_is_one_file_that_nobody_else_sees(agreed: Chat, where: str) -> None:
    sign = "!" if "matrix" in where else "/"
    await agreed(f'ana {where.replace("#general/matrix", "@bot/matrix")}: {sign}checkin mood=2 '
                 'note="a heronfeather"')  # fmt: skip
    await agreed(f"ana {where}: {sign}privacy")
    button = "@bot/matrix" if "matrix" in where else where
    shown = [one for one in await agreed(f"ana {button}: [Export]") if one.sender != "ana"]
    assert [(one.screen, one.private) for one in shown] == [(("ana",), True)]
    _, _, content = shown[0].text.partition(".json]\n")
    document = json.JSONDecoder().raw_decode(content)[0]
    assert (document["schema"], document["version"]) == (SCHEMA, VERSION)
    assert document["features"]["checkin"]["entries"][0]["note"] == "a heronfeather"
    assert set(document["features"]) == {cog.name for cog in agreed.app.wired.cogs}


async def test_erasing_asks_once_and_a_no_erases_nothing(agreed: Chat) -> None:
    await agreed(NOTE, *ERASE[:2])
    assert "Nothing was erased" in texts(await agreed("ana @bot: [No, keep it]"), "ana")
    assert await kept(agreed, "checkins") == 1


async def test_erasing_leaves_no_row_no_key_and_nothing_to_show(duty: Chat) -> None:
    await duty("ana @bot: /consent yes", NOTE, "ana @bot: /quiet on",
               "ana @bot: /remind time=20:30 zone=Europe/Berlin", "* wait 2h")  # fmt: skip
    assert await private_rooms(duty) == 1
    shown = await duty(*ERASE)
    said = next(one.text for one in shown if one.text.startswith("Erased."))
    assert "under your own name stays" in said
    for word in ("anonymous", "listener", "cards", "case"):  # nothing of it applies
        assert word not in said
    assert {table: await kept(duty, table) for table in MEMBERS_TABLES} == dict.fromkeys(
        MEMBERS_TABLES, 0
    )
    assert await private_rooms(duty) == 0
    assert not duty.app.house.ring.names("member:")
    assert "Nothing that you wrote is kept" in texts(await duty("ana @bot: /privacy"), "ana")
    assert not [one for one in await duty("* wait 3d") if one.screen == ("ana",)]


async def test_the_mark_of_an_erasure_goes_with_the_next_ring_and_its_note_in_a_day(
    agreed: Chat,
) -> None:
    await agreed(NOTE, *ERASE, "* wait 1m")
    assert not agreed.app.house.ring.names("erasing:")
    await agreed("* wait 2d", "ben #general: hello")
    assert await kept(agreed, "erased") == 0


HELD_WORDS = "the vet gave us pills and it was a bad day"
THREE = [step for n in range(3) for step in (
    f"ana @bot: a long day, number {n} of three", "ana @bot: [Post it]", "* wait 5m")]  # fmt: skip


async def test_several_threads_end_one_by_one_and_lead_to_nobody_from_the_first_moment(
    agreed: Chat,
) -> None:
    """Threads that vanish together, from a room or a list, are seen to be one person's."""
    await agreed(*THREE, "ben @bot: another one's day", "ben @bot: [Post it]", "* wait 5m")
    before = texts(await agreed("mo #moderators: /vents"), "mo")
    await agreed(*ERASE)
    assert texts(await agreed("mo #moderators: /vents"), "mo") == before
    kept = await agreed.app.house.vents.alive()
    assert sorted(vent.ends_at is None for vent, _ in kept) == [False, False, False, True]
    assert [vent.ends_at is None for vent, proof in kept if proof] == [True]
    vault = agreed.app.house.vault
    routes = [vent.route for vent, _ in kept if vent.route]  # of three nothing but sealed bytes
    assert sum([await vault.person_behind(route) is not None for route in routes]) == 1
    ends = [vent.ends_at for vent, _ in kept if vent.ends_at]
    assert {(at.minute, at.second, at.microsecond) for at in ends} == {(0, 0, 0)}
    assert len(agreed.app.house.ring.names("route:")) == 1
    assert "no anonymous post" in texts(await agreed("ana @bot: /my-vents"), "ana")
    assert "passed it to the moderators" in texts(await agreed("lia #vent: [Report]"), "lia")
    gone: list[int] = []
    for _ in range(25):
        shown = await agreed("* wait 1h")
        gone.append(sum(not one.private and one.edits is not None and one.room == "#vent"
                        and one.platform is Platform.DISCORD for one in shown))  # fmt: skip
    assert (sum(gone), max(gone)) == (3, 1)
    assert len(await agreed.app.house.vents.alive()) == 1
    shown = [one for one in agreed.town.town.ledger.now_shown() if one.room == "#vent"]
    assert "number" not in texts(shown)


async def test_moderators_who_worry_about_a_thread_still_reach_its_author(agreed: Chat) -> None:
    """An open incident goes on, however many threads there were; then the address goes, too."""
    await agreed(*THREE, "ben #vent: [I'm worried about them]", *ERASE)
    write = 'mo #moderators: [Write to them…] text="we are here"'
    assert "we are here" in texts(await agreed(write), "ana")
    assert "we are here" in texts(await agreed("* wait 26h", write), "ana")
    assert not await agreed.app.house.vents.alive()
    await agreed("mo #moderators: [Resolve…] outcome=talked", "* quietly 32d")
    assert not agreed.app.house.ring.names("route:")


async def test_a_thread_that_ends_is_taken_out_also_when_it_goes_quiet_meanwhile(
    agreed: Chat,
) -> None:
    await agreed(*THREE)
    agreed.town.clock.advance(timedelta(days=29, hours=14))
    await agreed(*ERASE, "* wait 27h")
    assert not await agreed.app.house.vents.alive()
    shown = [one for one in agreed.town.town.ledger.now_shown() if one.room == "#vent"]
    assert "number" not in texts(shown)


async def test_what_waited_is_not_published_after_its_author_was_erased(agreed: Chat) -> None:
    await agreed(*THREE, f"ana @bot: {HELD_WORDS}", "ana @bot: [Post it]", *ERASE)
    shown = await agreed("mo #moderators: [Approve]", "* wait 3h")
    assert "pills" not in texts([one for one in shown if one.room == "#vent"])


async def test_a_single_post_leaves_the_rooms_at_once(agreed: Chat) -> None:
    await agreed(*THREE[:3])
    shown = await agreed(*ERASE, "* wait 1m")
    assert [one for one in shown if one.edits is not None and one.room == "#vent"]


async def test_another_ones_things_stay(agreed: Chat) -> None:
    await agreed(NOTE, 'ben @bot: /checkin mood=4 note="a wren"', *ERASE)
    assert "a wren" in texts(await agreed("ben @bot: /mood"), "ben")


async def test_during_an_open_incident_the_words_go_and_the_log_stays(agreed: Chat) -> None:
    await agreed(CRY)
    assert "heronfeather" in agreed.cards()[0]
    shown = await agreed(*ERASE)
    assert "It goes on, without your words" in texts(shown, "ana")
    assert "30 days after it is closed" in texts(shown, "ana")
    assert "heronfeather" not in texts(agreed.seen("mo"))
    (incident,) = await agreed.app.house.incidents.open_ones()
    assert await agreed.app.house.incidents.texts(incident) == []
    assert any("erased" in one for one in await agreed.app.house.incidents.entries(incident))
    await agreed("* wait 3m")
    assert len(agreed.cards()) == 1
    await agreed("mo #moderators: [Resolve…] outcome=talked", "* quietly 31d", "* wait 2d")
    assert await kept(agreed, "incidents") == 0


async def test_a_card_that_was_not_shown_yet_is_shown_without_the_words(agreed: Chat) -> None:
    await agreed("* outage discord 10m")
    await agreed("ana #general/matrix: i want to kill myself, says the heronfeather")
    await agreed("ana @bot/matrix: !privacy", "ana @bot/matrix: 2", "ana @bot/matrix: 1")
    agreed.town.town.ledger.entries[:] = [
        one for one in agreed.town.town.ledger.entries if one.sender != "ana"
    ]
    later = await agreed("* wait 11m")
    assert "heronfeather" not in texts(later, "mo")


async def test_closed_incidents_go_whole(agreed: Chat) -> None:
    await agreed(CRY, "mo #moderators: [Resolve…] outcome=talked", *ERASE)
    for table in ("incidents", "incident_texts", "incident_log"):
        assert await kept(agreed, table) == 0


async def test_the_crisis_answer_that_is_still_owed_is_paid_all_the_same(agreed: Chat) -> None:
    await agreed("ana @bot: /privacy", "ana @bot: [Erase…]")
    until = agreed.town.clock.now() + timedelta(minutes=9)
    agreed.town.town.faults.limited_until[Platform.DISCORD] = until
    await agreed(CRY)
    await agreed("ana @bot: [Yes, erase it]")
    assert "You are not in trouble" in texts(await agreed("* wait 15m"), "ana")


async def test_a_reminder_that_is_owed_is_owed_no_more(agreed: Chat) -> None:
    await agreed("ana @bot: /remind time=20:30 zone=Europe/Berlin", *ERASE[:2])
    agreed.town.town.faults.limited_until[Platform.DISCORD] = agreed.town.clock.now().replace(
        hour=21
    )
    await agreed("* wait 11h")
    await agreed("ana @bot: [Yes, erase it]")
    assert not [one for one in await agreed("* wait 3h") if one.screen == ("ana",)]


async def test_a_moderator_who_erases_leaves_duty(duty: Chat) -> None:
    await duty(*(line.replace("ana", "mo") for line in ERASE))
    assert await duty.app.house.rota.on_duty() == []


async def test_a_closed_dm_is_forgotten(agreed: Chat) -> None:
    until = agreed.town.clock.now().replace(year=2030)
    close = agreed.app.house.outbox.close
    await agreed.app.house.store.unit("close", lambda: close(Direct(ana(agreed)), until))
    await agreed(
        "ana #general: /privacy", "ana #general: [Erase…]", "ana #general: [Yes, erase it]"
    )
    assert not await agreed.app.house.outbox.closed(Direct(ana(agreed)), agreed.town.clock.now())


async def test_keys_that_cannot_be_written_change_nothing_and_it_is_said(
    agreed: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise sqlite3.OperationalError

    await agreed(NOTE)
    monkeypatch.setattr(KeyStore, "write", full)
    assert "nothing was changed" in texts(await agreed(*ERASE), "ana")
    monkeypatch.undo()
    assert "a heronfeather" in texts(await agreed("ana @bot: /mood"), "ana")


async def test_a_vents_author_is_in_no_row_about_closed_dms(duty: Chat) -> None:
    until = duty.town.clock.now().replace(year=2030)
    close = duty.app.house.outbox.close
    await duty.app.house.store.unit("close", lambda: close(Direct(ana(duty)), until))
    await duty("ana @bot: today was long and i would like to tell somebody")
    assert await kept(duty, "closed") == 1
    await duty("ana @bot: /help")
    assert await kept(duty, "closed") == 0
