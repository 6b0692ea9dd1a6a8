"""Breaking a seal: two custodians, a reason, a trail, and the author is told.

What it does not cover: an owner who holds the database and all keys needs no custodian.
"""

from datetime import timedelta

import pytest

from bot.model.people import Platform
from tests.stories.chat import Chat, texts

REASON = 'reason="a threat to others"'


@pytest.fixture
async def posted(duty: Chat) -> Chat:
    """Ana's post is up."""
    await duty("ana @bot: today was a long and sad day", "ana @bot: [Post it]", "* wait 3m")
    return duty


async def name_of(chat: Chat) -> str:
    """The made-up name."""
    ((vent, _),) = await chat.app.house.vents.alive()
    return vent.name


def ids(chat: Chat) -> list[str]:
    """Every id of the author."""
    return [one.id for one in chat.town.town.people["ana"].accounts.values()]


def names_author(text: str, chat: Chat) -> bool:
    """By id, or by a name that a platform shows for one."""
    return any(name in text for name in (*ids(chat), "@ana"))


async def test_two_custodians_open_a_seal_once_and_its_author_is_told(posted: Chat) -> None:
    name = await name_of(posted)
    asked = await posted(f'mo @bot: /unseal name="{name}" {REASON}')
    assert "a threat to others" in texts(asked, "kit")
    agreed = await posted(f'kit @bot: /unseal-approve name="{name}"')
    assert "can see now that you wrote it" in texts(agreed, "ana")
    assert "have agreed to break the seal" in texts(agreed, "ana")
    shown = await posted(f'mo @bot: /unseal-open name="{name}"')
    seen = [one for one in shown if names_author(one.text, posted)]
    assert [one.screen for one in seen] == [("mo",)]
    again = await posted(f'mo @bot: /unseal-open name="{name}"')
    assert not any(id_ in texts(again) for id_ in ids(posted))


async def test_one_alone_learns_nothing_in_any_order(posted: Chat) -> None:
    name = await name_of(posted)
    shown = await posted(
        f'mo @bot: /unseal-open name="{name}"', f'mo @bot: /unseal-approve name="{name}"',
        f'mo @bot: /unseal name="{name}" {REASON}', f'mo @bot: /unseal-approve name="{name}"',
        f'mo @bot: /unseal-open name="{name}"', f'kit @bot: /unseal-open name="{name}"',
    )  # fmt: skip
    assert not any(id_ in texts(shown) for id_ in ids(posted))


async def test_an_approval_comes_within_half_an_hour_and_so_does_its_use(posted: Chat) -> None:
    name = await name_of(posted)
    await posted(f'mo @bot: /unseal name="{name}" {REASON}', "* wait 31m")
    assert "no request" in texts(await posted(f'kit @bot: /unseal-approve name="{name}"'), "kit")
    await posted(f'mo @bot: /unseal name="{name}" {REASON}')
    await posted(f'kit @bot: /unseal-approve name="{name}"', "* wait 31m")
    shown = await posted(f'mo @bot: /unseal-open name="{name}"')
    assert not any(id_ in texts(shown) for id_ in ids(posted))


async def test_where_somebody_is_in_danger_the_author_is_told_later(posted: Chat) -> None:
    name = await name_of(posted)
    await posted(f'mo @bot: /unseal name="{name}" {REASON}')
    shown = await posted(f'kit @bot: /unseal-approve name="{name}" wait=yes')
    assert "The author is told in 72 hours" in texts(shown, "kit")
    shown += await posted("* wait 71h")
    assert "to break the seal" not in texts(shown, "ana")
    assert "to break the seal" in texts(await posted("* wait 2h"), "ana")


