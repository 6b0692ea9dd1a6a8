"""The menu of commands as Discord holds it, sent only when it has changed."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from adapters.discord.payload import Payload, id_of, payload_of, text_of, values_of
from adapters.discord.sending.asking import BROKEN, Asks, all_in
from bot.ports.menu import Entry
from bot.ui.form import Choice, Kind, Question

LOG = logging.getLogger(__name__)
COMMANDS = "/applications/{application_id}/commands"
CHAT, MESSAGE = 1, 3
TEXT, YES_NO = 3, 5
"""Types of commands and of their options."""
IN_GUILD, IN_PRIVATE = 0, 1
LONGEST_ABOUT, LONGEST_CHOICE, MOST_CHOICES, LONGEST_NAME = 100, 100, 25, 32
LONGEST_ANSWER = 6000
LOCALES: Mapping[str, tuple[str, ...]] = {"en": ("en-US", "en-GB"), "es": ("es-ES", "es-419")}
"""Our languages by Discord's names, where they differ."""


@dataclass(slots=True)
class Menu:
    """The commands of our application. They are asked for once, and sent only where they differ."""

    ask: Asks
    known: dict[str, str] = field(default_factory=dict[str, str])

    async def sync(self, entries: Sequence[Entry], application: str) -> None:
        """Learn each command's id by its name; what is known stays, if Discord cannot be asked."""
        if self.known:
            return  # never at a reconnect
        ours, ids = menu_of(entries), {"application_id": application}
        try:
            params = {"with_localizations": "true"}
            theirs = all_in(await self.ask("GET", COMMANDS, {"params": params}, **ids))
            if not _same(ours, theirs):
                theirs = all_in(await self.ask("PUT", COMMANDS, {"json": ours}, **ids))
            named = {text_of(one.get("name")): id_of(one.get("id")) for one in theirs}
            self.known = {name: id_ for name, id_ in named.items() if name and id_}
        except BROKEN as broken:
            LOG.warning("the menu of commands could not be sent: %s", type(broken).__name__)


def menu_of(entries: Sequence[Entry]) -> list[Payload]:
    """The body that replaces all commands."""
    return [_on_message(one) if one.on_message else _command(one) for one in entries]


def labels_of(entries: Sequence[Entry]) -> dict[str, str]:
    """The command behind each label of a message's menu."""
    return {_label(one): one.name for one in entries if one.on_message}


def suggested(choices: Sequence[Choice]) -> list[Payload]:
    """Answers that are offered while one is being typed."""
    return [
        {"name": one.label[:LONGEST_CHOICE], "value": one.value[:LONGEST_CHOICE]}
        for one in choices[:MOST_CHOICES]
    ]


def _same(ours: Sequence[Payload], theirs: Sequence[Payload]) -> bool:
    """Whether Discord holds what we would send; it adds facts of its own."""
    held = {(one.get("type"), one.get("name")): one for one in theirs}
    return len(held) == len(ours) and all(
        _is_like(one, held.get((one["type"], one["name"]))) for one in ours
    )


def _is_like(ours: object, theirs: object) -> bool:
    if sent := payload_of(ours):
        found = payload_of(theirs)
        return all(_is_like(value, found.get(name)) for name, value in sent.items())
    if isinstance(ours, list):
        sent_all, found_all = values_of(cast("object", ours)), values_of(theirs)
        return len(sent_all) == len(found_all) and all(map(_is_like, sent_all, found_all))
    return (ours or None) == (theirs or None)


def _command(entry: Entry) -> Payload:
    return {
        "type": CHAT, "contexts": [IN_GUILD, IN_PRIVATE],
        **_said("name", {**entry.names, "en": entry.name}, LONGEST_NAME),
        **_said("description", entry.about, LONGEST_ABOUT),
        "options": [_option(one, entry) for one in entry.questions["en"]],
    }  # fmt: skip


def _on_message(entry: Entry) -> Payload:
    named = _said("name", entry.names, LONGEST_NAME)
    return {**named, "type": MESSAGE, "contexts": [IN_GUILD, IN_PRIVATE]}


def _label(entry: Entry) -> str:
    return entry.names["en"][:LONGEST_NAME]


def _option(question: Question, entry: Entry) -> Payload:
    """No option is required: who leaves all out gets the form."""
    asked = {
        language: next(one for one in questions if one.id == question.id)
        for language, questions in entry.questions.items()
    }
    names = {language: one.name for language, one in asked.items()}
    option: dict[str, object] = {
        "required": False,
        "type": TEXT,
        **_said("name", {**names, "en": question.id}, LONGEST_NAME),
        **_said("description", {one: asked[one].label for one in asked}, LONGEST_ABOUT),
    }
    if question.kind is Kind.YES_NO:
        option["type"] = YES_NO
    elif question.choices:
        option["choices"] = [_choice(n, asked) for n in range(len(question.choices))[:MOST_CHOICES]]
    else:
        if question.suggests:
            option["autocomplete"] = True
        option["max_length"] = min(question.longest_chars, LONGEST_ANSWER)
    return option


def _choice(number: int, asked: Mapping[str, Question]) -> Payload:
    labels = {language: one.choices[number].label for language, one in asked.items()}
    return {**_said("name", labels, LONGEST_CHOICE), "value": asked["en"].choices[number].value}


def _said(name: str, said: Mapping[str, str], longest: int) -> dict[str, object]:
    """Words in every language; English names itself, too, so that it is always English.

    Discord hands over the English name, whatever a member sees.
    """
    localised = {
        locale: text[:longest]
        for language, text in said.items()
        for locale in LOCALES.get(language, (language,))
    }
    return {name: said["en"][:longest], f"{name}_localizations": localised}
