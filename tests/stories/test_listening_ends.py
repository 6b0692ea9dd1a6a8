"""Listening conversations end for both, and whoever did harm does not get away.

What it does not cover: after a restart nobody knows any more who wrote on the side of an author
who took the thread out. A word that is on its way is not called back.
"""

from dataclasses import replace

import pytest

from bot.model.venting import Spoken
from cogs.vent.talks import MOST_KEPT
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_after_posting import press
from tests.stories.test_listening import listening

HARM = 'lia @bot: [Write…] text="send a picture, little one"'
BEN = ("ben @bot: a sad day of mine", "ben @bot: [Post it]", "* wait 3m")
OFFERS = (*BEN, "lia #vent: [Offer to listen]", "* wait 3m")


async def erase(chat: Chat, name: str) -> str:
    """Somebody erases everything; what they are told."""
    await chat(f"{name} @bot: /privacy", f"{name} @bot: [Erase…]")
    return await press(chat, name, "privacy.erase_now")


async def in_moderators_room(chat: Chat, *lines: str) -> str:
    """What moderators are told of these."""
    return texts([one for one in await chat(*lines, "* wait 1m") if one.room == "#moderators"])


async def test_a_listener_who_erased_can_still_be_reported_and_banned(duty: Chat) -> None:
    await listening(duty)
    await duty(HARM)
    await erase(duty, "lia")
    assert "@mo" in await in_moderators_room(duty, "ana @bot: [Report]")
    assert "little one" in texts(await duty("mo #moderators: [Show what was said]"), "mo")
    await duty('mo #moderators: [Ban this listener…] reason="pictures"', *BEN)
    assert "can't offer" in texts(await duty("lia #vent: [Offer to listen]", "* wait 3m"), "lia")


@pytest.mark.parametrize("action", ["vent.withdraw", "vent.close"])
async def test_an_author_who_went_can_still_report(duty: Chat, action: str) -> None:
    await listening(duty)
    await duty(HARM)
    await press(duty, "ana", action)
    assert "reported" in await in_moderators_room(duty, "ana @bot: [Report]")
    assert "little one" in texts(await duty("mo #moderators: [Show what was said]"), "mo")


async def test_an_author_who_did_harm_and_went_can_still_be_reported_and_banned(
    duty: Chat,
) -> None:
    await listening(duty)
    await duty('ana @bot: [Write…] text="i hate you, listener"')
    await press(duty, "ana", "vent.withdraw")
    await in_moderators_room(duty, "lia @bot: [Report]")
    await duty('mo #moderators: [Ban the author…] reason="hate"')
    said = texts(await duty("ana @bot: another sad day of mine"), "ana")
    assert "paused anonymous posts" in said


async def test_after_a_restart_nobody_knows_who_the_author_was_and_that_is_said(
    duty: Chat,
) -> None:
    await listening(duty)
    await duty('ana @bot: [Write…] text="i hate you, listener"')
    await press(duty, "ana", "vent.withdraw")
    await duty("* restart", "lia @bot: [Report]", "* wait 1m")
    said = texts(await duty('mo #moderators: [Ban the author…] reason="hate"'), "mo")
    assert "Nothing leads to" in said


async def test_a_report_of_what_was_forgotten_still_calls_moderators(duty: Chat) -> None:
    await listening(duty)
    await duty(HARM, "lia @bot: [End it]", "* quietly 9d", "mo #moderators: /duty on")
    assert not await duty.app.house.pairs.all()
    about = [b.about for s in duty.seen("ana") for b in s.buttons if b.action == "listen.report"]
    reply = await duty.app.receive(duty.pressed("ana", "listen.report", about[-1]))
    assert reply is not None
    assert "no longer hold what was said" in reply.text
    told = await in_moderators_room(duty)
    assert "reported a listening conversation that was over" in told
    assert "@mo" in told


async def test_the_author_hears_that_it_ended_when_the_listener_erases(duty: Chat) -> None:
    await listening(duty)
    await duty(HARM)
    await erase(duty, "lia")
    assert "has ended" not in texts(await duty("* wait 1m"), "ana")  # it would tell who erased
    assert "has ended" in texts(await duty("* quietly 2d"), "ana")


