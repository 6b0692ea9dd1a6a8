"""Discord and Matrix become one community when an admin of each wants it; one can part them."""

import re
from dataclasses import replace

import pytest

from adapters.memory.places import ADMINS
from bot.model.people import Platform, Role
from tests.contracts.houses import Files, impatient, locked
from tests.stories.chat import Chat, labels, texts

CODE = re.compile(r"setup-link ([0-9A-Z]{4}-[0-9A-Z]{4})")
DANGER = "i want to kill myself"
UNDO = ("ada @bot: /setup-link", "ada @bot: [Undo the link…]", "ada @bot: [Undo it now]")


@pytest.fixture
async def parted(duty: Chat) -> Chat:
    """A community on Discord; Matrix is connected and not linked. Kit is an admin of Discord."""
    people = duty.town.town.people
    people["kit"] = replace(people["kit"], offices=people["kit"].offices | {ADMINS})
    await duty(*UNDO)
    return duty


async def code_for(chat: Chat, line: str) -> str:
    """The code that whoever asks is shown."""
    found = CODE.search(texts(await chat(line)))
    assert found is not None
    return found[1]


async def test_what_is_set_up_on_both_already_is_linked(duty: Chat) -> None:
    shown = texts(await duty("ada @bot: /setup"), "ada")
    assert "Discord and Matrix are linked" in shown
    assert "are one community" in texts(await duty("ada @bot: /setup-link"), "ada")


async def test_undoing_leaves_the_home_and_tells_both(duty: Chat) -> None:
    await duty("kit #moderators/matrix: !duty on", *UNDO[:2])
    assert "stays on Discord" in texts(duty.seen("ada", place="@bot"), "ada")
    shown = await duty(UNDO[2])
    told = [one for one in shown if one.room == "#moderators"]
    assert {one.platform for one in told} == set(Platform)
    assert all("ada" in one.text and "has undone the link" in one.text for one in told)
    now = duty.app.house.community.now
    rooms = (*now.moderator_rooms, *now.vent_rooms, *now.notice_rooms)
    assert {one.platform for one in rooms} == {Platform.DISCORD}
    assert {one.platform for one in now.grants} == {Platform.DISCORD}
    assert not now.armed
    assert {one.platform for one in await duty.app.house.rota.on_duty()} == {Platform.DISCORD}


async def test_an_admin_of_each_makes_them_one_again(parted: Chat) -> None:
    asked = await parted("kit @bot: /setup-link")
    found = CODE.search(texts(asked, "kit"))
    assert found is not None
    assert all(one.screen == ("kit",) for one in asked if found[1] in one.text)
    shown = await parted(f"ada @bot/matrix: !setup-link {found[1]}")
    assert "one community now" in texts(shown, "ada")
    for who in ("kit", "mo"):
        assert "ada (matrix) agreed on the other platform" in texts(shown, who)
    now = parted.app.house.community.now
    assert now.linked
    assert now.base is Platform.DISCORD
    await parted("* restart")
    set_ = await parted("ada @bot/matrix: !setup-rooms moderators=#moderators vent=#vent")
    assert "Set." in texts(set_, "ada")
    assert {one.platform for one in parted.app.house.community.now.vent_rooms} == set(Platform)


async def test_asked_on_matrix_it_is_entered_on_discord_too(parted: Chat) -> None:
    assert "not linked to it yet" in texts(await parted("ada @bot/matrix: !setup"), "ada")
    code = await code_for(parted, "ada @bot/matrix: [Link both…]")
    assert "one community now" in texts(await parted(f"kit @bot: /setup-link {code}"), "kit")
    assert parted.app.house.community.now.base is Platform.DISCORD


async def test_until_then_an_admin_rules_their_own_platform_alone(parted: Chat) -> None:
    for line in ("/setup-rooms vent=#vent/matrix", "/setup-roles listeners=Listeners/matrix"):
        assert "nothing was changed" in texts(await parted(f"kit @bot: {line}"), "kit")
    await parted("kit @bot: /setup-rooms vent=#vent")
    rooms = parted.app.house.community.now.vent_rooms
    assert [one.platform for one in rooms] == [Platform.DISCORD]
    for line in ("!setup-rooms vent=#vent", "!doctor", "!drill", "!setup-calls again=60"):
        assert "for other people" in texts(await parted(f"ada @bot/matrix: {line}"), "ada")
    assert [one.platform for one in parted.app.house.community.now.vent_rooms] == [Platform.DISCORD]


