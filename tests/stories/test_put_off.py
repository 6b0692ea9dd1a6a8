"""What is pressed or written while nothing can be written: done when it can be, each once.

What it does not cover: a restart in between forgets what was pressed, and the bot says so.
"""

import sqlite3
from typing import Any

import pytest

from tests.contracts.houses import fill_disk, free_disk, writing
from tests.stories.chat import Chat, texts
from tests.stories.test_after_posting import HELD, SHOWN, press
from tests.stories.test_listening import listening
from tests.stories.vents import SAD, public

LATER = "will be done when it is back"
POSTED = (SAD, "ana @bot: [Post it]", "* wait 3m")


async def down(chat: Chat) -> None:
    """Nothing can be written from now on, and the bot knows it."""
    await fill_disk(chat.app.house)
    await chat.app.wired.durable.failed("full")
    assert chat.app.wired.durable.failing


async def back(chat: Chat) -> None:
    """There is room again, and what was missed is written."""
    await free_disk(chat.app.house)
    await chat("* wait 5s", "* wait 1m")
    assert not chat.app.wired.durable.failing


def mods(chat: Chat) -> str:
    """What stands in the moderators' room on Discord."""
    seen = chat.seen("mo", place="#moderators")
    return texts([one for one in seen if one.platform == "discord"])


async def submit(chat: Chat, who: str, action: str, text: str) -> str:
    """The newest such button pressed, with this in its form."""
    (*_, about) = (
        button.about
        for shown in chat.town.town.ledger.entries if who in shown.screen
        for button in shown.buttons if button.action == action
    )  # fmt: skip
    reply = await chat.app.receive(chat.pressed(who, action, about, {"text": text}))
    return reply.text if reply else ""


