"""The shipped lexicon and a detector over it, made once for all tests of this folder."""

import json
import os
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path

import pytest

from bot.app.content import Content
from bot.app.lexicons import lexicon_of
from bot.crisis.detector import Detector
from bot.crisis.lexicon import Lexicon
from bot.crisis.tables import Tables

PROJECT = Path(__file__).parents[3]
SHIPPED = resources.files("data").joinpath("lexicon")


@pytest.fixture(scope="session")
def tables() -> Tables:
    name = "tables.toml"
    return Tables.parse(SHIPPED.joinpath(name).read_text(encoding="utf-8"), name)


@pytest.fixture(scope="session")
def lexicon(tables: Tables) -> Lexicon:
    return lexicon_of("en", tables)


@pytest.fixture(scope="session")
def by_rules(lexicon: Lexicon) -> Detector:
    """English rules alone."""
    return Detector.by_rules(lexicon)


@pytest.fixture(scope="session")
def detector(content: Content) -> Detector:
    """The one that ships, all languages, rules and weights."""
    return content.detector


@pytest.fixture(scope="session")
def benign() -> Callable[[str], Sequence[str]]:
    """Public chat by file name; skipped where the shared folder is absent, failed in CI."""
    shared = Path(os.environ.get("PORCHLIGHT_SHARED", PROJECT.parent / "shared"))

    def lines(name: str) -> Sequence[str]:
        file = shared / "data" / "benign" / name
        if not file.exists():
            reason = f"the shared folder holds no {name}"
            _ = pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
        return [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]

    return lines
