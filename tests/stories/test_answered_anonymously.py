"""Somebody answers an anonymous post without a name, as anonymous as whoever wrote that."""

import pytest

from adapters.memory.ledger import Shown
from bot.model.people import Platform
from bot.model.venting import Stage, Vent
from cogs.vent.author.reply import Replying
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_ghosts import become_a_ghost
from tests.stories.vents import SAD, public

IN_EVERY_WORLD = True
POSTED = (SAD, "ana @bot: [Post it]", "* wait 3m")
WORDS = "i had such days too, you are not alone with it"
ANSWER = f"ben #vent: anonymously: {WORDS}"
SENT = (ANSWER, "ben #vent: [Post it]", "* wait 5m")
CRY = "ben #vent: anonymously: me too. i want to kill myself"


async def threads(chat: Chat) -> dict[str, Vent]:
    """Every thread, by whether it answers another one."""
    found = [vent for vent, _ in await chat.app.house.vents.alive()]
    return {"answer" if one.answers else "post": one for one in found}


def in_room(shown: list[Shown], who: str = "lia") -> list[Shown]:
    """What appeared in the vent room on Discord."""
    return [
        one for one in shown
        if one.room == "#vent" and who in one.screen and one.platform is Platform.DISCORD
        and not one.private
    ]  # fmt: skip


async def test_nothing_is_posted_before_it_was_looked_at(duty: Chat) -> None:
    await duty(*POSTED)
    shown = await duty(ANSWER, "* wait 1h")
    assert not in_room(shown)
    preview = texts(shown, "ben")
    assert "Nothing is posted yet" in preview
    assert WORDS in preview
    assert {"Post it", "As a ghost…", "Throw it away"} <= set(labels(shown))
    assert "Wish and warning…" not in labels(shown)


async def test_it_stands_in_the_room_under_a_name_of_its_own_and_says_what_it_answers(
    duty: Chat,
) -> None:
    await duty(*POSTED)
    shown = await duty(*SENT)
    (post,) = in_room(shown)
    both = await threads(duty)
    assert both["answer"].name != both["post"].name
    first, _, words = post.text.partition("\n")
    assert first == f"{both['answer'].name} answers {both['post'].name}, anonymously:"
    assert words == WORDS
    assert "Offer to listen" not in labels([post])
    assert "Report" in labels([post])


async def test_it_reaches_the_author_as_any_reply_does(duty: Chat) -> None:
    await duty(*POSTED)
    told = texts([one for one in await duty(*SENT) if one.room == "@bot"], "ana")
    name = (await threads(duty))["answer"].name
    assert f"{name} answered you in #vent" in told
    assert WORDS in told
    await duty("ana @bot: [Answer…] text=thanks", "* wait 3m")
    assert "thanks" in public(duty.seen("lia"), "lia")


async def test_whoever_answered_hears_replies_and_can_take_it_out(duty: Chat) -> None:
    await duty(*POSTED, *SENT)
    shown = await duty("lia #vent: reply: that is kind of you", "* wait 3m")
    assert "that is kind of you" in texts([one for one in shown if one.room == "@bot"], "ben")
    await duty("ben #vent: [Take it out]", "* wait 1m")
    assert WORDS not in texts(in_room(duty.seen("lia")))
    assert "sad day" in texts(in_room(duty.seen("lia")))


async def test_a_cry_in_it_is_answered_at_once_and_waits_for_a_person(duty: Chat) -> None:
    await duty(*POSTED)
    shown = await duty(CRY)
    assert "You are not in trouble" in texts(shown, "ben")
    assert duty.cards()
    assert "ben" not in "\n".join(duty.cards())
    await duty("ben #vent: [Show me how it would look]", "ben #vent: [Post it]")
    assert not in_room(await duty("* wait 10m"))
    card = texts(duty.seen("mo", place="#moderators"), "mo")
    assert f"An anonymous answer to {(await threads(duty))['post'].name}." in card
    assert "ben" not in card
    await duty("mo #moderators: [Approve]")
    shown = await duty("* wait 3m")
    assert in_room(shown)
    assert "It sounded heavy" in texts([one for one in shown if one.room == "@bot"], "ana")


async def test_who_is_banned_answers_nobody_either(duty: Chat) -> None:
    await duty(
        *POSTED, *SENT, "lia #vent: [Report]", "mo #moderators: [Ban its author…] reason=unkind"
    )
    shown = await duty(ANSWER)
    assert "Nothing is posted yet" not in texts(shown, "ben")
    assert not in_room(await duty("* wait 3m"))


