"""Ghosts: no address is kept.

What it does not cover: whoever reads the receipt reads the replies.
"""

from tests.stories.chat import Chat, texts

SAD = "ana @bot: today was a long and sad day"


def receipt_in(text: str) -> str:
    """The words of a receipt as they were shown."""
    lines = text.split("with /replies:")[1].partition("Please write them down")[0]
    return lines.strip()


async def become_a_ghost(chat: Chat, line: str = SAD) -> str:
    """Vent as a ghost; the receipt."""
    await chat(line, "ana @bot: [As a ghost…]")
    return receipt_in(texts(await chat("ana @bot: [Ghost, no address]", "* wait 3m"), "ana"))


async def test_before_it_is_chosen_a_ghost_hears_what_it_gives_up(duty: Chat) -> None:
    shown = texts(await duty(SAD, "ana @bot: [As a ghost…]"), "ana")
    assert "we cannot write to you" in shown
    assert "I remember, sealed, which private conversations I have" in shown


async def test_a_ghosts_post_always_waits_for_a_moderator(duty: Chat) -> None:
    await become_a_ghost(duty)
    shown = await duty("* wait 1h")
    assert not [one for one in shown if one.room == "#vent"]
    shown = await duty("mo #moderators: [Approve]", "* wait 3m")
    assert "sad day" in texts([one for one in shown if one.room == "#vent"])


async def test_the_receipt_opens_the_replies_and_nothing_else_does(duty: Chat) -> None:
    words = await become_a_ghost(duty)
    await duty(
        "mo #moderators: [Approve]", "* wait 3m", "ben #vent: reply: you are not alone", "* wait 3m"
    )
    assert not duty.app.house.ring.names("route:")
    opened = texts(await duty(f'ana @bot: /replies words="{words.upper()}"'), "ana")
    assert "you are not alone" in opened
    other = " ".join(reversed(words.split()))
    assert "open nothing" in texts(await duty(f'ben @bot: /replies words="{other}"'), "ben")


async def test_a_ghost_answers_and_takes_out_by_its_receipt(duty: Chat) -> None:
    words = await become_a_ghost(duty)
    await duty("mo #moderators: [Approve]", "* wait 3m", "ben #vent: reply: hello", "* wait 3m")
    await duty(f'ana @bot: /replies words="{words}"', 'ana @bot: [Say more…] text="thank you"')
    assert not [one for one in await duty("* wait 5m") if one.room == "#vent"]
    await duty("mo #moderators: [Approve]")
    said = await duty("* wait 3m")
    assert "thank you" in texts([one for one in said if one.room == "#vent"])
    await duty(f'ana @bot: /replies words="{words}"', "ana @bot: [Take it out]", "* wait 1m")
    assert not await duty.app.house.vents.alive()
    assert "open nothing" in texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")


async def test_moderators_write_to_a_ghost_and_are_told_that_it_only_waits(duty: Chat) -> None:
    words = await become_a_ghost(duty)
    shown = await duty('mo #moderators: [Write to them…] text="are you safe?"')
    assert "waits behind their receipt" in texts(shown, "mo")
    assert not [one for one in shown if one.screen == ("ana",)]
    assert "are you safe?" in texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")


async def test_in_danger_an_address_for_three_days_is_offered_and_kept_no_longer(
    duty: Chat,
) -> None:
    await duty("ana @bot: i want to kill myself", "ana @bot: [Show me how it would look]")
    asked = texts(await duty("ana @bot: [As a ghost…]"), "ana")
    assert "sealed address for 72 hours" in asked
    await duty("ana @bot: [Ghost, with a sealed address for 72 hours]")
    heard = await duty('mo #moderators: [Write to them…] text="we are here"')
    assert "we are here" in texts(heard, "ana")
    await duty("* wait 5d")
    assert not duty.app.house.ring.names("route:")
    heard = await duty('mo #moderators: [Write to them…] text="still here"')
    assert not [one for one in heard if one.screen == ("ana",)]


async def test_who_chooses_no_address_in_danger_leaves_none(duty: Chat) -> None:
    await duty("ana @bot: i want to kill myself", "ana @bot: [Show me how it would look]")
    await duty("ana @bot: [As a ghost…]", "ana @bot: [Ghost, no address]", "* wait 3m")
    assert not duty.app.house.ring.names("route:")
    incident = await duty.app.house.incidents.get("1")
    assert incident is not None
    assert incident.route is None
    assert "nobody can see who wrote it or write to them" in texts(
        await duty("mo #moderators: [I've got this]"), "mo"
    )


async def test_a_ghost_from_the_first_word_on_is_answered_within_the_event(duty: Chat) -> None:
    shown = await duty('ana @bot: /ghost text="i want to kill myself"')
    assert not duty.app.house.ring.names("route:")
    answers = [one for one in shown if one.screen == ("ana",)]
    assert len(answers) == 1
    assert "You are not in trouble" in answers[0].text
    assert "cannot write to you" in answers[0].text
    assert "Incident 1" in texts(shown, "mo")
    assert not answers[0].key  # returned, not owed


async def test_one_letter_wrong_is_pointed_out_and_does_not_count(duty: Chat) -> None:
    words = (await become_a_ghost(duty)).split()
    wrong = " ".join([words[0] + "x", *words[1:]])
    for _ in range(8):
        shown = texts(await duty(f'ana @bot: /replies words="{wrong}"'), "ana")
        assert "Word 1 is none of mine" in shown
    right = texts(await duty(f'ana @bot: /replies words="{" ".join(words)}"'), "ana")
    assert "this was said to you" in right


async def test_tries_are_limited(duty: Chat) -> None:
    words = (await become_a_ghost(duty)).split()
    other = " ".join([*words[1:], words[0]])
    for _ in range(5):
        await duty(f'ben @bot: /replies words="{other}"')
    assert "too many tries" in texts(await duty(f'ben @bot: /replies words="{other}"'), "ben")
    later = texts(await duty("* wait 2h", f'ben @bot: /replies words="{other}"'), "ben")
    assert "open nothing" in later


async def test_a_ghost_can_only_be_muted(duty: Chat) -> None:
    await become_a_ghost(duty)
    card = duty.seen("mo", place="#moderators")[-1]
    assert "Ban its author…" not in [button.label for button in card.buttons]
    await duty("mo #moderators: [Mute this thread]", "mo #moderators: [Approve]")
    assert not [one for one in await duty("* wait 5m") if one.room == "#vent"]


async def test_no_row_is_written_that_names_a_ghost(duty: Chat) -> None:
    house = duty.app.house
    await become_a_ghost(duty)
    vents = await house.store.rows.all("SELECT id, proof FROM vents")
    assert [row["proof"] for row in vents] == [None]
    for table in ("drafts", "preferences", "checkins", "reminders", "closed"):
        assert await house.store.rows.value(f"SELECT count(*) FROM {table}") == 0, table  # noqa: S608
    assert not house.ring.names("route:")
    assert not house.ring.names("member:")
