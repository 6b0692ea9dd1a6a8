"""What follows of a link: one case, one history, one consent; erasing, leaving, a stolen row."""

from typing import Any

import pytest

from bot.model.people import Platform
from tests.stories.chat import Chat, texts
from tests.stories.links import SIDES, YES, ana, are_linked, code_for, command, linked

DANGER = "i want to kill myself"

# --- incidents -------------------------------------------------------------------------------


async def test_a_second_cry_goes_to_the_same_case_and_is_answered_where_it_was_made(
    duty: Chat,
) -> None:
    await linked(duty)
    await duty(f"ana #general: {DANGER}")
    assert len(duty.cards()) == 1
    assert "matrix" not in duty.cards()[0]
    shown = await duty(f"ana #general/matrix: {DANGER}")
    assert len(duty.cards()) == 1
    assert "They wrote as" in duty.cards()[0]
    answer = [one for one in shown if one.room == "@bot" and one.platform is Platform.MATRIX]
    assert "called the moderators" in texts(answer, "ana")
    taken = await duty("mo #moderators: [I've got this]")
    told = [one for one in taken if "A moderator has read your message" in one.text]
    assert [one.platform for one in told] == [Platform.MATRIX]
    safe = texts(await duty("ana @bot/matrix: [I am safe, thanks]"), "ana")
    assert "question" not in safe
    assert "They say that they are safe." in duty.cards()[0]


async def test_without_a_link_and_after_undoing_it_they_are_two_cases(duty: Chat) -> None:
    await linked(duty)
    await duty("ana @bot: /link", "ana @bot: [Undo the link]")
    await duty(f"ana #general: {DANGER}", f"ana #general/matrix: {DANGER}")
    assert len(duty.cards()) == 2
    assert "They wrote as" not in "".join(duty.cards())


async def test_what_others_report_of_one_account_names_no_other(duty: Chat) -> None:
    await linked(duty)
    await duty(f"ana #general: {DANGER}", "ana #general/matrix: lol")
    await duty("lia #general/matrix: worried ana")
    first, second = duty.cards()
    assert "(matrix)" not in first
    assert "(matrix)" in second
    assert "They wrote as" not in first + second


async def test_nobody_takes_the_case_about_themselves_by_the_other_account(duty: Chat) -> None:
    code = await code_for(duty, "mo @bot")
    await duty(command("mo @bot/matrix", code), f"mo @bot/matrix: {YES}", f"mo @bot: {YES}")
    await duty(f"mo #general: {DANGER}")
    for typed in ("!ack 1", "!resolve 1 talked"):
        said = texts(await duty(f"mo #moderators/matrix: {typed}"), "mo")
        assert "This one is about you" in said
    assert "Has it: nobody" in "".join(duty.cards())


async def test_an_anonymous_cry_is_never_put_to_the_name(duty: Chat) -> None:
    await linked(duty)
    await duty(f"ana #general: {DANGER}", f"ana @bot/matrix: {DANGER}")
    assert len(duty.cards()) == 2
    assert "They wrote as" not in "".join(duty.cards())


# --- check-ins, consent ----------------------------------------------------------------------


async def test_the_history_of_check_ins_is_one_and_each_keeps_its_own_after_undoing(
    duty: Chat,
) -> None:
    await duty("ana @bot: /consent yes", "ana @bot: /checkin 2", "ana @bot: /checkin 4")
    await linked(duty)
    kept = texts(await duty("ana @bot/matrix: !checkin mood=5"), "ana")
    assert "Shall I keep it" not in kept
    for line in ("ana @bot: /mood", "ana @bot/matrix: !mood"):
        shown = texts(await duty(line), "ana")
        assert "3 check-ins" in shown
    mine = await entries(duty)
    assert sorted(one["number"] for one in mine["discord"]) == [1, 2, 3]
    assert mine["discord"] == mine["matrix"]
    gone = texts(await duty("ana @bot: /checkin-remove 2"), "ana")
    assert "great" in gone
    assert sorted(one["number"] for one in (await entries(duty))["matrix"]) == [1, 3]
    changed = texts(await duty("ana @bot/matrix: !checkin-edit number=3 mood=1"), "ana")
    assert "awful" in changed
    await duty("ana @bot: /link", "ana @bot: [Undo the link]")
    apart = await entries(duty)
    assert sorted(one["number"] for one in apart["discord"]) == [1, 2]
    assert [one["mood"] for one in apart["discord"] if one["number"] == 2] == [1]
    assert not apart["matrix"]


async def entries(chat: Chat) -> dict[str, list[dict[str, Any]]]:
    """What is exported of check-ins on each platform."""
    (cog,) = [one for one in chat.app.wired.cogs if one.name == "checkin"]
    exported = {one.value: await cog.export(ana(chat, one)) for one in Platform}
    return {name: list(found["entries"]) for name, found in exported.items()}  # type: ignore[call-overload]