async def test_a_name_or_a_link_in_it_is_pointed_at_and_a_lockdown_holds_it(duty: Chat) -> None:
    await duty(*POSTED, "mo #moderators: /lockdown on")
    shown = await duty("ben #vent: anonymously: it is ben, call 07700 900123")
    assert "your name, a phone number" in texts(shown, "ben")
    assert "A moderator reads it before it is posted" in texts(shown, "ben")
    await duty("ben #vent: [Post it]")
    assert not in_room(await duty("* wait 10m"))


async def test_a_ghost_s_author_fetches_the_answer_with_the_receipt(duty: Chat) -> None:
    words = await become_a_ghost(duty)
    await duty("mo #moderators: [Approve]", "* wait 3m", *SENT)
    assert WORDS in texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")


@pytest.mark.parametrize("taken", [
    "ben #vent: [Take it out]", "mo #moderators: [Take it down]",
    "ben @bot: /privacy; ben @bot: [Erase…]; ben @bot: [Yes, erase it]",
])  # fmt: skip
async def test_what_is_taken_out_no_receipt_shows_any_more(duty: Chat, taken: str) -> None:
    words = await become_a_ghost(duty)
    await duty("mo #moderators: [Approve]", "* wait 3m", *SENT, "lia #vent: [Report]")
    await duty(*taken.split("; "), "* wait 3m")
    assert WORDS not in texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")


async def test_who_closed_the_thread_hears_nothing_of_it(duty: Chat) -> None:
    await duty(*POSTED, "ana @bot: [No more replies]")
    shown = await duty(*SENT)
    assert WORDS in texts(in_room(shown))
    assert not [one for one in shown if "ana" in one.screen and one.room == "@bot"]


async def test_where_it_fails_nobody_is_called_as_for_a_worry(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(*POSTED)
    (post,) = in_room(duty.seen("lia"))
    monkeypatch.setattr(Replying, "_is_own", broken)
    shown = await used(duty, "ben", post)
    assert duty.town.content.texts.into("en")("engine.broken") in texts(shown, "ben")
    told = texts(shown, "mo")
    assert told
    assert not any(one in told for one in ("example", "discord.com/channels", "ben"))


async def broken(*_: object) -> bool:
    """A feature that fails."""
    raise RuntimeError


async def test_in_one_s_own_thread_one_speaks_under_its_name(duty: Chat) -> None:
    await duty(*POSTED)
    shown = await duty("ana #vent: anonymously: hello")
    assert "is your own thread" in texts(shown, "ana")
    assert "is your own thread" not in texts(shown, "ben")


async def test_on_a_message_that_is_no_vent_a_kind_sentence(duty: Chat) -> None:
    before = duty.cards()
    shown = await duty("lia #general: good morning")
    (message,) = [one for one in shown if one.sender == "lia"]
    told = await used(duty, "ben", message)
    assert "not an anonymous post" in texts(told, "ben")
    assert "not an anonymous post" not in texts(told, "lia")
    assert duty.cards() == before


async def used(chat: Chat, who: str, message: Shown) -> list[Shown]:
    """What appears when somebody uses the menu of a message."""
    before = len(chat.town.town.ledger.entries)
    await chat.town.acts.uses_on(who, message, "reply-anonymously")
    await chat("* wait 1s")
    return chat.town.town.ledger.entries[before:]


async def test_what_it_answers_was_taken_out_meanwhile(duty: Chat) -> None:
    await duty(*POSTED, ANSWER)
    await duty("ben #vent: [Post it]")
    shown = await duty("ana @bot: [Take it out]", "* wait 3m")
    assert not [one for one in in_room(shown) if WORDS in one.text]
    assert "no longer in the room" in texts([one for one in shown if one.room == "@bot"], "ben")


async def test_when_the_form_comes_back_after_that_nothing_is_kept(duty: Chat) -> None:
    await duty(*POSTED)
    (post,) = await duty.app.house.vents.in_stage(Stage.POSTED)
    await duty("ana @bot: [Take it out]", "* wait 1m")
    said = await duty.app.receive(duty.pressed("ben", "vent.reply", post.id, {"text": WORDS}))
    assert said is not None
    assert "no longer in the room" in said.text
    assert not said.buttons
