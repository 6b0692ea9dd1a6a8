"""No more replies, taken out, and what stays a day: nobody gets past a ban, nobody is trapped."""

import pytest

from tests.stories.chat import Chat, labels, texts
from tests.stories.test_after_posting import HELD, press
from tests.stories.vents import SAD, public

POSTED = (SAD, "ana @bot: [Post it]", "* wait 3m")
DANGER = (
    "ana @bot: i want to kill myself",
    "ana @bot: [Show me how it would look]",
    "ana @bot: [Post it]",
)


async def banned(chat: Chat) -> bool:
    """Whether ana can post nothing any more."""
    return "paused" in texts(await chat(SAD.replace("sad", "long")), "ana")


async def test_who_closes_right_after_posting_can_be_banned(duty: Chat) -> None:
    await duty(*POSTED, "ana @bot: [No more replies]", "ben #vent: [Report]")
    await duty("mo #moderators: [Ban its author…] reason=no")
    assert await banned(duty)


async def test_who_takes_a_reported_post_out_can_be_banned_and_its_words_are_gone(
    duty: Chat,
) -> None:
    await duty(*POSTED, "ben #vent: [Report]")
    assert "until tomorrow night" in texts(
        await duty("ana @bot: [Take it out]", "* wait 1m"), "ana"
    )
    assert "sad day" not in public(duty.seen("ben"))
    assert "sad day" not in "".join(duty.cards())
    await press(duty, "mo", "vent.ban")
    await duty("* wait 3d")
    assert not await duty.app.house.vents.alive()


async def test_who_closed_too_soon_can_take_it_out_for_a_day(duty: Chat) -> None:
    await duty(*POSTED)
    assert "Take it out" in labels(await duty("ana @bot: [No more replies]"))
    assert "sad day" not in public(await duty("ana @bot: [Take it out]", "* wait 1m"))
    assert "sad day" not in public(duty.seen("ben"))


@pytest.mark.parametrize(
    "before",
    [("mo #moderators: [It can stay]",), ("mo #moderators: [Take it down]",),
     ("mo #moderators: [Mute this thread]",), ("ana @bot: [No more replies]",)],
    ids=["can stay", "taken down", "muted", "closed"],
)  # fmt: skip
async def test_whatever_moderators_did_first_and_however_often_it_is_pressed(
    duty: Chat, before: tuple[str, ...]
) -> None:
    await duty(*POSTED, "ben #vent: [Report]", *before, "* wait 1m")
    for _ in range(2):
        await press(duty, "ana", "vent.withdraw")
    await duty("* wait 1m", "mo #moderators: [Ban its author…] reason=no")
    assert "no anonymous post" in texts(await duty("ana @bot: /my-vents"), "ana")
    assert len(await duty.app.house.bans.all()) == 1


async def test_a_ghosts_closed_post_belongs_to_nobody_at_once(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [As a ghost…]", "ana @bot: [Ghost, no address]", "* wait 3m")
    (ghost,) = [vent.id for vent, _ in await duty.app.house.vents.alive()]
    await press(duty, "mo", "vent.approve")
    await duty("* wait 3m")
    shown = texts(duty.seen("ana"), "ana")
    receipt = shown.split("/replies:")[1].split("\n\n")[1]
    await duty(f'ana @bot: /replies words="{receipt}"')
    assert "nothing leads to you" in await press(duty, "ana", "vent.close")
    (after,) = [vent for vent, _ in await duty.app.house.vents.alive()]
    assert after.id != ghost


async def test_moderators_are_not_told_that_somebody_who_closed_was_told(duty: Chat) -> None:
    await duty(*HELD, "ana @bot: [No more replies]")
    said = texts(await duty("mo #moderators: [Decline…] why=other"), "mo")
    assert "nothing is sent" in said
    assert "told why" not in said


async def test_closed_in_danger_one_thing_is_said_and_a_worry_joins_the_incident(
    duty: Chat,
) -> None:
    await duty(*DANGER, "mo #moderators: [Approve]", "* wait 3m")
    said = texts(await duty("ana @bot: [No more replies]"), "ana")
    assert "sealed address stays" in said
    assert "nothing leads" not in said
    worried = texts(await duty("* wait 3d", "ben #vent: [I'm worried about them]"), "mo")
    assert "Incident 2" not in worried


@pytest.mark.parametrize("days", [0, 2])
async def test_the_words_of_a_closed_post_stay_for_thirty_days(duty: Chat, days: int) -> None:
    await duty(*POSTED, "* quietly 29d", "ana @bot: [No more replies]")
    await duty(f"* quietly {days + 3}d")
    assert "passed it to the moderators" in texts(await duty("ben #vent: [Report]"), "ben")


async def test_erasing_ends_what_stays_a_day_at_once(duty: Chat) -> None:
    await duty(*POSTED, "ana @bot: [No more replies]")
    await duty("ana @bot: /privacy", "ana @bot: [Erase…]")
    await press(duty, "ana", "privacy.erase_now")
    await duty("* wait 1m")
    assert not duty.app.house.ring.names("route:")
    assert "sad day" not in public(duty.seen("ben"))
