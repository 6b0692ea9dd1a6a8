"""Lines that were written apart from the rules: what is found of them today is a floor.

Three sets by three writers who never saw a rule. When each was read for the first time, and how far
whoever made the rules had seen them by then (docs/decisions/0052):

| set | name | handle | e-mail | phone | link | place | harmless flagged |
|---|---|---|---|---|---|---|---|
| 1, before the views | 58/60 | 34/50 | 34/40 | 47/50 | 28/30 | 12/30 | 26/120 |
| 2, before the views | 30/57 | 32/44 | 30/35 | 34/41 | 20/25 | 7/30 | 15/110 |
| 2, after; its kinds of misses were known | 57/57 | 43/44 | 35/35 | 39/41 | 24/25 | 18/30 | 4/110 |
| 3, after; nothing was known | 53/60 | 38/45 | 38/40 | 45/45 | 19/20 | 14/20 | 2/100 |

Links of the other corpus: 45 of 48. Since then the sets were read, so today's figures are floors.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.app.content import Content
from bot.relay.links import TRAILING, clean, cleaned, is_refused

LINES = Path(__file__).resolve().parents[2] / "corpora" / "relay"
FLOORS = {
    "identity_lines.jsonl": {
        "own-name": 59, "handle": 50, "email": 40, "phone": 50, "link": 30, "place-or-school": 30,
    },
    "identity_lines_2.jsonl": {
        "own-name": 57, "handle": 43, "email": 35, "phone": 39, "link": 24, "place-or-school": 18,
    },
    "identity_lines_3.jsonl": {
        "own-name": 54, "handle": 38, "email": 38, "phone": 45, "link": 19, "place-or-school": 14,
    },
}  # fmt: skip
MOST_BENIGN_FLAGGED = {
    "identity_lines.jsonl": 3, "identity_lines_2.jsonl": 4, "identity_lines_3.jsonl": 0,
}  # fmt: skip
KINDS = {"own-name": "name", "place-or-school": "place"}
METHODS_FOUND = {True: 29, False: 23}
"""Of 30 lines that name a means: when something in them sounds low, and when nothing does."""
HARMLESS_HELD = {True: 27, False: 19}
"""Of 30 that do not. Too many on purpose: these wait for a person, and nothing else follows."""


def lines(name: str) -> list[dict[str, Any]]:
    """One object a line."""
    return [json.loads(line) for line in (LINES / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", FLOORS)
def test_what_tells_who_wrote_is_found_at_least_as_often_as_today(
    content: Content, name: str
) -> None:
    found, flagged, floor = Counter[str](), 0, FLOORS[name]
    for one in lines(name):
        tells = content.words.identity.tells(one["text"], (one["name"],), (one["handle"],))
        found.update(label for label in one["labels"] if KINDS.get(label, label) in tells)
        flagged += bool(one["benign"] and tells)
    assert {label: found[label] for label in floor if found[label] < floor[label]} == {}
    assert flagged <= MOST_BENIGN_FLAGGED[name]


def test_every_link_comes_out_as_it_should(content: Content) -> None:
    sharing = content.words.sharing
    for one in lines("links.jsonl"):
        assert is_refused(one["url"], sharing) is one["refused"], one["url"]
        if not one["refused"]:
            assert clean(one["url"], sharing) == one["clean"]
            in_a_text = cleaned(f"this helped {one['url']} really", sharing)
            assert in_a_text.text.startswith(f"this helped {one['clean']}")
            assert (
                in_a_text.text.removesuffix(" really")
                .rstrip(TRAILING)
                .endswith(one["clean"].rstrip(TRAILING))
            )


def test_means_are_found_at_least_as_often_as_today(content: Content) -> None:
    read = lines("method_lines.jsonl")
    for low in (True, False):
        named = [content.words.methods.named_in(one["text"], low=low) for one in read]
        right = sum(said and one["names_method"] for said, one in zip(named, read, strict=True))
        held = sum(said and not one["names_method"] for said, one in zip(named, read, strict=True))
        assert right >= METHODS_FOUND[low]
        assert held <= HARMLESS_HELD[low]
