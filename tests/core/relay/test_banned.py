"""Which ban was made on which thread, as one process knows it."""

from datetime import date

from bot.model.people import ThreadId
from bot.model.venting import Ban
from cogs.vent.memory import Banned

A, B = ThreadId("a"), ThreadId("b")


def test_a_ban_that_was_undone_gave_its_number_away() -> None:
    """The next one has the same number, day and reason, and is another thread's."""
    known, ban = Banned(), Ban(1, date(2026, 11, 27), "unkind")
    known.put(A, ban)
    known.put(B, ban)
    assert known.get(A) is None
    assert known.get(B) == ban
