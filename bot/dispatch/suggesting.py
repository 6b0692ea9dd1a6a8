"""Answers that are offered while somebody types an option: pure, and past the path of events."""

from collections.abc import Sequence

from bot.dispatch.table import Table
from bot.ports.menu import Typing
from bot.ui.form import Choice, blanks
from bot.ui.texts import Texts

LONGEST_TYPED = 100
"""Characters of what is being typed that are looked at: no name of a country is longer."""
MOST = 25
"""So many are offered at most. Source: Discord's reference, Commands."""


def suggestions(table: Table, texts: Texts, typing: Typing) -> Sequence[Choice]:
    """What may be meant, in the language of who types; nothing for what suggests nothing."""
    command = table.command(typing.command)
    asked = () if command is None else blanks(command.form)
    names = (one.ask.suggests for one in asked if one.id == typing.question)
    suggests = table.suggests.get(next(names, ""))
    if suggests is None:
        return ()
    return suggests(typing.text[:LONGEST_TYPED], texts.into(typing.locale))[:MOST]
