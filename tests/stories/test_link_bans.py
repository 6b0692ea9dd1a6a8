"""Bans hold on both accounts of a person, and tell nobody that there are two."""

import pytest

from tests.stories.chat import Chat, texts
from tests.stories.links import SIDES, command, linked
from tests.stories.vents import SAD, public


async def banned(chat: Chat, side: str) -> None:
    """Whoever vented from this side is banned by a moderator."""
    await chat(f"{side}: today was a long and sad day", f"{side}: [Post it]", "* wait 3m")
    await chat("ben #vent: [Report]", 'mo #moderators: [Ban its author…] reason="hurts"')


async def may_vent(chat: Chat, side: str) -> bool:
    """Whether this side is shown a preview."""
    shown = await chat(f"{side}: today was another sad day")
    return "Nothing is posted yet" in texts(shown, "ana")


@pytest.mark.parametrize("sides", SIDES)
async def test_a_ban_from_before_holds_on_both_while_they_are_linked(
    duty: Chat, sides: tuple[str, str]
) -> None:
    await banned(duty, sides[0])
    assert await may_vent(duty, sides[1])
    await linked(duty, sides)
    for side in sides:
        assert not await may_vent(duty, side)
        assert not await may_vent(duty, f"{side}")
    await duty("* restart")
    assert not await may_vent(duty, sides[1])
    await duty(command(sides[1]), f"{sides[1]}: [Undo the link]")
    assert not await may_vent(duty, sides[0])
    assert await may_vent(duty, sides[1])


@pytest.mark.parametrize("sides", SIDES)
async def test_a_ban_made_while_linked_stays_on_both(duty: Chat, sides: tuple[str, str]) -> None:
    await linked(duty)
    await banned(duty, sides[0])
    assert not await may_vent(duty, sides[1])
    await duty(command(sides[1]), f"{sides[1]}: [Undo the link]", "* restart")
    for side in sides:
        assert not await may_vent(duty, side)
    assert len(await duty.app.house.bans.all()) == 1


async def test_a_waiting_post_of_the_other_account_does_not_appear(duty: Chat) -> None:
    await linked(duty)
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    await duty("ana @bot/matrix: my second sad day", "ana @bot/matrix: [Post it]")
    await duty("ben #vent: [Report]", 'mo #moderators: [Ban its author…] reason="hurts"')
    assert "second sad day" not in public(await duty("* wait 3m"))


async def test_rows_of_bans_do_not_tell_who_was_linked(duty: Chat) -> None:
    await banned(duty, "ana @bot")
    await duty("mo #moderators: /unban 1")
    await linked(duty)
    await duty("ben @bot: i had a long day as well", "ben @bot: [Post it]", "* wait 3m")
    await banned(duty, "ana @bot/matrix")
    rows = await duty.app.house.store.rows.all("SELECT mark, also FROM bans")
    assert rows
    assert all(len(row["mark"]) == len(row["also"]) == 16 for row in rows)
