"""`./run mutants-matrix`, a few of them: events with something wrong, and every text heard."""

from pathlib import Path

from tests.wire.matrix.homeserver import US
from tests.wire.matrix.mutants.rule import due
from tests.wire.matrix.mutants.run import survive

COUNT, WHOLE = 2_000, 600


async def test_no_event_ends_the_hearing_and_every_text_in_them_is_heard(tmp_path: Path) -> None:
    verdict = await survive(tmp_path / "matrix", COUNT, seed=2)
    assert verdict.texts > COUNT / 2
    assert (verdict.unheard[:3], verdict.raised, dict(verdict.failed)) == ([], [], {})
    assert verdict.doubled == 0


async def test_of_events_in_order_none_is_taken_for_unreadable(tmp_path: Path) -> None:
    verdict = await survive(tmp_path / "matrix", WHOLE, seed=1, whole=True)
    assert (verdict.good, verdict.unreadable) == (True, 0)
    assert set(verdict.heard) == {"Said", "Invoked", "Pressed", "Joined", "Left"}


def test_the_rule_asks_for_every_text_but_those_that_are_plainly_no_persons() -> None:
    content = {"body": "cry-1-0-", "more": [{"m.text": ["cry-1-1-"]}], "url": "cry-1-2-"}
    told = {"type": "m.room.message", "sender": "@ana:hs.test", "content": content}
    both = {"cry-1-0-", "cry-1-1-"}
    assert due(told) == due({**told, "type": ["x"]}) == due({**told, "sender": 7}) == both
    assert due({**told, "sender": US}) == due([told]) == due({**told, "state_key": ""}) == set()
    assert due({**told, "type": "m.room.topic", "state_key": ""}) == both
    quoting = {"m.in_reply_to": {"event_id": "$0"}}
    quoted = {"body": "> <@ana> cry-1-0-", "m.relates_to": quoting}
    assert due({**told, "content": quoted}) == set()
    said = {"reason": "cry-1-0-"}
    assert due({**told, "type": "m.room.redaction", "content": said}) == {"cry-1-0-"}
