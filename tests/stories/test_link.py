"""A person links their own two accounts: confirmed on both sides, undone at will, and private.

What it does not cover: with all keys of today links can be read, as names can; a case names both.
"""

import pytest

from bot.model.people import Platform
from tests.contracts.houses import fill_disk, free_disk
from tests.stories.chat import Chat, texts
from tests.stories.links import SIDES, YES, ana, are_linked, code_for, command, linked

# --- how it is done --------------------------------------------------------------------------


@pytest.mark.parametrize("sides", SIDES)
async def test_it_is_asked_on_both_sides_and_undone_from_either(
    duty: Chat, sides: tuple[str, str]
) -> None:
    code = await code_for(duty, sides[0])
    asked = texts(await duty(command(sides[1], code)), "ana")
    assert "your account, too?" in asked
    assert (
        ana(duty, Platform("matrix" if sides[0].endswith("matrix") else "discord")).id.strip("@")
        in asked
    )
    for said in ("case, with both names", "A ban on one holds on both", "If it ever leaked"):
        assert said in asked
    assert not are_linked(duty)
    back = await duty(f"{sides[1]}: {YES}")
    assert not are_linked(duty)
    assert len([one for one in back if "your account, too?" in one.text]) == 1
    done = await duty(f"{sides[0]}: {YES}")
    assert are_linked(duty)
    told = [one for one in done if "are linked now" in one.text]
    assert {one.platform for one in told} == set(Platform)
    assert all(one.screen == ("ana",) for one in told)
    await duty("* restart")
    assert are_linked(duty)
    await duty(command(sides[1]))
    undone = await duty(f"{sides[1]}: [Undo the link]")
    assert not are_linked(duty)
    told = [one for one in undone if "are not linked any more" in one.text]
    assert {one.platform for one in told} == set(Platform)


async def test_a_no_on_either_side_links_nothing(duty: Chat) -> None:
    code = await code_for(duty, SIDES[0][0])
    await duty(command(SIDES[0][1], code))
    said = await duty(f"{SIDES[0][1]}: [No]")
    assert {one.platform for one in said} == {Platform.MATRIX}
    assert "question is over" in texts(await duty(f"{SIDES[0][1]}: {YES}"), "ana")
    code = await code_for(duty, SIDES[0][0])
    await duty(command(SIDES[0][1], code), f"{SIDES[0][1]}: {YES}")
    said = await duty(f"{SIDES[0][0]}: [No]")
    assert "the answer there was no" in texts(said, "ana")
    assert not are_linked(duty)


async def test_nothing_is_linked_in_a_room_and_a_code_that_was_typed_there_is_burnt(
    duty: Chat,
) -> None:
    code = await code_for(duty, "ana @bot")
    said = await duty(f"ana #general/matrix: !link {code}")
    assert "do this in private" in texts([one for one in said if one.room == "@bot"], "ana")
    assert "no such code" in texts(await duty(command("ana @bot/matrix", code)), "ana")
    assert "do this in private" in texts(await duty("ana #general/matrix: !link"), "ana")


async def test_a_code_is_used_once_dies_in_a_quarter_of_an_hour_and_with_a_restart(
    duty: Chat,
) -> None:
    old = await code_for(duty, "ana @bot")
    await duty("* wait 16m")
    assert "no such code" in texts(await duty(command("ana @bot/matrix", old)), "ana")
    code = await code_for(duty, "ana @bot")
    await linked(duty)
    await duty("ana @bot: /link", "ana @bot: [Undo the link]")
    for again in (code, old):
        assert "no such code" in texts(await duty(command("ana @bot/matrix", again)), "ana")
    code = await code_for(duty, "ana @bot")
    await duty("* restart")
    assert "no such code" in texts(await duty(command("ana @bot/matrix", code)), "ana")
    assert not are_linked(duty)


async def test_where_dms_are_closed_the_question_waits_behind_the_command(duty: Chat) -> None:
    code = await code_for(duty, "ana @bot")
    await duty("* dms ana closed")
    await duty(command("ana @bot/matrix", code), f"ana @bot/matrix: {YES}")
    await duty("* dms ana open")
    assert "your account, too?" in texts(await duty("ana @bot: /link"), "ana")
    await duty(f"ana @bot: {YES}")
    assert are_linked(duty)


