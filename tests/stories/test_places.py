"""Where somebody is: said in one's own words, as an option and in a sentence."""

import pytest

from tests.stories.chat import Chat, texts


@pytest.mark.parametrize(
    "line",
    [
        "/helpline grief in ireland",
        '/helpline query="grief in ireland"',
        "/helpline query=grief in ireland",
        '/helpline query="grief" country=Irland',
        '/helpline query="ich trauere, bin in Irland"',
        "/helpline grief, Irlannissa",
    ],
)
async def test_a_country_is_understood_wherever_it_is_said(duty: Chat, line: str) -> None:
    assert "For Ireland" in texts(await duty(f"ana @bot: {line}"), "ana")
