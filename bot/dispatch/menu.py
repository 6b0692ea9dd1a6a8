"""The menu: every command with its words in every language, for platforms that list them."""

from dataclasses import replace
from typing import Any

from bot.cog import Command
from bot.dispatch.table import Table, key_of
from bot.ports.menu import Entry
from bot.ui.form import Question, blanks, questions_of
from bot.ui.texts import Say, Texts


def menu_of(table: Table, texts: Texts) -> tuple[Entry, ...]:
    """All commands, by name."""
    return tuple(_entry(one, texts) for _, one in sorted(table.commands.items()))


def _entry(command: Command[Any], texts: Texts) -> Entry:
    voices = {language: texts.into(language) for language in texts.catalogues}
    about, name = f"{key_of(command)}.about", f"{key_of(command)}.name"
    return Entry(
        command.name,
        {language: say(about if command.on_message else name) for language, say in voices.items()},
        {language: say(about) for language, say in voices.items()},
        {language: _options(command.form, say) for language, say in voices.items()},
        command.on_message,
        command.words,
    )


def _options(form: type, say: Say) -> tuple[Question, ...]:
    """The questions of a command, each with its name in the language of `say`."""
    asked = {one.id: one.ask for one in blanks(form)}
    return tuple(
        replace(one, name=say(f"{asked[one.id].key}.name"), suggests=bool(asked[one.id].suggests))
        for one in questions_of(form, say)
    )
