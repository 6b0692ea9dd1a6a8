"""Labelled lookups are judged: each figure about the lines that it is about."""

import json

import pytest

from bot.directory.lookup import Lookup
from bot.directory.records.retired import Denylist, Retired
from bot.directory.trust import Emergency, Listing
from bot.evaluation.answers import Answer, Answers
from bot.evaluation.lines import LineError
from bot.evaluation.wishes import Wish, parse

DENIED = Denylist.of([Retired("US", "800-000-0000", "Old", "closed", ())])


def listing(id_: str, country: str | None, phone: str = "1") -> Listing:
    return Listing(
        id=id_, name=id_, country=country, languages=(), topics=(), phone=phone, sms=None,
        sms_keyword=None, chat_url=None, whatsapp=None, email=None, text_relay=None, hours=None,
        tz=None, url=None, confidence="two-sources", listed_by=None, seen=None,
    )  # fmt: skip


def wish(**want: object) -> Wish:
    ids = want.pop("ids", [])
    row = {"query": "q", "country": None, "locale": "de-AT", "want": want, "ids": ids}
    (made,) = parse(json.dumps(row), "f.jsonl")
    return made


def rates(*answers: Answer) -> dict[str, tuple[int, int]]:
    figures = Answers(answers, DENIED).figures()
    return {name: (share.hits, share.of) for name, share in figures.items() if share.of}


def test_a_hit_is_one_of_the_ids_among_the_first_three() -> None:
    shown = tuple(listing(name, "US") for name in "abcd")
    found = Lookup("lookup", results=shown[:3], more=shown[3:], country="US")
    for ids, at_1, at_3 in ((["a"], 1, 1), (["c", "z"], 0, 1), (["d"], 0, 0)):
        said = rates(Answer(wish(kind="lookup", country="US", ids=ids), found))
        assert (said["hit@1"], said["hit@3"]) == ((at_1, 1), (at_3, 1))
        assert said["country right"] == (1, 1)
        assert said["wrong country"] == said["retired"] == (0, 1)
    unjudged = rates(Answer(wish(kind="lookup", country="US"), found))
    assert "hit@3" not in unjudged


def test_what_must_never_be_is_counted_also_behind_more() -> None:
    far, old = listing("far", "CA"), listing("old", "US", "+1 800 000 0000")
    found = Lookup("lookup", results=(), more=(far, old), country="US")
    said = rates(Answer(wish(kind="lookup", country="US"), found))
    assert said["wrong country"] == said["retired"] == (1, 1)
    pinned = Lookup("lookup", emergency=Emergency("ca", ("1",), "1", "CA"), country="US")
    assert rates(Answer(wish(kind="lookup", country="US"), pinned))["wrong country"] == (1, 1)


@pytest.mark.parametrize("held", [True, False])
def test_danger_asking_silence_and_quiet_are_held_against_what_was_wanted(*, held: bool) -> None:
    pinned = Emergency(None, (), "your local number") if held else None
    asked = Lookup("lookup", "country" if held else None, emergency=pinned, quiet=held)
    said = rates(Answer(wish(kind="lookup", ask="country", danger=True, quiet=True), asked))
    right = (int(held), 1)
    assert said["emergency first"] == said["asks"] == said["quiet"] == right
    unasked = rates(Answer(wish(kind="lookup"), asked))
    assert unasked["emergency unasked"] == unasked["asks unasked"] == right
    silent = rates(Answer(wish(kind="none"), Lookup("none" if held else "lookup")))
    assert silent["silent"] == right


def test_misses_say_in_what_and_nothing_of_hits() -> None:
    good = Answer(wish(kind="none"), Lookup("none"))
    bad = Answer(wish(kind="lookup", ids=["a"]), Lookup("none"))
    (line,) = Answers((good, bad), DENIED).misses()
    assert "hit@3, silent unasked" in line


def test_languages_are_counted_apart_and_told_to_people_and_programs() -> None:
    one = Answer(wish(kind="lookup", ids=["a"]), Lookup("lookup", results=(listing("a", None),)))
    answers = Answers((one,), DENIED)
    assert "| de | 1 of 1: 100.0 % (21 to 100) |" in answers.markdown()
    told = json.dumps(answers.as_json())
    assert json.loads(told)["by_language"]["de"]["hits"] == 1


@pytest.mark.parametrize(
    ("row", "mend"),
    [
        ("{", "no valid JSON"),
        ('{"want": {}}', "a row has a query"),
        ('{"query": "q"}', "a row has a query"),
        ('{"query": "q", "want": {"kind": "maybe"}}', "want.kind is lookup or none"),
        ('{"query": "q", "want": {"kind": "none"}, "ids": "a"}', "ids is a list"),
    ],
)
def test_a_row_that_cannot_be_read_names_its_line(row: str, mend: str) -> None:
    with pytest.raises(LineError, match=rf"f\.jsonl:2: {mend}"):
        list(parse(f"\n{row}", "f.jsonl"))
