"""What is no vent, rooms that are gone, authors that are gone, and buttons pressed twice."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.memory.ledger import Shown
from adapters.memory.places import room_named
from bot.model.events import Said
from bot.model.people import MessageRef, Platform
from bot.model.venting import Stage
from tests.stories.chat import Chat, texts
from tests.stories.test_ghosts import become_a_ghost
from tests.stories.vents import SAD, public


async def newest(chat: Chat, label: str) -> tuple[str, str]:
    """The newest button of this label on ana's screen: what it does, and about what."""
    shown = [(b.action, b.about) for one in chat.seen("ana") for b in one.buttons
             if b.label == label]  # fmt: skip
    return shown[-1]


async def press(chat: Chat, who: str, button: tuple[str, str], **answers: str) -> str:
    """What comes of a button, pressed whenever."""
    reply = await chat.app.receive(chat.pressed(who, *button, answers or None))
    return reply.text if reply else ""


def posts(shown: list[Shown]) -> list[Shown]:
    """What appeared in the vent room on Discord."""
    return [one for one in shown if one.room == "#vent" and one.platform is Platform.DISCORD]


@pytest.mark.parametrize("text", [
    "...", "🙂", "<@discord:5|ben>", "<@&5>", "@everyone", "<#discord:discord-vent|#vent>",
    "https://example.org", "discord.gg/abcd", "\u200b\u200b", "!!!",
])  # fmt: skip
async def test_what_says_nothing_becomes_no_post(duty: Chat, text: str) -> None:
    shown = await duty(f"ana @bot: {text}")
    assert "Nothing is posted yet" not in texts(shown, "ana")
    assert [one for one in shown if one.sender == "porchlight" and one.screen == ("ana",)]
    assert await duty.app.house.store.rows.value("SELECT count(*) FROM vent_drafts") == 0


@pytest.mark.parametrize("length", [1_501, 10_000, 100_000])
async def test_what_is_too_long_is_said_with_the_numbers(duty: Chat, length: int) -> None:
    shown = texts(await duty(f"ana @bot: {'so sad ' * (length // 7 + 1)}"[: length + 10]), "ana")
    assert "1500" in shown.replace(",", "")
    assert await duty.app.house.store.rows.value("SELECT count(*) FROM vent_drafts") == 0


async def test_an_attachment_alone_is_answered_and_nothing_is_kept(duty: Chat) -> None:
    room = duty.town.town.dm("ana", Platform.DISCORD).room
    facts = duty.town.town.event_facts("ana", room, "m")
    ref = MessageRef(room, "1", "https://discord.town.example/1")
    said = Said(**facts, text="", message=ref, parts=("photo.jpg",))  # type: ignore[arg-type]
    reply = await duty.app.receive(said)
    assert reply is not None
    assert reply.text
    assert await duty.app.house.store.rows.value("SELECT count(*) FROM vent_drafts") == 0


async def test_posting_twice_by_pressing_twice_posts_once(duty: Chat) -> None:
    await duty(SAD)
    post = await newest(duty, "Post it")
    first, second = await asyncio.gather(press(duty, "ana", post), press(duty, "ana", post))
    assert sum("is on its way" in one or "appear" in one for one in (first, second)) <= 1
    assert len(await duty.app.house.vents.alive()) == 1
    assert len(posts(await duty("* wait 5m"))) == 1


async def test_post_and_ghost_pressed_together_make_one_thread(duty: Chat) -> None:
    await duty(SAD)
    post = await newest(duty, "Post it")
    await asyncio.gather(
        press(duty, "ana", post), press(duty, "ana", ("vent.ghost_post", post[1])),
        press(duty, "ana", ("vent.ghost_address", post[1])),
    )  # fmt: skip
    assert len(await duty.app.house.vents.alive()) == 1


