"""Anonymity by constructor: no feature can be given the vault, none can reach the network."""

import ast
from typing import get_type_hints

from bot.app import wiring
from bot.cog import Heard
from bot.model.people import SealedRoute
from tests.house.rules import sources

NETWORK = {"socket", "ssl", "http", "urllib", "aiohttp", "requests", "smtplib", "ftplib"}
SERVES_A_PAGE = {"bot/app/demo/browser.py"}
"""The demo in a browser listens on this machine; it is no part of the bot that runs."""
VAULT = {"IdentityVault", "Vault", "Routes"}
HOLDS_THE_VAULT = {"bot/dispatch/naming.py", "bot/outbox/courier.py"}
"""Naming seals who wrote a draft; the courier opens a route at the moment of sending."""


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
                modules.add((node.module or "").split(".")[0])
        assert bool(modules & NETWORK) == (one.path in SERVES_A_PAGE), one.path


def test_the_wiring_gives_no_feature_the_vault() -> None:
    names = wiring.cogs_of.__code__.co_names
    assert "vault" not in names
