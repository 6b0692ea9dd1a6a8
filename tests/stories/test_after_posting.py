"""What follows a post: taken out, closed, declined, reported, worried about, answered late."""

# The database is made to fail where it would: at its own connection.
# pyright: reportPrivateUsage=false

import sqlite3
from dataclasses import replace

import pytest

from bot.model.venting import Stage
from bot.ports.delivery import Closed
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_ghosts import become_a_ghost
from tests.stories.vents import SAD, public

MEANS = "ana @bot: the vet gave us pills and it was a bad day"
HELD = (MEANS, "ana @bot: [Post it]")
SHOWN = (*HELD, "mo #moderators: [Approve]", "* wait 3m")


async def press(chat: Chat, who: str, action: str) -> str:
    """Press the newest such button, wherever it stands; on Discord, also in an outage of ours."""
    (*_, about) = (
        button.about
        for shown in chat.town.town.ledger.entries
        if who in shown.screen
        for button in shown.buttons
        if button.action == action
    )
    reply = await chat.app.receive(chat.pressed(who, action, about))
    return reply.text if reply else ""


async def test_what_was_taken_out_before_it_could_be_shown_is_never_shown(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* outage discord 10m", "* wait 4m")
    await press(duty, "ana", "vent.withdraw")
    assert "sad day" not in public(await duty("* wait 15m"))


async def test_what_moderators_took_down_in_an_outage_is_never_shown(duty: Chat) -> None:
    await duty(*HELD, "mo #moderators: [Approve]", "* outage discord 10m", "* wait 4m")
    await press(duty, "mo", "vent.remove")
    assert "bad day" not in public(await duty("* wait 15m"))


async def test_a_room_that_lets_nothing_be_changed_is_told_of_and_tried_again(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")

    async def shut(*_: object) -> Closed:
        return Closed("forbidden")

    with monkeypatch.context() as rights:
        for platform in duty.town.platforms.values():
            rights.setattr(platform, "edit", shut)
        told = texts(await duty("ana @bot: [Take it out]", "* wait 1m"), "mo")
    assert "still stands on discord" in told
    assert "still stands on matrix" in told
    await duty("* wait 2d")
    assert "sad day" not in public(duty.seen("ben"))


async def test_the_moderators_card_loses_the_words_of_what_its_author_took_out(duty: Chat) -> None:
    await duty(*SHOWN)
    assert "pills" in texts(duty.seen("mo", place="#moderators"))
    await duty("ana @bot: [Take it out]", "* wait 1m")
    assert "pills" not in texts(duty.seen("mo", place="#moderators"))


async def test_new_words_after_a_decline_are_read_and_appear(duty: Chat) -> None:
    declined = await duty(*HELD, "mo #moderators: [Decline…] why=method")
    assert [one for one in declined if "Change it…" in labels([one]) and "not publish" in one.text]
    said = await duty('ana @bot: [Change it…] text="it was a bad day"', "ana @bot: [Send it]")
    assert "A moderator reads it first" in texts(said, "ana")
    assert "bad day" in public(await duty("* wait 3m", "mo #moderators: [Approve]", "* wait 3m"))


async def test_a_ghosts_new_words_after_a_decline_appear(duty: Chat) -> None:
    words = await become_a_ghost(duty)
    await duty("mo #moderators: [Decline…] why=identity", f'ana @bot: /replies words="{words}"')
    await duty('ana @bot: [Change it…] text="other words now"', "ana @bot: [Send it]")
    assert "other words now" in public(
        await duty("* wait 3m", "mo #moderators: [Approve]", "* wait 3m")
    )


@pytest.mark.parametrize("before", [(SAD, "ana @bot: [Post it]"), HELD], ids=["waiting", "held"])
async def test_no_more_replies_before_a_post_appears_stops_no_post(
    duty: Chat, before: tuple[str, ...]
) -> None:
    await duty(*before)
    assert "The post stays" in texts(await duty("ana @bot: [No more replies]"), "ana")
    assert "no more replies" in texts(await duty("ana @bot: /my-vents"), "ana")
    if before is HELD:
        await duty("mo #moderators: [Approve]")
    assert " day" in public(await duty("* wait 5m"))
    assert "no anonymous post" in texts(await duty("* wait 2d", "ana @bot: /my-vents"), "ana")


@pytest.mark.parametrize("first", ["closed", "banned"])
async def test_no_more_replies_gets_nobody_past_a_ban(duty: Chat, first: str) -> None:
    await duty("ana @bot: i was loud once", "ana @bot: [Post it]", "* wait 3m")
    await duty(SAD, "ana @bot: [Post it]")
    if first == "closed":
        await press(duty, "ana", "vent.close")
    about = next(
        post.id for post in await duty.app.house.vents.in_stage(Stage.POSTED) if "loud" in post.text
    )
    await duty.app.receive(duty.pressed("mo", "vent.ban", about, {"reason": "no"}))
    if first == "banned":
        await press(duty, "ana", "vent.close")
    assert " day" not in public(await duty("* wait 5m"))


async def test_a_closed_post_can_be_reported_worried_about_and_taken_down(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "ana @bot: [No more replies]")
    worried = texts(await duty("ben #vent: [I'm worried about them]"), "mo")
    assert "Incident 1" in worried
    await duty("* wait 2d")
    reported = texts(await duty("ben #vent: [Report]"), "mo")
    assert "nothing leads to them" in reported
    await duty("mo #moderators: [Take it down]", "* wait 1m")
    assert "sad day" not in public(duty.seen("ben"))


async def test_of_a_closed_post_no_old_row_opens_and_after_a_month_none_is_there(
    duty: Chat,
) -> None:
    house = duty.app.house
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    (before,) = [vent.id for vent, _ in await house.vents.alive()]
    await duty("ana @bot: [No more replies]", "* wait 2d")
    (after,) = await house.vents.alive()
    assert after[0].id != before
    assert after[1] is None
    assert after[0].route is None
    assert not house.ring.names(f"thread:{before}")
    assert not house.ring.names("route:")
    heard = await duty("ben #vent: reply: are you there", "* wait 3m")
    assert not [one for one in heard if one.screen == ("ana",)]
    await duty("* quietly 32d")
    assert not await house.vents.alive()


async def test_a_worry_below_a_post_that_was_forgotten_still_calls_moderators(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "* quietly 32d")
    shown = await duty("ben #vent: [I'm worried about them]")
    assert "I cannot reach its author" in texts(shown, "mo")
    assert "I have told the moderators" in texts(shown, "ben")


async def test_a_report_of_an_approved_post_is_a_new_card(duty: Chat) -> None:
    await become_a_ghost(duty)
    await duty("mo #moderators: [Approve]", "* wait 3d")
    shown = await duty("ben #vent: [Report]", "* wait 1m")
    assert [one for one in shown if "mo" in one.screen and one.edits is None and one.room != "@bot"]


async def test_a_worry_is_raised_though_its_first_commit_failed(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    (about,) = {
        one.about for shown in duty.seen("ben") for one in shown.buttons
        if one.action == "vent.worried"
    }  # fmt: skip
    connection = duty.app.house._connections[0]
    execute, struck = connection.execute, list[str]()

    def failing(sql: str, *more: object) -> object:
        if sql == "COMMIT" and not struck:
            struck.append(sql)
            raise sqlite3.OperationalError
        return execute(sql, *more)

    monkeypatch.setattr(connection, "execute", failing)
    await duty.app.receive(duty.pressed("ben", "vent.worried", about))
    await duty("* wait 1m")
    assert struck
    assert len(await duty.app.house.incidents.open_ones()) == 1


async def test_a_ghost_who_wrote_to_moderators_finds_their_answer(duty: Chat) -> None:
    words = await become_a_ghost(duty)
    await duty(f'ana @bot: /replies words="{words}"')
    await duty('ana @bot: [Write to the moderators…] text="please help"')
    said = await duty('mo #moderators: [Write to them…] text="we are here"')
    assert "behind their receipt" in texts(said, "mo")
    assert "we are here" in texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")


async def test_a_ghost_can_read_every_reply(duty: Chat) -> None:
    words = await become_a_ghost(duty)
    await duty("mo #moderators: [Approve]", "* wait 3m")
    await duty(*[f"ben #vent: reply: reply number {n} here" for n in range(25)])
    newest = texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")
    assert "number 24 here" in newest
    assert "number 4 here" not in newest
    before = texts(await duty("ana @bot: [5 before these]"), "ana")
    assert "number 0 here" in before
    assert "number 4 here" in before


async def test_what_a_reported_listener_said_outlives_their_erasure(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "lia #vent: [Offer to listen]", "* wait 3m")
    await duty("ana @bot: [Yes, please]", 'lia @bot: [Write…] text="send a picture, little one"')
    await duty("ana @bot: [Report]", "lia @bot: /privacy", "lia @bot: [Erase…]")
    await press(duty, "lia", "privacy.erase_now")
    assert "picture" in texts(await duty("mo #moderators: [Show what was said]"), "mo")
    await duty("* wait 9d")
    assert not await duty.app.house.pairs.all()


async def test_who_is_a_listener_no_more_says_nothing_more(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "lia #vent: [Offer to listen]", "* wait 3m")
    await duty("ana @bot: [Yes, please]")
    (*_, about) = (
        one.about for shown in duty.seen("lia") for one in shown.buttons
        if one.action == "listen.speak"
    )  # fmt: skip
    event = duty.pressed("lia", "listen.speak", about, {"text": "where do you live?"})
    await duty.app.receive(replace(event, holds=frozenset()))
    heard = texts(await duty("* wait 1m"), "ana")
    assert "where do you live" not in heard
    assert "ended" in heard


async def test_keys_that_a_crash_left_are_gone_after_the_next_start(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "lia #vent: [Offer to listen]", "* wait 3m")
    await duty("ana @bot: [Yes, please]", 'lia @bot: [Write…] text="i am here for you"')
    ring = duty.app.house.ring
    kinds = ("pair:", "route:", "thread:")
    assert all(ring.names(kind) for kind in kinds)
    await press(duty, "ana", "vent.withdraw")
    ring._doomed.clear()  # the process died in the second between the commit and the burial
    await duty("* restart", "* wait 1m")
    house = duty.app.house
    assert not house.ring.names("thread:")
    (pair,) = await house.pairs.all()  # kept for its week, so that it can still be reported
    assert house.ring.names("route:") == (f"route:{pair.listener}",)
    await duty("* quietly 9d", "* wait 1h")
    assert not any(house.ring.names(kind) for kind in kinds)
    assert not await house.store.rows.value("SELECT count(*) FROM doomed")
    await duty("* restart")
    assert not any(duty.app.house.ring.names(kind) for kind in kinds)


async def test_a_key_that_was_made_anew_is_not_taken_for_the_one_that_was_destroyed(
    duty: Chat,
) -> None:
    ring, store = duty.app.house.ring, duty.app.house.store
    await ring.make("route:once")
    await store.unit("doom", lambda: ring.doom("route:once"))
    await ring.make("route:once")
    await duty("* restart", "* wait 1m")
    assert duty.app.house.ring.names("route:once")