async def test_an_erasure_ends_two_conversations_of_one_author_like_any_two(duty: Chat) -> None:
    """Whoever listens in both must not see at one moment that they are one person's."""
    await listening(duty)
    await duty(*(line.replace("ben", "ana") for line in OFFERS), "ana @bot: [Yes, please]")
    pairs = await duty.app.house.pairs.all()
    assert len(pairs) == 2
    await erase(duty, "ana")
    lias = [b.about for s in duty.seen("lia") for b in s.buttons if b.action == "listen.speak"]
    seen = len(duty.town.town.ledger.entries)
    for about in dict.fromkeys(lias):
        await duty.app.receive(duty.pressed("lia", "listen.speak", about, {"text": "are you ok?"}))
    await duty("* wait 1m")
    assert "ended" not in texts(duty.town.town.ledger.entries[seen:], "lia")
    assert "did not reach" not in texts(duty.town.town.ledger.entries[seen:], "lia")
    later = [one.text for one in await duty("* quietly 2d") if one.screen == ("lia",)]
    assert sum("may not have reached" in one for one in later) == 2


@pytest.mark.parametrize("action", ["vent.withdraw", "vent.close"])
async def test_the_listener_hears_that_it_ended_when_the_author_goes(
    duty: Chat, action: str
) -> None:
    await listening(duty)
    await press(duty, "ana", action)
    await duty("* wait 1m")
    assert "has ended" in texts(duty.seen("lia"))


async def test_nothing_more_is_passed_on_to_a_banned_listener(duty: Chat) -> None:
    await listening(duty)
    await duty(*OFFERS, "ben @bot: [Yes, please]", HARM)
    await duty("ben @bot: [Report]")
    await duty('mo #moderators: [Ban this listener…] reason="pictures"', "* wait 1m")
    shown = await duty('ana @bot: [Write…] text="i feel so alone tonight"', "* wait 1m")
    assert "so alone" not in texts(shown, "lia")


async def test_an_offer_of_a_banned_listener_opens_nothing(duty: Chat) -> None:
    await listening(duty)
    await duty(*OFFERS, "ana @bot: [Report]")
    await duty('mo #moderators: [Ban this listener…] reason="pictures"')
    assert "is over" in texts(await duty("ben @bot: [Yes, please]"), "ben")


@pytest.mark.parametrize(
    ("leaves", "writes", "at_once"), [("lia", "ana", True), ("ana", "lia", False)]
)
async def test_who_left_gets_nothing_more_and_the_other_is_not_told_who_that_was(
    duty: Chat, leaves: str, writes: str, *, at_once: bool
) -> None:
    """An author needs to know at once that nobody listens; a listener could try who left."""
    await listening(duty)
    assert "has ended" not in texts(await duty(f"* leaves {leaves}", "* wait 10s"), writes)
    shown = await duty(f'{writes} @bot: [Write…] text="i feel so alone tonight"', "* wait 1m")
    assert "so alone" not in texts(shown, leaves)
    assert ("did not reach" in texts(shown, writes)) is at_once
    assert "may not have reached" in texts(await duty("* wait 1d"), writes)


async def test_an_author_who_is_banned_elsewhere_is_listened_to_no_more(duty: Chat) -> None:
    await listening(duty)
    await duty("ben #vent: [Report]", 'mo #moderators: [Ban its author…] reason="hate"')
    shown = await duty('lia @bot: [Write…] text="how are you?"', "* wait 1m")
    assert "how are you" not in texts(shown, "ana")
    assert "did not reach" not in texts(shown, "lia")  # two at one moment would be one person's
    assert "may not have reached" in texts(await duty("* wait 1d"), "lia")


async def test_a_reported_author_can_be_banned_or_muted_by_whoever_reads_it(duty: Chat) -> None:
    await listening(duty)
    await duty('lia @bot: [Write…] text="hello"')
    shown = await duty("lia @bot: [Report]", "* wait 1m")
    offered = labels([one for one in shown if one.room == "#moderators"])
    assert "Ban this listener…" not in offered
    assert {"Ban the author…", "Mute this thread"} <= set(offered)
    said = texts(await duty('mo #moderators: [Ban the author…] reason="hate"'), "mo")
    assert "posts nothing anonymously any more" in said
    assert "ana" not in said
    assert "paused anonymous posts" in texts(await duty("ana @bot: a sad day"), "ana")


