"""Anonymity by constructor: no feature can be given the vault, none can reach the network."""

import ast
from typing import get_type_hints

from bot.app import wiring
from bot.cog import Heard
from bot.model.people import Member, SealedRoute
from bot.model.venting import Draft, Line, Post, Vent
from tests.house.rules import sources

NETWORK = {"socket", "ssl", "http", "urllib", "aiohttp", "requests", "smtplib", "ftplib"}
SERVES_A_PAGE = {"bot/app/demo/browser.py"}
"""The demo in a browser listens on this machine; it is no part of the bot that runs."""
VAULT = {"IdentityVault", "Vault", "Routes", "Seals"}
HOLDS_THE_VAULT = {
    "bot/dispatch/naming.py",
    "bot/outbox/courier.py",
    "cogs/custody/feature.py",
    "cogs/custody/notice.py",
    "cogs/vent/desk.py",
}
"""Naming seals who wrote a draft; the courier opens a route at the moment of sending; the vent
feature's desk turns who pressed a button into proofs, and its port has no way to open a route;
custodians open one, two together, and the notice of it goes by an address of its own."""
HARMLESS = {"urllib.parse"}
"""Takes links apart and reaches nothing."""


def names_in(text: str) -> set[str]:
    """Every name that a file mentions."""
    tree = ast.parse(text)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names}
    return names


def test_no_feature_holds_the_vault_and_in_the_core_only_two_places_do() -> None:
    holding = {one.path for one in sources("bot", "cogs") if names_in(one.text) & VAULT}
    assert holding == HOLDS_THE_VAULT


def test_what_listeners_hear_of_a_thread_has_no_author_in_its_types() -> None:
    hints = get_type_hints(Heard)
    assert hints["route"] == SealedRoute | None
    assert not {"event", "who", "author", "member"} & set(hints)


def test_core_and_features_cannot_reach_the_network() -> None:
    for one in sources("bot", "cogs"):
        modules: set[str] = set()
        for node in ast.walk(ast.parse(one.text)):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                module = "" if node.module in HARMLESS else node.module or ""
                modules.add(module.split(".")[0])
        assert bool(modules & NETWORK) == (one.path in SERVES_A_PAGE), one.path


def test_the_wiring_gives_the_vault_to_venting_and_custodians_alone() -> None:
    makers = ("cogs_of", "crisis_over", "venting_over", "custody_over")
    names = {name: getattr(wiring, name).__code__.co_names for name in makers}
    assert [name for name, used in names.items() if "vault" in used] == [*makers[2:]]


def test_the_relays_rules_can_receive_no_author() -> None:
    people = {"Member", "Event", "AnyEvent", "Said", "Direct"}
    for one in sources("bot"):
        if one.path.startswith("bot/relay/"):
            assert not names_in(one.text) & people, one.path


def test_what_is_kept_of_a_thread_has_no_author_in_its_types() -> None:
    for kept in (Draft, Vent, Post, Line):
        assert not {"who", "author", "member", "by"} & set(get_type_hints(kept))
        assert Member not in get_type_hints(kept).values()


def test_the_vents_port_takes_and_gives_no_member() -> None:
    (port,) = [one.text for one in sources("bot") if one.path == "bot/ports/vents.py"]
    assert "Member" not in names_in(port)