async def test_consent_is_one_and_a_no_takes_it_back_on_both(duty: Chat) -> None:
    await duty("ana @bot: /consent yes", "ana @bot: /remind 9:30")
    await linked(duty)
    assert "Shall I keep it" not in texts(await duty("ana @bot/matrix: !checkin mood=3"), "ana")
    await duty("ana @bot/matrix: !consent no")
    for line in ("ana @bot: /checkin 3", "ana @bot/matrix: !checkin mood=3"):
        assert "Shall I keep it" in texts(await duty(line), "ana")


async def test_after_undoing_who_never_said_yes_there_is_asked(duty: Chat) -> None:
    await duty("ana @bot: /consent yes")
    await linked(duty)
    await duty("ana @bot/matrix: !checkin mood=3", "ana @bot: /link", "ana @bot: [Undo the link]")
    assert "Shall I keep it" in texts(await duty("ana @bot/matrix: !checkin mood=3"), "ana")
    assert "Shall I keep it" not in texts(await duty("ana @bot: /checkin 3"), "ana")


# --- export, erasing, leaving ----------------------------------------------------------------


async def test_it_is_shown_to_the_person_alone_and_exported(duty: Chat) -> None:
    await linked(duty)
    assert "one on the other platform are yours" in texts(await duty("ana @bot: /privacy"), "ana")
    exported = texts(await duty("ana @bot: [Export]"), "ana")
    assert ana(duty, Platform.MATRIX).id in exported


@pytest.mark.parametrize("sides", SIDES)
async def test_erasing_on_one_side_erases_both_and_the_link(
    duty: Chat, sides: tuple[str, str]
) -> None:
    await duty.agree("ana")
    await duty("ana @bot: /checkin 2", "ana @bot/matrix: !checkin mood=4")
    await linked(duty)
    mark = "!" if sides[0].endswith("matrix") else "/"
    await duty(f"{sides[0]}: {mark}privacy")
    asked = texts(await duty(f"{sides[0]}: [Erase…]"), "ana")
    assert "Your other account is linked with this one" in asked
    await duty(f"{sides[0]}: [Yes, erase it]", "* wait 1m")
    assert not are_linked(duty)
    assert not any((await entries(duty)).values())
    house = duty.app.house
    assert not await house.store.rows.all("SELECT 1 FROM checkins")
    assert not house.erasures.waiting()


async def test_who_leaves_one_platform_keeps_what_is_there_until_they_leave_both(
    duty: Chat,
) -> None:
    await duty.agree("ana")
    await duty("ana @bot: /checkin 2", "ana @bot/matrix: !checkin mood=4")
    await linked(duty)
    house = duty.app.house
    await house.store.unit(
        "left", lambda: duty.app.wired.table.left[-1](ana(duty, Platform.DISCORD))
    )
    assert await house.leavers.all()
    await duty("* quietly 40d")
    assert len((await entries(duty))["matrix"]) == 2
    await duty("ana @bot/matrix: !link", "ana @bot/matrix: [Undo the link]", "* quietly 7d")
    apart = await entries(duty)
    assert len(apart["discord"]) == len(apart["matrix"]) == 1
    await duty("* quietly 33d")
    apart = await entries(duty)
    assert not apart["discord"]
    assert len(apart["matrix"]) == 1


async def test_nothing_is_erased_when_the_second_account_leaves_but_a_month_later(
    duty: Chat,
) -> None:
    await duty.agree("ana")
    await duty("ana @bot: /checkin 2", "ana @bot/matrix: !checkin mood=4")
    await linked(duty)
    house, (left,) = duty.app.house, duty.app.wired.table.left[-1:]
    await house.store.unit("first", lambda: left(ana(duty, Platform.DISCORD)))
    await duty("* quietly 40d")
    await house.store.unit("second", lambda: left(ana(duty, Platform.MATRIX)))
    await duty("* quietly 7d")
    assert len(await house.store.rows.all("SELECT 1 FROM checkins")) == 2
    await duty("* quietly 33d")
    assert not await house.store.rows.all("SELECT 1 FROM checkins")


# --- a stolen database -----------------------------------------------------------------------


async def test_one_row_of_one_size_tells_neither_who_nor_how_many(duty: Chat) -> None:
    await linked(duty)
    house = duty.app.house
    one = await house.store.rows.all("SELECT * FROM links")
    names = set(house.ring.names("links:"))
    for who in ("ben", "lia", "kit"):
        code = await code_for(duty, f"{who} @bot")
        await duty(
            f"{who} @bot/matrix: !link {code}", f"{who} @bot/matrix: {YES}", f"{who} @bot: {YES}"
        )
    four = await house.store.rows.all("SELECT * FROM links")
    assert len(one) == len(four) == 1
    assert len(one[0]["sealed"]) == len(four[0]["sealed"])
    assert one[0]["id"] != four[0]["id"]
    assert not names & set(house.ring.names("links:"))