@pytest.mark.parametrize(
    "then",
    [("ana @bot: /my-vents", "ana @bot: [Take it out]", "* wait 1m"),
     ("ana @bot: /my-vents", "ana @bot: [No more replies]", "* wait 2d"),
     ("ana @bot: /privacy", "ana @bot: [Erase…]", "ana @bot: [Yes, erase it]")],
    ids=["taken out", "closed", "erased"],
)  # fmt: skip
async def test_the_author_is_told_later_also_when_the_thread_is_gone_by_then(
    posted: Chat, then: tuple[str, ...]
) -> None:
    """And a restart lies between. The address of the notice is destroyed some days after it."""
    name = await name_of(posted)
    await posted(f'mo @bot: /unseal name="{name}" {REASON}')
    await posted(f'kit @bot: /unseal-approve name="{name}" wait=yes', *then, "* restart")
    assert all(vent.closed and not proof for vent, proof in await posted.app.house.vents.alive())
    assert posted.app.house.ring.names("route:")
    await posted("* wait 71h")
    await posted.town.stop()
    posted.town.clock.advance(timedelta(days=8))  # whoever runs the host may leave it off
    await posted.town.start()
    await posted("* wait 3h")
    told = posted.town.town.ledger.entries
    assert texts(told, "ana").count("to break the seal") == 1
    assert not posted.app.house.ring.names("route:")
    assert not await posted.app.house.unseals.all()


async def test_an_author_who_took_no_private_messages_is_told_once_they_do(posted: Chat) -> None:
    name = await name_of(posted)
    await posted(f'mo @bot: /unseal name="{name}" {REASON}', "* dms ana closed")
    await posted(f'kit @bot: /unseal-approve name="{name}"', "* wait 50h", "* dms ana open")
    assert "to break the seal" in texts(await posted("* wait 25h"), "ana")
    assert "to break the seal" not in texts(await posted("* wait 49h"), "ana")


async def test_after_an_approval_that_was_not_used_one_can_ask_again(posted: Chat) -> None:
    name = await name_of(posted)
    for _ in range(2):
        await posted(f'mo @bot: /unseal name="{name}" {REASON}')
        await posted(f'kit @bot: /unseal-approve name="{name}" wait=yes', "* wait 31m")
    await posted(f'mo @bot: /unseal name="{name}" {REASON}')
    await posted(f'kit @bot: /unseal-approve name="{name}"')
    shown = await posted(f'mo @bot: /unseal-open name="{name}"')
    assert [one.screen for one in shown if names_author(one.text, posted)] == [("mo",)]


async def test_admins_and_moderators_who_are_no_custodians_are_refused(posted: Chat) -> None:
    name = await name_of(posted)
    shown = await posted(f'ada @bot: /unseal name="{name}" {REASON}')
    assert "for other people" in texts(shown, "ada")


async def test_a_ghost_has_no_seal(duty: Chat) -> None:
    await duty('ana @bot: /ghost text="a quiet day"', "ana @bot: [As a ghost…]")
    await duty("ana @bot: [Ghost, no address]", "* wait 3m")
    name = await name_of(duty)
    shown = await duty(f'mo @bot: /unseal name="{name}" {REASON}')
    assert "Nothing is stored" in texts(shown, "mo")


async def test_the_trail_says_what_was_done_and_finds_what_was_changed(posted: Chat) -> None:
    name = await name_of(posted)
    await posted(f'mo @bot: /unseal name="{name}" {REASON}')
    await posted(f'kit @bot: /unseal-approve name="{name}"', "* wait 1m")
    trail = texts(await posted("kit @bot: /audit"), "kit")
    assert "The trail is whole" in trail
    assert "asked for the seal of" in trail
    assert "Reason: a threat to others" in trail
    assert "discord:" not in trail  # a mention, not an id
    house = posted.app.house

    async def drop_last() -> None:
        await house.store.rows.run("DELETE FROM audit WHERE number = 2")

    await house.store.unit("tamper", drop_last)
    assert "The trail was changed" in texts(await posted("kit @bot: /audit"), "kit")


async def test_the_author_is_seen_in_private_only(posted: Chat) -> None:
    name = await name_of(posted)
    await posted(f'mo @bot: /unseal name="{name}" {REASON}')
    await posted(f'kit @bot: /unseal-approve name="{name}"')
    shown = await posted(f'mo #moderators/matrix: !unseal-open name="{name}"')
    assert not any(id_ in texts(shown) for id_ in ids(posted))
    assert Platform.MATRIX in {one.platform for one in shown}
