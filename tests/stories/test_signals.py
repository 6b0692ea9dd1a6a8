"""What no single message says: distress again and again, friends who ask, the room it is in."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.memory.places import BOT, room_named
from bot.app.content import Content, load
from bot.app.rehearsal import Rehearsal
from bot.app.rooms import rooms_of
from bot.model.people import Platform
from tests.stories.chat import Chat, labels, texts

LOW = "work is getting on top of me, i feel so overwhelmed"
ASKS = "are you ok??"


async def a_bad_day(chat: Chat, times: int, *, apart: str = "2h") -> None:
    for _ in range(times):
        await chat(f"ana #general: {LOW}", f"* wait {apart}")


async def test_distress_again_and_again_within_a_day_calls_people(duty: Chat) -> None:
    await a_bad_day(duty, 4)
    assert not duty.cards()
    await duty(f"ana #general: {LOW}")
    assert "level 2 of 4" in duty.cards()[-1]
    assert "Several messages of low distress within one day" in duty.cards()[-1]
    assert "Please talk to me" in labels([duty.seen("ana")[-1]])


async def test_one_outpouring_counts_once(duty: Chat) -> None:
    await a_bad_day(duty, 9, apart="1m")
    assert not duty.cards()


async def test_what_is_a_day_old_counts_no_more(duty: Chat) -> None:
    await a_bad_day(duty, 4)
    await duty("* wait 17h", f"ana #general: {LOW}")
    assert not duty.cards()


async def test_the_count_of_one_member_is_nobody_elses(duty: Chat) -> None:
    await a_bad_day(duty, 4)
    await duty(f"ben #general: {LOW}")
    assert not duty.cards()


async def test_who_is_erased_is_counted_anew(agreed: Chat) -> None:
    await a_bad_day(agreed, 4)
    await agreed("ana @bot: /privacy", "ana @bot: [Erase…]", "ana @bot: [Yes, erase it]")
    await agreed(f"ana #general: {LOW}")
    assert not agreed.cards()


async def test_private_drafts_are_never_counted_for_their_writer(agreed: Chat) -> None:
    for _ in range(6):
        await agreed(f"ana @bot: {LOW}", "* wait 1h")
    assert not agreed.cards()


async def test_a_friend_who_asks_after_distress_calls_people_to_look(duty: Chat) -> None:
    await duty(f"ana #general: {LOW}", f"ben #general: {ASKS}")
    assert "level 2 of 4" in duty.cards()[-1]
    assert "Friends ask whether somebody is all right" in duty.cards()[-1]
    assert "@ben" in duty.cards()[-1]


async def test_a_friend_who_asks_and_is_low_too_is_heard_as_one_who_asks(duty: Chat) -> None:
    await duty(f"ana #general: {LOW}", "ben #general: are you ok?? i feel so low today too")
    assert "level 2 of 4" in duty.cards()[-1]


async def test_a_question_cut_in_two_is_one_question(duty: Chat) -> None:
    await duty(f"ana #general: {LOW}", "ben #general: are you", "ben #general: ok??")
    assert "level 2 of 4" in duty.cards()[-1]


async def test_two_friends_who_ask_call_people_to_look(duty: Chat) -> None:
    await duty(f"ben #general: {ASKS}")
    assert not duty.cards()
    await duty("lia #general: please answer")
    assert "level 2 of 4" in duty.cards()[-1]


@pytest.mark.parametrize("later", ["* wait 11m", "ben #general: hey, are you okay"])
async def test_one_friend_or_two_at_different_times_call_nobody(duty: Chat, later: str) -> None:
    await duty(f"ben #general: {ASKS}", later)
    if later.startswith("*"):
        await duty("lia #general: please answer")
    assert not duty.cards()


async def in_a_room(
    tmp_path: Path, content: Content, kind: str, *lines: str
) -> tuple[list[str], str]:
    """The cards, and what ana was told, after these lines in a #general of this kind."""
    own = tmp_path / "overlay.toml"
    general = room_named("#general", Platform.DISCORD).id
    own.write_text(f'[[room]]\nid = "discord:{general}"\nkind = "{kind}"\n', "utf-8")
    rooms, refused = rooms_of(own)
    assert not refused
    here = replace(content, rooms=rooms)
    async with Rehearsal(tmp_path / "room.db", content=here).running() as town:
        chat = Chat(town)
        await chat("mo #moderators: /duty on", *lines)
        told = [one for one in chat.seen("ana") if one.sender == BOT and one.room == "@bot"]
        return chat.cards(), texts(told)


THREAT = "ana #general: i want to kill him so bad"


async def test_where_games_are_played_threats_count_less(
    tmp_path: Path, content: Content, duty: Chat
) -> None:
    await duty(THREAT)
    assert "level 3 of 4" in duty.cards()[-1]
    cards, _ = await in_a_room(tmp_path, content, "gaming", THREAT)
    assert not cards


async def test_a_threat_in_a_game_room_silences_no_cry_after_it(
    tmp_path: Path, content: Content
) -> None:
    cards, _ = await in_a_room(
        tmp_path,
        content,
        "gaming",
        THREAT,
        "ana #general: honestly i want to kill",
        "ana #general: myself",
    )
    assert "level 3 of 4" in cards[-1]


async def test_a_threat_beside_ones_own_danger_hides_it_in_no_room(
    tmp_path: Path, content: Content
) -> None:
    cards, _ = await in_a_room(
        tmp_path,
        content,
        "gaming",
        "ana #general: i want to shoot everyone here, relapsed and cut today",
    )
    assert "level 3 of 4" in cards[-1]


async def test_a_plan_is_the_same_in_every_room(tmp_path: Path, content: Content) -> None:
    cards, _ = await in_a_room(
        tmp_path,
        content,
        "gaming",
        "ana #general: i will kill myself tonight, i have the pills ready",
    )
    assert "level 4 of 4" in cards[-1]


async def test_where_sorrow_is_at_home_no_offer_is_made(tmp_path: Path, content: Content) -> None:
    cards, told = await in_a_room(tmp_path, content, "venting", f"ana #general: {LOW}")
    assert not cards
    assert not told


async def test_a_muted_count_calls_nobody(tmp_path: Path) -> None:
    own = tmp_path / "overlay.toml"
    own.write_text('mute = ["en.again.distress"]\n', "utf-8")
    content = load(lexicon_overlay=own)
    assert not content.refused
    async with Rehearsal(tmp_path / "muted.db", content=content).running() as town:
        chat = Chat(town)
        await chat("mo #moderators: /duty on")
        await a_bad_day(chat, 6)
        assert not chat.cards()
