"""The patterns that ship are what the lexicons come to, and are not taken for those of others."""

from pathlib import Path

import pytest

from bot.app import lexicons, shipped
from bot.app.lexicons import COMPILED, LEXICONS, lexicon_of, proven_of
from bot.app.shipped import shipped as text_of
from bot.crisis.compiled import Made, key_of, packed, unpacked
from bot.crisis.errors import LexiconError
from bot.crisis.lexicon import Lexicon
from bot.crisis.tables import Tables

pytestmark = pytest.mark.no_cover  # to work a lexicon out takes seconds, five times that traced


@pytest.mark.parametrize("language", LEXICONS)
def test_what_ships_is_what_the_lexicon_comes_to(tables: Tables, language: str) -> None:
    file = f"{language}.toml"
    anew: Made = {}
    Lexicon.parse(text_of("lexicon", file), file, tables, anew)
    assert proven_of(language) == anew, "run ./run prove"
    assert unpacked(packed(anew)) == anew


def test_a_pattern_is_named_by_what_it_is_made_of() -> None:
    assert key_of(["a b"], wakes=True) != key_of(["a", "b"], wakes=True)
    assert key_of(["a b"], wakes=True) != key_of(["a b"], wakes=False)


def test_a_lexicon_that_was_changed_is_worked_out_and_proven_anew(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another(name: str) -> str:
        return f"another {name}"

    monkeypatch.setattr(lexicons, "seal_of", another)
    assert proven_of("de") is None
    assert lexicon_of("de", tables).ruleset.rules.keys()


@pytest.mark.parametrize("raw", [b"", b"\x1f\x8bhalf", None])
def test_a_corrupt_file_of_patterns_stops_the_start(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes | None
) -> None:
    folder = tmp_path / "lexicon"
    folder.mkdir()
    for name in ("proven.txt", "de.toml", "tables.toml"):
        (folder / name).write_text(text_of("lexicon", name), encoding="utf-8")
    if raw is not None:
        (folder / f"de.{COMPILED}").write_bytes(raw)
    monkeypatch.setattr(shipped, "data", lambda: tmp_path)
    with pytest.raises((LexiconError, shipped.ContentError), match=r"de\.patterns\.gz:0: cannot"):
        lexicon_of("de", tables)
