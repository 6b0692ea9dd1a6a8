"""`./run mutants`, a few of them: payloads with something wrong in them, and every text heard."""

from datetime import UTC, datetime

from tests.wire.discord.ids import GUILD
from tests.wire.discord.mutants.readies import begin
from tests.wire.discord.mutants.rule import due
from tests.wire.discord.mutants.run import survive

COUNT, WHOLE, BEGUN = 3_000, 600, 20
NOW = datetime(2026, 1, 5, tzinfo=UTC)


async def test_no_payload_ends_the_session_and_every_text_in_them_is_heard() -> None:
    verdict = await survive(COUNT, seed=2)
    assert verdict.texts > COUNT / 2
    assert (verdict.unheard[:3], verdict.raised, dict(verdict.failed)) == ([], [], {})
    assert verdict.arrivals == 1


async def test_of_payloads_in_order_none_is_taken_for_unreadable() -> None:
    verdict = await survive(WHOLE, seed=1, whole=True)
    assert (verdict.good, verdict.unreadable) == (True, 0)


async def test_what_is_said_around_a_session_that_begins_wrongly_is_heard() -> None:
    assert await begin(BEGUN, seed=2) == []


def test_the_rule_asks_for_every_text_but_those_that_are_plainly_no_persons() -> None:
    told = {"guild_id": GUILD, "content": "cry-1-0-", "attachments": [{"filename": "cry-1-1-"}]}
    frame = {"op": 0, "s": 1, "t": "MESSAGE_CREATE", "d": told}
    assert due(frame, NOW) == {"cry-1-0-", "cry-1-1-"}
    assert due({**frame, "d": [told]}, NOW) == {"cry-1-0-", "cry-1-1-"}
    assert due({**frame, "d": {**told, "author": {"bot": True}}}, NOW) == set()
    assert due({**frame, "d": {**told, "author": {"bot": "no"}}}, NOW) != set()
    assert due({**frame, "d": {**told, "guild_id": "7"}}, NOW) == set()
