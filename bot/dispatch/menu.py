"""The menu: every command with its words in every language, for platforms that list them."""

from typing import Any

from bot.cog import Command
from bot.dispatch.table import Table
from bot.ports.menu import Entry
from bot.ui.form import questions_of
from bot.ui.texts import Texts


def menu_of(table: Table, texts: Texts) -> tuple[Entry, ...]:
    """All commands, by name."""
    return tuple(_entry(one, texts) for _, one in sorted(table.commands.items()))


def _entry(command: Command[Any], texts: Texts) -> Entry:
    voices = {language: texts.into(language) for language in texts.catalogues}
    about = f"{command.name.replace('-', '_')}.about"
    return Entry(
        command.name,
        {language: say(about) for language, say in voices.items()},
        {language: questions_of(command.form, say) for language, say in voices.items()},
        command.on_message,
    )