async def test_a_yes_that_could_not_be_written_asks_again_and_not_for_ever(duty: Chat) -> None:
    code = await code_for(duty, "ana @bot")
    await duty(command("ana @bot/matrix", code))
    await fill_disk(duty.app.house)
    assert "Nothing was changed" in texts(await duty(f"ana @bot/matrix: {YES}"), "ana")
    await free_disk(duty.app.house)
    await duty("* wait 3m")
    asked = 0
    for _ in range(6):
        shown = await duty(f"ana @bot/matrix: {YES}", "* wait 1m")
        asked += len([one for one in shown if "your account, too?" in one.text])
    assert 0 < asked <= 3
    await duty(f"ana @bot: {YES}")
    assert are_linked(duty)


# --- hostile members -------------------------------------------------------------------------


async def test_codes_are_not_guessed(duty: Chat) -> None:
    said = ""
    for n in range(2, 7):
        said = texts(await duty(f"ben @bot/matrix: !link AAAA-AAA{n}"), "ben")
    assert "too many wrong codes" in said
    code = await code_for(duty, "ana @bot")
    said = texts(await duty(f"ben @bot/matrix: !link {code}"), "ben")
    assert "too many wrong codes" in said
    assert "ana" not in said


async def test_whoever_got_hold_of_a_code_is_refused_by_whose_account_it_is(duty: Chat) -> None:
    code = await code_for(duty, "ana @bot")
    await duty(f"ben @bot/matrix: !link {code}", f"ben @bot/matrix: {YES}")
    asked = duty.seen("ana", place="@bot")[-1]
    ben = duty.town.town.people["ben"].on(Platform.MATRIX)
    assert ben.id.strip("@") in asked.text
    assert duty.app.house.links.of(ben) is None
    await duty("ana @bot: [No]")
    assert duty.app.house.links.of(ben) is None


async def test_buttons_of_others_confirm_nothing(duty: Chat) -> None:
    code = await code_for(duty, "ana @bot")
    await duty(command("ana @bot/matrix", code), f"ana @bot/matrix: {YES}")
    (about,) = {
        button.about
        for one in duty.seen("ana", place="@bot")
        for button in one.buttons
        if button.action == "link.yes"
    }
    for who in ("ben", "mo", "ada"):
        for action in ("link.yes", "link.no"):
            reply = await duty.app.receive(duty.pressed(who, action, about))
            assert reply is not None
            assert "question is over" in reply.text
    await duty(f"ana @bot: {YES}")
    assert are_linked(duty)


async def test_one_side_alone_confirms_nothing(duty: Chat) -> None:
    code = await code_for(duty, "ana @bot")
    await duty(command("ana @bot/matrix", code))
    (about,) = {
        button.about
        for one in duty.seen("ana", place="@bot")
        for button in one.buttons
        if button.action == "link.yes"
    }
    reply = await duty.app.receive(duty.pressed("ana", "link.yes", about))
    assert reply is not None
    assert "question is over" in reply.text
    assert not are_linked(duty)
    await duty(f"ana @bot/matrix: {YES}", f"ana @bot/matrix: {YES}")
    assert not are_linked(duty)


async def test_who_is_linked_cannot_be_linked_again_nor_two_on_one_platform(duty: Chat) -> None:
    first = await code_for(duty, "ben @bot")
    same = texts(await duty(f"ana @bot: /link {first}"), "ana")
    assert "Both accounts are on one platform" in same
    await linked(duty)
    own = texts(await duty(command("ana @bot/matrix", first)), "ana")
    assert "are linked:" in own
    assert duty.app.house.links.of(duty.town.town.people["ben"].on(Platform.DISCORD)) is None


async def test_two_questions_at_once_link_one_pair_alone(duty: Chat) -> None:
    code = await code_for(duty, "ana @bot")
    await duty(command("ana @bot/matrix", code), f"ana @bot/matrix: {YES}")
    other = await code_for(duty, "ben @bot")
    await duty(f"ana @bot/matrix: !link {other}", f"ana @bot/matrix: {YES}", f"ana @bot: {YES}")
    assert are_linked(duty)
    said = texts(await duty(f"ben @bot: {YES}"), "ben")
    assert "question is over" in said
    assert are_linked(duty)


async def test_nobody_else_sees_anything_of_it(duty: Chat) -> None:
    before = len(duty.town.town.ledger.entries)
    await linked(duty)
    await duty("ana @bot: /link", "ana @bot: [Undo the link]")
    shown = duty.town.town.ledger.entries[before:]
    assert shown
    assert all(one.screen == ("ana",) for one in shown)
