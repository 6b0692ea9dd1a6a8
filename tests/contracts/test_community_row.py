"""The community's row and its value in memory agree, after a commit and after a rollback."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.sql.house import House
from bot.model.community import Community
from bot.model.people import Platform, Room
from tests.contracts.houses import Files, living

SECRET = Room(Platform.DISCORD, "4711081500001", "#heronfeather")


class Undone(Exception):  # noqa: N818 - what a test raises
    """Undo this unit."""


@pytest.fixture
async def house(files: Files) -> AsyncIterator[House]:
    async with living(files) as opened:
        yield opened


async def named(house: House, country: str) -> Community:
    return await house.community.change(lambda old: replace(old, country=country))


async def test_a_unit_sees_its_own_change_and_others_only_after_the_commit(house: House) -> None:
    inside: list[str | None] = []

    async def work() -> None:
        await named(house, "IE")
        inside.append(house.community.now.country)

    await house.store.unit("a", work)
    assert inside == ["IE"]
    assert house.community.now.country == "IE"


async def test_what_is_rolled_back_never_was(house: House) -> None:
    await house.store.unit("a", lambda: named(house, "IE"))

    async def work() -> None:
        await named(house, "DE")
        raise Undone

    with pytest.raises(Undone):
        await house.store.unit("b", work)
    assert house.community.now.country == "IE"


async def test_a_failed_attempt_inside_a_unit_undoes_its_change_alone(house: House) -> None:
    async def fails() -> None:
        await named(house, "DE")
        raise Undone

    async def work() -> None:
        await named(house, "IE")
        with pytest.raises(Undone):
            await house.store.attempt(fails)
        assert house.community.now.country == "IE"

    await house.store.unit("a", work)
    assert house.community.now.country == "IE"


async def test_a_unit_inside_a_unit_shares_its_end(house: House) -> None:
    async def work() -> None:
        await house.store.unit("inner", lambda: named(house, "DE"))
        assert house.community.now.country == "DE"
        raise Undone

    with pytest.raises(Undone):
        await house.store.unit("outer", work)
    assert house.community.now.country is None


async def test_two_changes_in_one_commit_lose_nothing(house: House) -> None:
    async def language() -> None:
        await house.community.change(lambda old: replace(old, languages=("de",)))

    await asyncio.gather(
        house.store.unit("a", lambda: named(house, "IE")), house.store.unit("b", language)
    )
    assert (house.community.now.country, house.community.now.language) == ("IE", "de")


async def test_it_is_there_after_a_restart_and_sealed_in_between(files: Files) -> None:
    async with living(files) as house:

        def change(old: Community) -> Community:
            return replace(old, moderator_rooms=(SECRET,))

        await house.store.unit("a", lambda: house.community.change(change))
    for data in files.data().values():
        assert SECRET.id.encode() not in data
        assert b"heronfeather" not in data
    async with living(files) as house:
        await house.community.begin(Community())
        assert house.community.now.moderator_rooms == (SECRET,)


async def test_without_a_row_it_is_what_settings_and_platforms_say(house: House) -> None:
    await house.community.begin(Community(country="AT"))
    assert house.community.now.country == "AT"
    assert not await house.community.kept()
