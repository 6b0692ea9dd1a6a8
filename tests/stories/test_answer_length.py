"""A crisis answer is short in every country, by day, by night, and before the bot is armed."""

from collections.abc import Iterator

import pytest

from bot.app.content import Content
from bot.ui.texts import Say


def _called(say: Say) -> Iterator[str]:
    """Every sentence about who was called, by day, by night, and before the bot is armed."""
    for key in ("answer.called", "answer.called.draft", "answer.called.ghost"):
        yield from (say(key), say(f"{key}.unarmed"))
        until = say("sleep.clock", time="07:00", place="New York")
        yield say(f"{key}.asleep", until=until)


@pytest.mark.parametrize("language", ["en", "es", "de"])
@pytest.mark.parametrize("first", ["answer.level.2", "answer.level.3", "answer.level.4"])
def test_an_answer_has_at_most_eighty_words_in_every_country(
    content: Content, first: str, language: str
) -> None:
    say = content.texts.into(language)
    for country in (None, *content.directory.countries()):
        lines = content.cards.text(country, say, urgent=first.endswith("4"))
        told = max(
            (*_called(say), say("answer.nobody_told"), say("answer.over")),
            key=lambda text: len(text.split()),
        )
        text = f"{say(first)}\n{told}\n{lines}"
        assert len(text.split()) <= 80, text
