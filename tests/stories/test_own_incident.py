"""A moderator who may be in danger cannot silence the alert about themselves."""

import pytest

from bot.model.incident import State
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY

MINE = "This one is about you, so another moderator does that."


@pytest.mark.parametrize(
    "press",
    [
        "[I've got this]",
        "[Hand over]",
        "[False alarm…] words=nothing",
        "[Resolve…] outcome=talked",
        "/ack 1",
        "/still 1",
        "/resolve 1 talked",
    ],
)
async def test_whoever_it_is_about_cannot_take_or_end_it(duty: Chat, press: str) -> None:
    await duty("kit #moderators: /duty on", f"mo #general: {CRY}")
    shown = texts(await duty(f"mo #moderators: {press}"), "mo")
    assert MINE in shown
    assert "They are called" in shown
    (incident,) = await duty.app.house.incidents.open_ones()
    assert incident.state is State.OPEN
    assert "needs a person" in texts(await duty("* wait 3m"), "kit")


async def test_they_can_ask_for_backup_and_another_moderator_can_take_it(duty: Chat) -> None:
    await duty(f"mo #general: {CRY}")
    assert "backup is needed" in texts(await duty("mo #moderators: [Need backup]"), "kit")
    await duty("kit #moderators: [I've got this]")
    assert MINE in texts(await duty("mo #moderators: [Hand over]"), "mo")
    assert "Has it: @kit" in duty.cards()[0]


async def test_at_night_they_hear_until_when_the_others_sleep(duty: Chat) -> None:
    await duty(
        'ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 15h", "* wait 30m"
    )
    await duty("mo #general: i want to kill myself")
    shown = texts(await duty("mo #moderators: [I've got this]"), "mo")
    assert MINE in shown
    assert "sleep until 07:00 London time" in shown
