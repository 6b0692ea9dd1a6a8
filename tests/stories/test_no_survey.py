"""A platform cannot be surveyed, in whatever way: what admins do is handled all the same."""

import pytest

from bot.model.people import Platform
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY


@pytest.mark.parametrize("error", [RuntimeError, KeyError, ConnectionResetError])
async def test_an_admin_takes_an_incident(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    async def fails() -> None:
        raise error

    await duty(f"ana #general: {CRY}")
    monkeypatch.setattr(duty.town.platforms[Platform.DISCORD], "survey", fails)
    shown = await duty("ada #moderators: [I've got this]", "ada @bot: /help-me-now")
    assert "You have incident 1" in texts(shown, "ada")
    assert len(await duty.app.house.incidents.open_ones()) == 2
    assert "not-handled" not in texts(shown)