async def test_two_replies_in_the_same_millisecond_both_arrive(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    acts, room = duty.town.acts, room_named("#vent", Platform.DISCORD)
    before = len(duty.town.town.ledger.entries)
    await asyncio.gather(acts.replies("ben", room, "first"), acts.replies("lia", room, "second"))
    await duty("* wait 1m")
    heard = texts(duty.town.town.ledger.entries[before:], "ana")
    assert "first" in heard
    assert "second" in heard


async def test_buttons_pressed_after_taking_out_do_nothing(duty: Chat) -> None:
    await duty(SAD)
    old = [(b.action, b.about) for one in duty.seen("ana") for b in one.buttons]
    await duty("ana @bot: [Post it]")
    old += [(b.action, b.about) for one in duty.seen("ana") for b in one.buttons]
    await duty("ana @bot: [Take it out]", "* wait 1m")
    for button in old:
        said = await press(duty, "ana", button, text="one more thing", wants="listen")
        assert said
    assert not public(await duty("* wait 1h"))
    assert not await duty.app.house.vents.alive()


async def test_a_room_that_is_gone_before_the_post_is_told_to_both_sides(duty: Chat) -> None:
    for platform in Platform:
        duty.town.town.faults.forbidden.add(room_named("#vent", platform))
    await duty(SAD, "ana @bot: [Post it]")
    shown = await duty("* wait 5m")
    assert not public(shown)
    assert [one for one in shown if one.screen == ("ana",)]
    assert [one for one in shown if "mo" in one.screen and one.room == "#moderators"]


async def test_a_room_that_is_gone_after_the_post_stops_nothing_else(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    duty.town.town.faults.forbidden.add(room_named("#vent", Platform.DISCORD))
    await duty("ana @bot: [Take it out]", "* wait 5m")
    assert not await duty.app.house.vents.alive()
    shown = await duty("ben #general: i want to kill myself", "* wait 1m")
    assert "You are not in trouble" in texts(shown, "ben")


async def test_an_author_whose_dms_are_closed_is_given_up_without_harm(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "* dms ana closed")
    await duty("ben #vent: reply: i hear you", "* wait 5m")
    shown = await duty("* dms ana open", "ana @bot: hello again, a quiet day", "* wait 1m")
    assert "Nothing is posted yet" in texts(shown, "ana")


async def test_while_somebody_else_locks_the_database_nothing_is_taken_in_and_no_alert_is_lost(
    duty: Chat,
) -> None:
    await duty(SAD)
    post = await newest(duty, "Post it")
    with closing(sqlite3.connect(duty.town.settings.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await press(duty, "ana", post)
        shown = await duty("ben #general: i want to kill myself")
        assert "You are not in trouble" in texts(shown, "ben")
        assert not await duty.app.house.vents.alive()
        other.execute("ROLLBACK")
    await duty("* wait 1m")
    assert len(await duty.app.house.vents.alive()) == 1
    await press(duty, "ana", post)
    assert len(await duty.app.house.vents.alive()) == 1


async def test_a_restart_between_the_moment_and_the_post_publishes_once(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]")
    duty.town.clock.advance(timedelta(minutes=3))
    before = len(duty.town.town.ledger.entries)
    await duty("* restart", "* restart", "* wait 5m")
    assert len(posts(duty.town.town.ledger.entries[before:])) == 1


async def due_together(chat: Chat, n: int) -> None:
    """Everything that waits has one moment."""
    vents = chat.app.house.vents

    async def together() -> None:
        waiting = await vents.in_stage(Stage.WAITING)
        due = max(one.due for one in waiting if one.due is not None)
        for one in waiting:
            await vents.put_post(replace(one, due=due))

    await chat.app.house.store.unit(f"together {n}", together)


async def test_two_posts_of_one_second_appear_in_either_order(duty: Chat) -> None:
    """Both are due at one moment: the order is drawn when they appear."""
    seen = set[tuple[str, ...]]()
    for n in range(14):
        await duty(f"ana @bot: a long first day {n}", f"ben @bot: a long second day {n}")
        await duty("ana @bot: [Post it]", "ben @bot: [Post it]")
        await due_together(duty, n)
        shown = posts(await duty("* wait 3m"))
        seen.add(tuple("first" if "first" in one.text else "second" for one in shown))
    assert seen == {("first", "second"), ("second", "first")}


async def test_a_receipt_of_a_thread_that_was_taken_out_or_expired_opens_nothing(
    duty: Chat,
) -> None:
    words = await become_a_ghost(duty)
    await duty("mo #moderators: [Approve]", "* quietly 32d")
    assert "open nothing" in texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")


async def test_tries_of_all_together_are_limited_and_nothing_is_written_by_one(duty: Chat) -> None:
    words = (await become_a_ghost(duty)).split()
    tables = ("vents", "vent_posts", "vent_lines", "vent_drafts", "incidents", "deliveries")
    rows = duty.app.house.store.rows

    async def everything() -> list[list[tuple[object, ...]]]:
        return [[tuple(row) for row in await rows.all(f"SELECT * FROM {table}")]  # noqa: S608
                for table in tables]  # fmt: skip

    before = await everything()
    for given in (words, [*words[:-1], words[0]], [words[-1], *words[1:]], words[::-1]):
        await press_receipt(duty, "ben", given)
    assert await everything() == before


async def press_receipt(chat: Chat, who: str, words: list[str]) -> None:
    """Try the words of a receipt."""
    await chat.town.acts.types(who, chat.town.town.dm(who, Platform.DISCORD).room,
                               f'/replies words="{" ".join(words)}"')  # fmt: skip


async def test_of_marks_alone_it_is_said_that_there_are_no_words(duty: Chat) -> None:
    for text in ("...", "\N{SLIGHTLY SMILING FACE}", "!!!"):
        said = texts(await duty(f"ana @bot: {text}"), "ana")
        assert "I see no words in it" in said
        assert "/help-me-now" in said
    for text in ("<@discord:5|ben>", "https://example.org"):
        assert "only a mention or a link" in texts(await duty(f"ana @bot: {text}"), "ana")


LEVEL_TWO = "ana @bot: i wish i was dead"
HELD = "A moderator would read it first"


async def test_that_a_moderator_reads_it_first_is_said_only_where_it_is_so(duty: Chat) -> None:
    low = texts(await duty(LEVEL_TWO), "ana")
    assert "Nothing is posted." in low
    assert HELD not in low
    assert HELD in texts(await duty("ana @bot: i want to kill myself"), "ana")
    await duty("mo #moderators: /lockdown on")
    assert HELD in texts(await duty(LEVEL_TWO), "ana")


async def test_the_preview_of_new_words_says_when_a_moderator_reads_them_first(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    shown = texts(await duty('ana @bot: [Change it…] text="a better day"'), "ana")
    assert "A moderator reads it" not in shown
    ghosts = await become_a_ghost(duty)
    await duty("mo #moderators: [Approve]", "* wait 3m", f'ana @bot: /replies words="{ghosts}"')
    shown = texts(await duty('ana @bot: [Change it…] text="a better day"'), "ana")
    assert "A moderator reads it before it is posted" in shown
