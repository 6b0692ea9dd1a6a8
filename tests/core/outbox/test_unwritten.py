"""An outcome that cannot be written: nothing is shown twice, and nobody waits behind it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.memory.places import room_named
from adapters.sql.tables.outbox import SqlOutbox
from bot.model.people import MessageRef, Platform
from bot.ports.delivery import Owed, Priority
from bot.ports.store import StoreUnavailable
from tests.core.outbox.post_office import PostOffice

ROOM = room_named("#moderators", Platform.DISCORD)
SECOND = timedelta(seconds=1)


class Broken:
    """Outcomes of the text `bad` cannot be written for some times, in a way of their own."""

    def __init__(self, patch: pytest.MonkeyPatch, error: Exception, *methods: str) -> None:
        """It begins at once."""
        self.left, self.tries = 1_000, 0
        self._error = error
        for method in methods:
            patch.setattr(SqlOutbox, method, self._wrapped(getattr(SqlOutbox, method)))

    def _wrapped(self, real: Callable[..., Awaitable[object]]) -> object:
        async def method(box: SqlOutbox, owed: Owed, *rest: object) -> object:
            bad = owed.now.what.text == "bad"
            self.tries += bad
            if bad and self.left > 0:
                self.left -= 1
                raise self._error
            return await real(box, owed, *rest)

        return method


def shown(office: PostOffice, text: str) -> int:
    """How often it was posted."""
    return len(office.posted(lambda one: one.text == text))


async def passes(office: PostOffice, seconds: int) -> None:
    """Time goes by, second for second."""
    for _ in range(seconds):
        office.clock.advance(SECOND)
        await office.pay()


CASES = [
    pytest.param(ValueError(), ("paid",), id="only the outcome"),
    pytest.param(ValueError(), ("paid", "postpone"), id="nothing of it"),
    pytest.param(StoreUnavailable("DatabaseError"), ("paid",), id="the store refuses"),
]


@pytest.mark.parametrize(("error", "methods"), CASES)
async def test_it_is_shown_once_and_written_in_the_end(
    forgetful: PostOffice, monkeypatch: pytest.MonkeyPatch, error: Exception,
    methods: tuple[str, ...],
) -> None:  # fmt: skip
    """The platform forgets keys; the outcome fails for as long as anybody waits."""
    broken = Broken(monkeypatch, error, *methods)
    key = await forgetful.owe("e", "bad", [ROOM], priority=Priority.ALERT, slot="card:1:discord")
    await passes(forgetful, 600)
    assert shown(forgetful, "bad") == 1
    assert await forgetful.outbox.owes(key)
    broken.left = 0
    await passes(forgetful, 61)
    assert shown(forgetful, "bad") == 1
    assert not await forgetful.outbox.owes(key)
    assert isinstance(await forgetful.outbox.posting("card:1:discord"), MessageRef)


@pytest.mark.parametrize(("error", "methods"), CASES)
async def test_what_comes_after_it_into_the_same_room_waits_for_nothing(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch, error: Exception, methods: tuple[str, ...]
) -> None:
    Broken(monkeypatch, error, *methods)
    await office.owe("bad", "bad", [ROOM], priority=Priority.ALERT)
    await office.owe("other", "other", [ROOM], priority=Priority.REMINDER)
    await office.pay()
    assert shown(office, "other") == 1


async def test_it_is_tried_ever_more_seldom(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Broken(monkeypatch, ValueError(), "paid", "postpone")
    await office.owe("bad", "bad", [ROOM])
    await passes(office, 600)
    assert broken.tries < 40


async def test_an_edit_of_it_waits_until_its_place_is_known(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes out what was just posted: it does not stand for ever."""
    broken, slot = Broken(monkeypatch, ValueError(), "paid"), "vent:1:0"
    await office.owe("post", "bad", [ROOM], slot=slot)
    await office.pay()
    edit = await office.owe("edit", "taken out", [ROOM], slot=slot, edits=True)
    await passes(office, 300)
    assert await office.outbox.owes(edit)
    broken.left = 0
    await passes(office, 61)
    (post,) = office.posted(lambda one: one.text == "bad")
    assert office.history(post)[-1] == "taken out"


async def test_an_attempt_in_doubt_whose_doubt_cannot_be_written_is_looked_up(
    forgetful: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer of the platform was lost, and then the row that should say so."""
    broken = Broken(monkeypatch, ValueError(), "postpone")
    forgetful.town.faults.lost_answers = 1
    key = await forgetful.owe("e", "bad", [ROOM], priority=Priority.ALERT)
    await passes(forgetful, 60)
    assert broken.tries
    assert shown(forgetful, "bad") == 1
    assert not await forgetful.outbox.owes(key)


async def test_a_process_that_dies_with_it_leaves_it_to_the_next_to_look_up(
    forgetful: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Broken(monkeypatch, ValueError(), "paid", "postpone")
    key = await forgetful.owe("e", "bad", [ROOM], priority=Priority.ALERT)
    await passes(forgetful, 5)
    broken.left = 0
    forgetful.restart()
    await passes(forgetful, 61)
    assert shown(forgetful, "bad") == 1
    assert not await forgetful.outbox.owes(key)


async def test_a_worker_that_runs_goes_on_past_it(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also past one whose attempt cannot even be begun."""
    Broken(monkeypatch, ValueError(), "paid", "postpone", "attempted")
    await office.owe("bad", "bad", [ROOM], due=office.clock.now() + SECOND)
    await office.owe("other", "other", [ROOM], due=office.clock.now() + 2 * SECOND)
    office.clock.advance(3 * SECOND)
    working = asyncio.ensure_future(office.worker.run())
    try:
        for _ in range(200):
            await asyncio.sleep(0.01)
            if shown(office, "other"):
                break
        assert shown(office, "other") == 1
        assert not working.done()
    finally:
        working.cancel()
        await asyncio.wait([working])