async def test_the_people_who_run_us_may_still_name_rooms_on_both(parted: Chat) -> None:
    await parted("ada @bot: /setup-rooms vent=#vent")
    assert parted.app.house.community.now.linked


async def test_alerts_are_never_fewer_and_vents_wait_for_the_link(parted: Chat) -> None:
    shown = await parted(f"ana #general/matrix: {DANGER}")
    assert "ana" in "".join(parted.cards())
    assert any("ana" in one.screen for one in shown if one.room == "@bot")
    vent = texts(await parted("ben @bot/matrix: today was a long and sad day"), "ben")
    assert "not linked with the community" in vent
    assert "Post it" not in labels(parted.seen("ben", place="@bot"))


async def test_nobody_else_links_and_no_code_is_guessed_or_used_twice(parted: Chat) -> None:
    for who in ("ana", "mo", "ben"):
        for line in (f"{who} @bot: /setup-link", f"{who} @bot/matrix: !setup-link"):
            assert "for other people" in texts(await parted(line), who)
    code = await code_for(parted, "kit @bot: /setup-link")
    same = texts(await parted(f"ada @bot: /setup-link {code}"), "ada")
    assert "admin of the other platform has to enter it" in same
    for line in (f"ana @bot/matrix: !setup-link {code}", f"mo @bot/matrix: !setup-link {code}"):
        assert "for other people" in texts(await parted(line))
    assert not parted.app.house.community.now.linked
    await parted(f"ada @bot/matrix: !setup-link {code}", *UNDO)
    again = texts(await parted(f"ada @bot/matrix: !setup-link {code}"), "ada")
    assert "I know no such code" in again
    assert not parted.app.house.community.now.linked


async def test_five_wrong_codes_are_enough_for_an_hour(parted: Chat) -> None:
    for n in range(4):
        wrong = texts(await parted(f"ada @bot/matrix: !setup-link AAAA-AAA{n + 2}"), "ada")
        assert "I know no such code" in wrong
    await parted("ada @bot/matrix: !setup-link AAAA-AAA9")
    code = await code_for(parted, "kit @bot: /setup-link")
    many = texts(await parted(f"ada @bot/matrix: !setup-link {code}"), "ada")
    assert "too many wrong codes" in many
    assert not parted.app.house.community.now.linked
    await parted("* wait 61m")
    code = await code_for(parted, "kit @bot: /setup-link")
    assert "one community now" in texts(await parted(f"ada @bot/matrix: !setup-link {code}"))


async def test_a_code_is_over_after_a_quarter_of_an_hour_and_a_newer_one_replaces_it(
    parted: Chat,
) -> None:
    old = await code_for(parted, "kit @bot: /setup-link")
    new = await code_for(parted, "kit @bot: /setup-link")
    assert "no such code" in texts(await parted(f"ada @bot/matrix: !setup-link {old}"))
    await parted("* wait 16m")
    assert "no such code" in texts(await parted(f"ada @bot/matrix: !setup-link {new}"))


async def test_while_nothing_can_be_written_no_link_is_promised(parted: Chat) -> None:
    code = await code_for(parted, "kit @bot: /setup-link")
    await impatient(parted.app.house)
    with locked(Files(parted.town.settings.database.parent), parted.town.settings.database):
        said = texts(await parted(f"ada @bot/matrix: !setup-link {code}"), "ada")
    assert "Nothing was changed" in said
    await parted("* wait 3m")
    assert not parted.app.house.community.now.linked
    await parted(f"ada @bot/matrix: !setup-link {code}")
    assert parted.app.house.community.now.linked
    await parted("* restart")
    assert parted.app.house.community.now.linked


async def test_it_is_not_undone_where_no_moderators_room_would_be_left(duty: Chat) -> None:
    await duty("ada @bot: /setup-rooms moderators=#moderators/matrix")
    shown = texts(await duty("ada @bot: /setup-link", "ada @bot: [Undo the link…]"), "ada")
    assert "no moderators' room would be left" in shown
    reply = await duty.app.receive(
        replace(duty.pressed("ada", "setup.unlink_now", ""), roles=frozenset({Role.ADMIN}))
    )
    assert reply is not None
    assert "no moderators' room would be left" in reply.text
    assert duty.app.house.community.now.linked
