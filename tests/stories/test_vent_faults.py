"""Faults that the state machines and a reading found; each fails without its mend."""

from dataclasses import replace

from adapters.memory.places import OFFICES
from bot.model.people import Platform
from bot.model.venting import Stage
from tests.stories.chat import Chat, texts
from tests.stories.test_custody import REASON, ids, name_of
from tests.stories.test_listening import listening
from tests.stories.vents import SAD, public, show_unheard


async def test_a_ban_stops_what_its_author_has_waiting_in_other_threads(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "ben #vent: [Report]")
    await duty("ana @bot: another sad story", "ana @bot: [Post it]")
    shown = await duty('mo #moderators: [Ban its author…] reason="spam"', "* wait 5m")
    assert not public(shown)


async def test_a_ban_stops_what_is_approved_after_it_in_that_thread(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    await duty('ana @bot: [Say more…] text="the vet gave us pills"')
    await duty("ben #vent: [Report]", 'mo #moderators: [Ban its author…] reason="spam"')
    held = next(
        button
        for one in duty.seen("mo", place="#moderators")
        for button in one.buttons
        if button.action == "vent.approve"
    )
    await duty.app.receive(duty.pressed("mo", held.action, held.about))
    assert not public(await duty("* wait 5m"))


async def test_new_words_for_a_held_post_are_read_before_they_are_approved(duty: Chat) -> None:
    await duty("ana @bot: the vet gave us pills and it was a bad day", "ana @bot: [Post it]")
    old = duty.seen("mo", place="#moderators")[-1].buttons[0]
    cards = await duty('ana @bot: [Change it…] text="quite other words"', "ana @bot: [Send it]")
    assert "quite other words" in texts([one for one in cards if one.room == "#moderators"])
    assert old.action == "vent.approve"
    reply = await duty.app.receive(duty.pressed("mo", old.action, old.about))
    assert reply is not None
    assert not public(await duty("* wait 5m"))
    assert "quite other words" in public(await duty("mo #moderators: [Approve]", "* wait 3m"))


async def test_who_is_banned_says_no_more_to_somebody_they_listened_to(duty: Chat) -> None:
    await listening(duty)
    await duty("lia @bot: a sad day of mine", "lia @bot: [Post it]", "* wait 3m")
    await duty("ben #vent: [Report]", 'mo #moderators: [Ban its author…] reason="spam"')
    shown = await duty('lia @bot: [Write…] text="hello there"')
    assert "hello there" not in texts([one for one in shown if "ana" in one.screen])


async def test_a_custodian_with_two_accounts_is_one_person(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    name = await name_of(duty)
    shown = await duty(
        f'mo @bot: /unseal name="{name}" {REASON}',
        f'mo @bot/matrix: !unseal-approve name="{name}"',
        f'mo @bot: /unseal-open name="{name}"',
        f'mo @bot/matrix: !unseal-open name="{name}"',
    )
    assert not any(id_.lstrip("@") in texts(shown) for id_ in ids(duty))


async def test_a_role_that_is_given_in_a_chat_makes_no_custodian(duty: Chat) -> None:
    people = duty.town.town.people
    people["ben"] = replace(people["ben"], offices=frozenset(OFFICES))
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    shown = await duty(f'ben @bot: /unseal name="{await name_of(duty)}" {REASON}')
    assert "for other people" in texts(shown, "ben")


async def test_a_ghost_in_danger_whom_nobody_can_tell_stops_no_other_delivery(duty: Chat) -> None:
    """Nobody answers, and there is no way to say so: that delivery would have led nowhere."""
    await duty('ana @bot: /ghost text="i want to kill myself"', "* wait 3h")
    shown = await duty("ben #general: i want to kill myself")
    assert "You are not in trouble" in texts(shown, "ben")
    assert Platform.DISCORD in {one.platform for one in shown if "mo" in one.screen}


async def test_of_two_new_wordings_the_newer_stands_in_the_end(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    for n in range(6):  # each waits by chance, so that the older one can be due later
        await duty(f'ana @bot: [Change it…] text="older words {n}"', "ana @bot: [Send it]")
        await duty(f'ana @bot: [Change it…] text="newer words {n}"', "ana @bot: [Send it]")
        await duty("* wait 3m")
        assert f"newer words {n}" in texts(duty.seen("ben", place="#vent"))


async def test_a_held_wording_that_was_replaced_cannot_be_approved_any_more(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    await duty('ana @bot: [Change it…] text="the vet gave us pills"', "ana @bot: [Send it]")
    held = duty.seen("mo", place="#moderators")[-1].buttons[0]
    assert held.action == "vent.approve"
    await duty('ana @bot: [Change it…] text="quite other words"', "ana @bot: [Send it]")
    await duty.app.receive(duty.pressed("mo", held.action, held.about))
    assert "us pills" not in public(await duty("* wait 5m"))
    assert "quite other words" in texts(duty.seen("ben", place="#vent"))


async def test_an_answer_to_a_post_that_is_not_known_to_be_shown_yet_reaches_its_author(
    duty: Chat,
) -> None:
    await duty(SAD, "ana @bot: [Post it]")
    await show_unheard(duty)
    await duty("ben #vent: reply: i am here, tell me more")
    duty.town.town.faults.lost_answers = 0.0
    heard = await duty("* wait 5m")
    assert texts(heard, "ana").count("i am here, tell me more") == 1


async def test_a_reply_to_a_thread_that_was_taken_out_meanwhile_is_owed_to_nobody(
    duty: Chat,
) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    (out,) = {
        (one.action, one.about)
        for shown in duty.seen("ana") for one in shown.buttons if one.action == "vent.withdraw"
    }  # fmt: skip
    await duty(
        "* outage discord 10m", "ben #vent/matrix: reply: i am here, tell me more", "* wait 3m"
    )
    await duty.app.receive(duty.pressed("ana", *out))
    heard = await duty("* wait 15m")
    assert "i am here" not in texts(heard)
    rows = duty.app.house.store.rows
    assert await rows.value("SELECT count(*) FROM deliveries WHERE state = 'cancelled'")
    assert not await rows.value("SELECT count(*) FROM deliveries WHERE state IN ('lost', 'owed')")


async def test_new_words_that_are_due_with_their_post_are_not_lost(duty: Chat) -> None:
    house = duty.app.house
    for n in range(6):  # what is due together appears in random order
        await duty(f"{SAD} {n}", "ana @bot: [Post it]")
        await duty(f'ana @bot: [Change it…] text="newer words {n}"', "ana @bot: [Send it]")
    due = duty.town.clock.now()

    async def together() -> None:
        for post in await house.vents.in_stage(Stage.WAITING):
            await house.vents.put_post(replace(post, due=due))

    await house.store.unit("together", together)
    await duty("* wait 3m")
    seen = texts(duty.seen("ben", place="#vent"))
    assert [f"newer words {n}" in seen for n in range(6)] == [True] * 6


async def test_what_was_written_before_a_late_question_came_is_no_answer_to_it(duty: Chat) -> None:
    await duty(SAD.replace("@bot", "@bot/matrix"), "ana @bot/matrix: [Post it]", "* wait 3m")
    await duty("* outage matrix 10m", "ana @bot/matrix: [Say more…]", "* wait 1m")
    await duty("ana @bot/matrix: something quite new, for nobody else")
    heard = await duty("* wait 15m")
    assert "quite new" not in public(heard)
    assert "Answer under your made-up name" in texts(heard, "ana")
    await duty("ana @bot/matrix: this one is my answer")
    assert "this one is my answer" in public(await duty("* wait 3m"))
