"""The six promises, each as a story, next to what it does not cover (product.md, The promises)."""

import re
from datetime import timedelta

from adapters.memory.places import BOT
from bot.model.people import Platform
from tests.stories.chat import Chat, texts

ALARM = "i want to kill myself"


async def test_1_we_answer_you_first_and_call_the_moderators_until_one_answers(duty: Chat) -> None:
    """Not covered: how long that takes; the bot is no emergency service and says so."""
    shown = await duty(f"ana #general: {ALARM}")
    ours = [one for one in shown if one.sender == BOT]
    answer = next(one for one in ours if one.screen == ("ana",))
    assert answer.private
    assert "You are not in trouble" in answer.text
    assert any("Incident 1" in one.text for one in ours if "mo" in one.screen)
    called = 0
    for _ in range(12):
        called += "needs a person" in texts(await duty("* wait 30m"), "mo")
    assert called == 12
    await duty("mo #moderators: [I've got this]")
    assert "needs a person" not in texts(await duty("* wait 25m"), "mo")


async def test_2_nobody_here_learns_who_wrote_an_anonymous_post(duty: Chat) -> None:
    """Not covered: the platform sees the message to the bot; style and timing can tell."""
    await duty("ana @bot: my secret is heavy today", "ana @bot: [Post it]", "* wait 3m")
    accounts = [one.id for one in duty.town.town.people["ana"].accounts.values()]
    others = [one for one in duty.town.town.ledger.entries if one.screen != ("ana",)]
    assert any("my secret is heavy" in one.text for one in others)
    for one in others:
        assert one.sender != "ana"
        assert not any(id_ in one.text for id_ in accounts)


async def test_3_nobody_is_punished_for_saying_that_they_are_not_well(duty: Chat) -> None:
    """Not covered: what moderators do by their own hands on the platform."""
    await duty(f"ana #general: {ALARM}", f"ana @bot: {ALARM}", "* wait 10m")
    mine = [one for one in duty.town.town.ledger.now_shown() if one.sender == "ana"]
    assert len([one for one in mine if one.text == ALARM]) == 2
    assert "Nothing is posted yet" in texts(await duty("ana @bot: a quiet evening now"), "ana")


async def test_4_what_you_write_goes_only_to_the_rooms_that_you_chose(duty: Chat) -> None:
    """Not covered: what people in those rooms copy; backups are unreadable after seven days."""
    await duty("ana @bot: a very particular sentence", "* wait 1h")
    where = [one.screen for one in duty.town.town.ledger.entries if "particular" in one.text]
    assert set(where) == {("ana",)}
    await duty("ana @bot: [Post it]", "* wait 3m")
    rooms = {one.room for one in duty.town.town.ledger.entries if "particular" in one.text}
    assert rooms == {"@bot", "#vent"}
    began = duty.town.clock.now()
    await duty("ana @bot: [Take it out]", "* wait 55s")
    assert duty.town.clock.now() - began < timedelta(minutes=1)
    standing = [one for one in duty.town.town.ledger.now_shown() if one.room == "#vent"]
    assert not [one for one in standing if "particular" in one.text]


async def test_5_each_helpline_says_where_we_found_it_and_when(duty: Chat) -> None:
    """Not covered: whether somebody answers there; no number was dialled by us."""
    shown = texts(await duty('ana @bot: /helpline query="suicide crisis, in Ireland"'), "ana")
    blocks = re.split(r"\n\n|\n---\n", shown)
    services = [one for one in blocks if "\ncall " in one or "\ntext " in one]
    assert services
    for one in services:
        last = one.splitlines()[-1]
        assert re.search(r"(Seen in two sources, last|Listed by .+,) \d{4}", last), one


async def test_6_when_the_bot_was_away_it_says_so_and_reads_what_it_missed(duty: Chat) -> None:
    """Not covered: what was deleted before it came back."""
    await duty.town.stop()
    room = duty.town.acts.room("ana", "#general", Platform.DISCORD)
    await duty.town.acts.says("ana", room, ALARM)
    duty.town.clock.advance(timedelta(minutes=30))
    before = len(duty.town.town.ledger.entries)
    await duty.town.start()
    shown = duty.town.town.ledger.entries[before:]
    assert "I was away from" in texts(shown, "mo")
    assert "Incident 1" in texts(shown, "mo")
    assert "You are not in trouble" in texts(shown, "ana")
