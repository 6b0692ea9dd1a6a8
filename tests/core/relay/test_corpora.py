"""Lines that were written apart from the rules: what is found of them today is a floor.

The rules were mended with these lines since, so the figures say nothing about unseen ones. When
they were read for the first time: own name 58 of 60, handle 34 of 50, e-mail 34 of 40, phone 47
of 50, link 28 of 30, place 12 of 30, benign lines flagged 26 of 120, links 45 of 48.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from bot.app.content import Content
from bot.relay.links import TRAILING, clean, cleaned, is_refused

LINES = Path(__file__).resolve().parents[2] / "corpora" / "relay"
FLOOR = {
    "own-name": 59, "handle": 50, "email": 40, "phone": 50, "link": 30, "place-or-school": 30,
}  # fmt: skip
MOST_BENIGN_FLAGGED = 3
KINDS = {"own-name": "name", "place-or-school": "place"}
METHODS_FOUND = {True: 29, False: 23}
"""Of 30 lines that name a means: when something in them sounds low, and when nothing does."""
HARMLESS_HELD = {True: 27, False: 19}
"""Of 30 that do not. Too many on purpose: these wait for a person, and nothing else follows."""


def lines(name: str) -> list[dict[str, Any]]:
    """One object a line."""
    return [json.loads(line) for line in (LINES / name).read_text("utf-8").splitlines()]


def test_what_tells_who_wrote_is_found_at_least_as_often_as_today(content: Content) -> None:
    found, flagged = Counter[str](), 0
    for one in lines("identity_lines.jsonl"):
        tells = content.words.identity.tells(one["text"], (one["name"],), (one["handle"],))
        found.update(label for label in one["labels"] if KINDS.get(label, label) in tells)
        flagged += bool(one["benign"] and tells)
    assert {label: found[label] for label in FLOOR if found[label] < FLOOR[label]} == {}
    assert flagged <= MOST_BENIGN_FLAGGED


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
