"""When authors hear of what others saw: in order, and never kept back by a clock that ran ahead."""

from datetime import UTC, datetime, timedelta
from random import Random

from bot.model.people import ThreadId
from bot.relay.course import moment
from cogs.vent.memory import Unhurried

NOW = datetime(2026, 11, 28, 20, tzinfo=UTC)

THREAD = ThreadId("t")


def test_answers_keep_their_order() -> None:
    unhurried, chance = Unhurried(), Random(3)  # noqa: S311 - moments of a test
    found = [unhurried.after(THREAD, moment(NOW, chance)) for _ in range(50)]
    assert found == sorted(found)
    assert found[-1] - NOW <= timedelta(seconds=130)


def test_a_clock_that_is_set_back_keeps_nothing_back() -> None:
    unhurried, chance = Unhurried(), Random(3)  # noqa: S311 - moments of a test
    unhurried.after(THREAD, moment(NOW + timedelta(days=1), chance))
    assert unhurried.after(THREAD, moment(NOW, chance)) - NOW <= timedelta(seconds=130)
