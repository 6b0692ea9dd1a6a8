"""Every key that the code uses is in the English catalogue, and every entry is used."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

from babel.messages.pofile import read_po

from bot.app.content import Content
from bot.audit import Fault
from bot.model.incident import Outcome, Told
from tests.house.rules import HOUSE, sources

PO = sorted((HOUSE / "data" / "locales" / "en" / "LC_MESSAGES").glob("*.po"))


def messages() -> Iterator[tuple[str, str]]:
    """Every key of the English catalogue with its words; both forms of a plural."""
    for file in PO:
        with file.open("rb") as stream:
            for message in read_po(stream):
                key = message.id if isinstance(message.id, str) else message.id[0]
                said = (message.string,) if isinstance(message.string, str) else message.string
                yield from ((key, words) for words in said or () if key)


def spoken() -> Iterator[str]:
    """Every constant that looks like a key, in the code that speaks."""
    for source in sources("bot", "cogs", "adapters"):
        for node in ast.walk(ast.parse(source.text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_entry_has_words_and_named_gaps_only() -> None:
    for key, words in messages():
        assert words.strip(), key
        gaps = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
        assert all(name.isidentifier() for name in gaps), key


def test_nothing_cheers_on_a_bad_day() -> None:
    for key, words in messages():
        assert "!checkin" in words or "!" not in words, key


def test_commands_are_marked_so_that_each_platform_writes_them_its_own_way() -> None:
    typed = re.compile(r"(?<![\w<:/])/[a-z]{2,}")
    for key, words in messages():
        if not key.startswith(("cli.", "demo.", "tour.", "town.")):
            assert not typed.search(words), key


def test_no_key_stands_twice() -> None:
    seen: list[str] = []
    for file in PO:
        seen += re.findall(r'^msgid "(.+)"$', file.read_text("utf-8"), re.MULTILINE)
    assert len(seen) == len(set(seen))


def test_every_level_outcome_and_fault_has_its_words(content: Content) -> None:
    say = content.texts.into("en")
    for key in (
        *(f"level.{level}" for level in range(5)),
        *(f"outcome.{one.replace('-', '_')}" for one in Outcome),
        *(f"card.told.{one.replace('-', '_')}" for one in Told),
        *(f"owner.{one.replace('-', '_')}" for one in Fault),
    ):
        assert say.own.gettext(key) != key, key


def test_every_entry_is_used_or_belongs_to_a_family() -> None:
    families = ("level.", "outcome.", "card.told.", "owner.", "card.button.", "answer.level.")
    constants = set(spoken())
    prefixes = {one for one in constants if one.endswith(".")}
    for key, _ in messages():
        stem = key.rsplit(".", 1)[0]
        known = key in constants or stem in constants or key.startswith(families)
        parts = re.split(r"[.]", key)
        formed = (
            parts[-1] in {"ask", "title", "about", "name"}
            or stem in constants
            or any(key.startswith(prefix) for prefix in prefixes)
        )
        assert known or formed, key
