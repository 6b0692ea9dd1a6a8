"""What fails of one incident costs no other incident, and no other place, a call."""

from collections.abc import Callable
from types import ModuleType

import pytest

from bot.model.incident import Incident, State
from cogs.crisis import board, climb, rota
from tests.stories.chat import Chat, texts

Breaks = Callable[[ModuleType, str], None]
TWO = ("ana #general: i want to kill myself", "ben #general: i want to kill myself")


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Breaks:
    """Lets something that is made of an incident fail for the first one."""

    def broken(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def fails(incident: Incident, *rest: object) -> object:
            if incident.number == 1:
                raise KeyError
            return real(incident, *rest)

        monkeypatch.setattr(module, name, fails)

    return broken


async def test_a_card_that_cannot_be_made_stops_nobody_s_ladder(
    duty: Chat, breaks: Breaks, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(*TWO)
    breaks(board, "card")
    shown = await duty("* wait 25m")
    owner = texts([one for one in shown if one.screen == ("ada",)])
    assert "Incident 2" in owner
    assert "Incident 1" in owner
    assert {one.rung for one in await duty.app.house.incidents.open_ones()} == {4}
    cards = [one.text for one in shown if one.platform == "matrix" and "Has it:" in one.text]
    assert len(cards) == 1
    monkeypatch.undo()
    later = await duty("* wait 30m")  # the card that could not be made is made with a later rung
    assert [one for one in later if one.platform == "matrix" and "Who: ana" in one.text]


async def test_a_line_that_cannot_be_written_keeps_no_other_out_of_a_page(
    duty: Chat, breaks: Breaks
) -> None:
    await duty(*TWO)
    breaks(rota, "headline")
    shown = await duty("* wait 3m")
    assert "needs a person" in texts(shown, "kit")
    assert "Incident 2" in texts(shown, "kit")


async def test_who_cannot_be_asked_loses_their_incident_and_no_other_s_question(
    duty: Chat, breaks: Breaks
) -> None:
    await duty(TWO[0], "mo #moderators: [I've got this]")
    await duty(TWO[1], "kit #moderators: [I've got this]")
    breaks(climb, "headline")
    assert "are you still with them?" in texts(await duty("* wait 31m"), "kit")
    await duty("kit @bot: [Still with them]", "* wait 11m")
    first, second = await duty.app.house.incidents.open_ones()
    assert (first.state, second.state) == (State.OPEN, State.TAKEN)


async def test_a_drill_whose_card_cannot_be_made_is_judged_all_the_same(
    duty: Chat, breaks: Breaks
) -> None:
    await duty("ada @bot: /drill")
    breaks(board, "card")
    shown = await duty(TWO[1], "* wait 55m")
    assert not duty.app.house.community.now.armed
    assert not [one for one in await duty.app.house.incidents.open_ones() if one.number == 1]
    assert "Incident 2" in texts(shown, "ada")
