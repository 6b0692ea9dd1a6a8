"""The patterns that ship are what the lexicons come to, and are not taken for those of others."""

from pathlib import Path

import pytest

from bot.app import shipped
from bot.app.lexicons import COMPILED, LEXICONS, lexicon_of, proven_of
from bot.app.shipped import shipped as text_of
from bot.app.shipped import shipped_bytes
from bot.crisis.compiled import Made, key_of, packed, unpacked
from bot.crisis.lexicon import Lexicon
from bot.crisis.tables import Tables


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


@pytest.mark.parametrize("file", ["de.toml", f"de.{COMPILED}"])
def test_where_either_was_changed_it_is_worked_out_anew(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    folder = tmp_path / "lexicon"
    folder.mkdir()
    for name in ("proven.txt", "de.toml", "tables.toml", f"de.{COMPILED}"):
        (folder / name).write_bytes(shipped_bytes("lexicon", name))
    with (folder / file).open("ab") as changed:
        changed.write(b"\n")
    monkeypatch.setattr(shipped, "data", lambda: tmp_path)
    assert proven_of("de") is None
    assert lexicon_of("de", tables).ruleset.rules