async def test_a_report_calls_those_on_duty_and_so_do_words_to_the_moderators(duty: Chat) -> None:
    await listening(duty)
    wrote = 'ana @bot: [Write to the moderators…] text="somebody here is bullying me"'
    assert "@mo" in await in_moderators_room(duty, wrote)
    assert "@mo" not in await in_moderators_room(duty, wrote)  # not for each of many
    assert "@mo" in await in_moderators_room(duty, "ana @bot: [Report]")
    assert not await in_moderators_room(duty, "ana @bot: [Report]")
    assert "@mo" in await in_moderators_room(duty, "lia @bot: [Report]")


async def test_both_sides_know_who_is_told_in_danger_before_they_write(duty: Chat) -> None:
    await listening(duty)
    for name in ("ana", "lia"):
        said = texts(duty.seen(name))
        assert "moderators are called" in said
        assert "alone" not in said


async def test_who_writes_hears_that_it_did_not_arrive(duty: Chat) -> None:
    await listening(duty)
    shown = await duty("* dms lia closed", 'ana @bot: [Write…] text="are you there?"', "* wait 1m")
    assert "did not reach" in texts(shown, "ana")
    assert "are you there" not in await in_moderators_room(duty)
    later = await duty("* dms lia open", "* wait 2d")
    assert "are you there" not in texts(later, "lia")  # it may be over, or reported, by then


async def test_an_offer_that_did_not_arrive_is_made_again_and_not_said(duty: Chat) -> None:
    """A listener could offer below every post just when somebody left."""
    await duty(*BEN, "* dms ben closed")
    shown = await duty("lia #vent: [Offer to listen]", "* wait 1m")
    assert "I do not tell whether it arrived" in texts(shown, "lia")
    assert "not reached" not in texts(shown, "lia")
    assert "offers to listen" in texts(await duty("* dms ben open", "* wait 25h"), "ben")


ROW = "* wait 1s"
WROTE = 'ana @bot: [Write…] text="are you there?"'


@pytest.mark.parametrize("before", [ROW, WROTE, "ana @bot: [End it]"])
@pytest.mark.parametrize("after", [ROW, WROTE, "ana @bot: [End it]"])
async def test_no_mark_stays_of_a_listener_who_erased_and_had_said_nothing(
    duty: Chat, before: str, after: str
) -> None:
    """Whatever the author did, before or then; the row is nobody's, and goes like any other."""
    await listening(duty)
    (was,) = await duty.app.house.pairs.all()
    await duty(before)
    await erase(duty, "lia")
    if before == ROW:
        await duty(after)
    await duty("* quietly 2d")
    (left,) = await duty.app.house.pairs.all()
    assert was.person != left.person
    await duty("* quietly 9d")
    assert not await duty.app.house.pairs.all()


async def test_a_mark_stays_where_what_a_listener_said_is_forgotten(duty: Chat) -> None:
    """Whoever did harm must not be able to take it away, however much was answered."""
    await listening(duty)
    (pair,) = await duty.app.house.pairs.all()
    answers = (Spoken(pair.name, "go away"),) * MOST_KEPT
    long = replace(pair, spoken=answers)
    await duty.app.house.store.unit("long", lambda: duty.app.house.pairs.put(long))
    await erase(duty, "lia")
    (left,) = await duty.app.house.pairs.all()
    assert left.person == pair.person


@pytest.mark.parametrize("goes", ["ends", "leaves", "erases", "ends and erases"])
async def test_an_old_button_does_not_tell_how_a_silent_listener_went(
    duty: Chat, goes: str
) -> None:
    await listening(duty)
    if goes.startswith("ends"):
        await duty("lia @bot: [End it]")
    if goes == "leaves":
        await duty("* leaves lia")
    if goes.endswith("erases"):
        await erase(duty, "lia")
    await duty("* quietly 1d", "mo #moderators: /duty on")
    told = await in_moderators_room(duty, "ana @bot: [Report]")
    assert "moderators can read it" in texts(duty.seen("ana"))
    assert "@mo" in told
    said = texts(await duty('mo #moderators: [Ban this listener…] reason="silent"'), "mo")
    assert "posts nothing anonymously any more" in said


@pytest.mark.parametrize(("line", "stays"), [(HARM, True), (WROTE, False)])
async def test_an_erasure_speaks_of_what_a_listener_said_alone(
    duty: Chat, line: str, *, stays: bool
) -> None:
    await listening(duty)
    await duty(line)
    assert ("What you said with a listener" in await erase(duty, "lia")) is stays
