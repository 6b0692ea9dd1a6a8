"""AutoMod's rules as we want them, and what makes those of a guild so. Pure.

They alert, and never do more. Rules that are not named as ours are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from adapters.discord.payload import Payload, payload_of, payloads_of, text_of, values_of
from bot.ports.mirror import Mirror

NAME = "Porchlight {}"
OURS = re.compile(r"Porchlight [1-9][0-9]?")
ON_MESSAGE, KEYWORDS, ALERT = 1, 1, 2
"""The type of the event, of the trigger and of the only action that we ever ask for."""
MOST_RULES, MOST_PHRASES, LONGEST_PHRASE = 2, 1_000, 60
"""A guild has six rules of this type, which are its own first. The rest is Discord's document's."""
GOES_ON = "*"
"""A phrase must stand between spaces; with this its last word may end in a sign."""


class Change(NamedTuple):
    """What is asked of Discord so that its rules are ours."""

    method: str
    rule: str = ""
    body: Payload | None = None


def rules_of(mirror: Mirror) -> list[Payload]:
    """The rules as we want them, in order; what does not fit is left out."""
    room = mirror.room
    if room is None:
        return []
    words = [f"{one}{GOES_ON}" for one in mirror.phrases if len(one) < LONGEST_PHRASE]
    starts = range(0, min(len(words), MOST_RULES * MOST_PHRASES), MOST_PHRASES)
    return [
        _rule(number, words[start : start + MOST_PHRASES], room.id)
        for number, start in enumerate(starts, 1)
    ]


def changes(ours: Sequence[Payload], theirs: Sequence[Payload]) -> Iterator[Change]:
    """What makes the rules that are named as ours what they should be; what is taken away first."""
    held: dict[str, Payload] = {}
    wanted = {text_of(one["name"]) for one in ours}
    for one in filter(_is_ours, theirs):
        name = text_of(one.get("name"))
        if name not in wanted or name in held:
            yield Change("DELETE", text_of(one.get("id")))
        else:
            held[name] = one
    for one in ours:
        known = held.get(text_of(one["name"]))
        if known is None:
            yield Change("POST", body=one)
        elif _facts(known) != _facts(one):
            fixed = {"trigger_type"}  # it cannot be changed
            body = {name: value for name, value in one.items() if name not in fixed}
            yield Change("PATCH", text_of(known.get("id")), body)


def _is_ours(rule: Payload) -> bool:
    named = OURS.fullmatch(text_of(rule.get("name")))
    is_known = text_of(rule.get("id")) != ""
    return is_known and named is not None and rule.get("trigger_type") == KEYWORDS


def _rule(number: int, words: Sequence[str], channel: str) -> Payload:
    """Whom and what a server exempts is its own business, so nothing is said about it."""
    return {
        "name": NAME.format(number), "event_type": ON_MESSAGE, "trigger_type": KEYWORDS,
        "trigger_metadata": {"keyword_filter": words, "regex_patterns": [], "allow_list": []},
        "actions": [{"type": ALERT, "metadata": {"channel_id": channel}}], "enabled": True,
    }  # fmt: skip


def _facts(rule: Payload) -> tuple[object, ...]:
    """What makes a rule the same, in whatever order Discord keeps its words."""
    about = payload_of(rule.get("trigger_metadata"))
    words = {str(one) for one in values_of(about.get("keyword_filter"))}
    more = [values_of(about.get(name)) for name in ("regex_patterns", "allow_list")]
    done = [
        (one.get("type"), payload_of(one.get("metadata")).get("channel_id"))
        for one in payloads_of(rule.get("actions"))
    ]
    return words, more, done, rule.get("enabled"), rule.get("event_type")
