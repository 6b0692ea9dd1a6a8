"""Bans hold on both accounts of a person, and tell nobody that there are two."""

import pytest

from bot.model.people import Platform
from tests.stories.chat import Chat, texts
from tests.stories.links import SIDES, YES, code_for, command, linked
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


async def test_no_custodian_becomes_a_second_one_by_a_link(duty: Chat) -> None:
    await duty("ana @bot: today was a long and sad day", "ana @bot: [Post it]", "* wait 3m")
    ((vent, _),) = await duty.app.house.vents.alive()
    people = duty.town.town.people
    mo = people["mo"].on(Platform.DISCORD).id
    other = min(people, key=lambda name: people[name].on(Platform.DISCORD).id)
    assert people[other].on(Platform.DISCORD).id < mo, "somebody whose account sorts before"
    code = await code_for(duty, f"{other} @bot")
    await duty(f'mo @bot: /unseal name="{vent.name}" reason="a threat"')
    await duty(f"mo @bot/matrix: !link {code}", f"mo @bot/matrix: {YES}", f"{other} @bot: {YES}")
    for side in ("mo @bot/matrix: !", "mo @bot: /"):
        said = texts(await duty(f'{side}unseal-approve name="{vent.name}"'), "mo")
        assert "It takes another custodian" in said
    shown = texts(await duty(f'mo @bot: /unseal-open name="{vent.name}"'), "mo")
    assert not any(one.id in shown for one in people["ana"].accounts.values())


async def test_two_custodians_who_linked_their_accounts_are_one(duty: Chat) -> None:
    await duty("ana @bot: today was a long and sad day", "ana @bot: [Post it]", "* wait 3m")
    ((vent, _),) = await duty.app.house.vents.alive()
    code = await code_for(duty, "mo @bot")
    await duty(f"kit @bot/matrix: !link {code}", f"kit @bot/matrix: {YES}", f"mo @bot: {YES}")
    await duty(f'mo @bot/matrix: !unseal name="{vent.name}" reason="a threat"')
    said = texts(await duty(f'kit @bot: /unseal-approve name="{vent.name}"'), "kit")
    assert "It takes another custodian" in said