def refuse_next_commit(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The next commit fails, once; what struck."""
    connection, struck = writing(chat.app.house), list[str]()
    execute = connection.execute

    def refusing(sql: str, *more: Any) -> Any:  # noqa: ANN401 - aiosqlite's own
        if sql == "COMMIT" and not struck:
            struck.append(sql)
            raise sqlite3.OperationalError
        return execute(sql, *more)

    monkeypatch.setattr(connection, "execute", refusing)
    return struck


async def test_what_is_taken_out_in_an_outage_leaves_the_rooms_after_it(duty: Chat) -> None:
    await duty(*POSTED)
    await down(duty)
    assert LATER in await press(duty, "ana", "vent.withdraw")
    await back(duty)
    assert "sad day" not in public(duty.seen("ben"))


async def test_what_is_taken_out_in_an_outage_does_not_appear_first(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]")
    before = len(duty.town.town.ledger.entries)
    await down(duty)
    assert LATER in await press(duty, "ana", "vent.withdraw")
    await duty("* wait 5m")
    await free_disk(duty.app.house)
    await duty("* wait 5m")
    assert "sad day" not in public(duty.town.town.ledger.entries[before:])


async def test_a_press_whose_commit_failed_once_is_done(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(*POSTED)
    struck = refuse_next_commit(duty, monkeypatch)
    assert LATER in await press(duty, "ana", "vent.withdraw")
    await duty("* wait 1m", "* wait 1m")
    assert struck
    assert "sad day" not in public(duty.seen("ben"))


async def test_no_more_replies_whose_commit_failed_once_is_whole(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(*POSTED)
    struck = refuse_next_commit(duty, monkeypatch)
    assert LATER in await press(duty, "ana", "vent.close")
    await duty("* wait 1m")
    assert struck
    ((vent, _),) = await duty.app.house.vents.alive()
    assert vent.closed
    await duty("* wait 2d")
    ((vent, _),) = await duty.app.house.vents.alive()
    assert not duty.app.house.ring.names("route:")
    assert duty.app.house.ring.names("thread:") == (f"thread:{vent.id}",)
    await duty("ben #vent: [Report]", "mo #moderators: [Take it down]", "* wait 1m")
    assert "sad day" not in public(duty.seen("ben"))


async def test_what_is_posted_in_an_outage_appears_once_after_it(duty: Chat) -> None:
    await duty(SAD)
    await down(duty)
    assert LATER in await press(duty, "ana", "vent.post")
    await back(duty)
    await duty("* wait 3m")
    assert len(await duty.app.house.vents.alive()) == 1
    assert "sad day" in public(duty.seen("ben"))


async def test_an_answer_in_an_outage_appears_after_it(duty: Chat) -> None:
    await duty(*POSTED)
    await down(duty)
    assert LATER in await submit(duty, "ana", "vent.answer", "my cat is ill")
    await back(duty)
    assert "my cat is ill" in public(await duty("* wait 3m"))


async def test_an_answer_that_may_tell_who_one_is_is_not_kept_in_an_outage(duty: Chat) -> None:
    """It would be looked at once more before it is sent, and nobody sees that preview later."""
    await duty(*POSTED)
    await down(duty)
    assert "send it again" in await submit(duty, "ana", "vent.answer", "it is me, ana")
    await back(duty)
    assert "it is me" not in public(await duty("* wait 3m"))
    drafts = await duty.app.house.store.rows.value("SELECT count(*) FROM vent_drafts")
    assert drafts == 0


async def test_many_answers_of_an_outage_are_counted_once_each(duty: Chat) -> None:
    await duty(*POSTED)
    await down(duty)
    for n in range(15):
        assert LATER in await submit(duty, "ana", "vent.answer", f"words number {n}.")
    await back(duty)
    await duty("* wait 30m")
    seen = public(duty.seen("ben"))
    assert [f"words number {n}." in seen for n in range(15)] == [True] * 15


async def test_an_answer_typed_in_an_outage_is_no_new_post(duty: Chat) -> None:
    """Where questions are asked one at a time: the answer is handled twice, its question once."""
    await duty(SAD.replace("@bot", "@bot/matrix"), "ana @bot/matrix: [Post it]", "* wait 3m")
    await duty("ana @bot/matrix: [Say more…]")
    await down(duty)
    assert LATER in texts(await duty("ana @bot/matrix: my cat is ill"), "ana")
    await back(duty)
    assert "my cat is ill" in public(await duty("* wait 3m"))


async def test_an_answer_typed_when_a_commit_fails_is_no_new_post(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(SAD.replace("@bot", "@bot/matrix"), "ana @bot/matrix: [Post it]", "* wait 3m")
    await duty("ana @bot/matrix: [Say more…]")
    refuse_next_commit(duty, monkeypatch)
    assert LATER in texts(await duty("ana @bot/matrix: my cat is ill"), "ana")
    assert "my cat is ill" in public(await duty("* wait 5m"))


@pytest.mark.parametrize(
    ("lines", "who", "action", "after"),
    [
        (POSTED, "ben", "vent.report", "Reported once"),
        ((*POSTED, "* quietly 32d"), "ben", "vent.report", "Somebody reported an anonymous post"),
        (HELD, "mo", "vent.approve", "in the room"),
        (SHOWN, "mo", "vent.remove", "taken out"),
        (HELD, "mo", "vent.mute", "Muted"),
    ],
    ids=["report", "report of a forgotten post", "approve", "take down", "mute"],
)
async def test_what_is_pressed_about_a_post_in_an_outage_is_done_after_it(
    duty: Chat, lines: tuple[str, ...], who: str, action: str, after: str
) -> None:
    await duty(*lines)
    await down(duty)
    assert LATER in await press(duty, who, action)
    assert after not in mods(duty)
    await back(duty)
    await duty("* wait 3m")
    assert after in mods(duty)


async def test_a_report_of_a_conversation_in_an_outage_reaches_moderators_after_it(
    duty: Chat,
) -> None:
    await listening(duty)
    await down(duty)
    assert LATER in await press(duty, "ana", "listen.report")
    await back(duty)
    assert "reported a listening" in mods(duty)


async def test_lockdown_in_an_outage_holds_from_then_on(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]")
    await down(duty)
    await duty("mo #moderators: /lockdown state=on")
    await back(duty)
    await duty("* wait 5m")
    assert "sad day" not in public(duty.seen("ben"))
    assert mods(duty).count("Lockdown: from now on") == 2  # to who asked, and to all of them
