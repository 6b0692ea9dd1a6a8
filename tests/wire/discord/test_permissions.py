"""Permissions are reckoned as Discord's reference has it, and the library agrees."""

import pytest

from tests.wire.discord.ids import BOT, GUILD
from tests.wire.discord.permissions import (
    ADMINISTRATOR,
    ALL,
    ATTACH,
    HISTORY,
    IN_THREADS,
    MENTION_EVERYONE,
    PIN,
    SEND,
    VIEW,
    base,
    in_thread,
    within,
)

ROLE, OTHER = "7", "8"


def rule(id_: str, *, allow: int = 0, deny: int = 0) -> dict[str, str]:
    """One overwrite of a channel."""
    return {"id": id_, "allow": str(allow), "deny": str(deny)}


@pytest.mark.parametrize(
    ("rules", "may"),
    [
        ([], VIEW | SEND),
        ([rule(GUILD, deny=SEND)], VIEW),
        ([rule(GUILD, deny=SEND, allow=PIN)], VIEW | PIN),
        ([rule(GUILD, deny=SEND), rule(ROLE, allow=SEND)], VIEW | SEND),
        ([rule(ROLE, deny=SEND), rule(OTHER, allow=SEND)], VIEW | SEND),
        ([rule(ROLE, deny=SEND), rule("9", allow=SEND)], VIEW),
        ([rule(ROLE, allow=PIN), rule(BOT, deny=PIN | SEND)], VIEW),
        ([rule(ROLE, deny=SEND), rule(BOT, allow=SEND)], VIEW | SEND),
        ([rule(BOT, deny=VIEW)], 0),
    ],
)
def test_everybodys_overwrite_then_those_of_roles_then_ones_own(
    rules: list[dict[str, str]], may: int
) -> None:
    assert within(VIEW | SEND, BOT, (ROLE, OTHER), rules) == may


def test_roles_add_up_and_owners_and_administrators_may_all() -> None:
    assert base([VIEW, SEND]) == VIEW | SEND
    assert base([VIEW], owns=True) == base([ADMINISTRATOR]) == ALL
    assert within(ADMINISTRATOR, BOT, (), [rule(GUILD, deny=ALL)]) == ALL


def test_who_may_not_write_calls_nobody_and_attaches_nothing() -> None:
    assert within(VIEW | HISTORY | ATTACH | MENTION_EVERYONE, BOT, (), []) == VIEW | HISTORY


def test_who_is_timed_out_reads_and_no_more() -> None:
    bits = VIEW | HISTORY | SEND | IN_THREADS | PIN
    assert within(bits, BOT, (), [], timed_out=True) == VIEW | HISTORY


def test_in_a_thread_another_permission_to_write_counts() -> None:
    assert in_thread(VIEW | SEND | ATTACH) == VIEW
    assert in_thread(VIEW | IN_THREADS | ATTACH) == VIEW | IN_THREADS | SEND | ATTACH
    assert in_thread(SEND | IN_THREADS) == 0
