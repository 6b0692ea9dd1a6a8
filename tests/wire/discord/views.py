"""What people see of a body: marks become names, as a client shows them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord.drawing.names import action_of
from adapters.discord.drawing.trace import untraced
from adapters.memory.faces import form_lines
from adapters.memory.places import OFFICES, office_id
from adapters.memory.town import Town
from bot.model.people import Platform
from bot.ui.form import Choice, Form, Kind, Question
from bot.ui.reply import Button

Json = dict[str, Any]
HERE = Platform.DISCORD
MARK = re.compile(r"<(@&|@|#)(\d+)>")
COMMAND = re.compile(r"</([\w-]+):\d+>")
LISTS = {6: Kind.ROLES, 8: Kind.ROOMS}
"""Types of components from which roles and channels are picked."""
BLANK, PICTURE = "\u200b", ".jpg"


@dataclass(frozen=True, slots=True)
class View:
    """A text, what can be pressed, and a form that stands open."""

    text: str
    buttons: tuple[Button, ...] = ()
    form: Form | None = None
    pictures: tuple[bytes, ...] = ()


def view_of(body: Mapping[str, Any], town: Town, files: Sequence[tuple[str, bytes]] = ()) -> View:
    """A message's body as it is seen: a text as if it had been opened, a picture by its name."""
    text = untraced(body)[0]
    shown = COMMAND.sub(r"/\1", MARK.sub(lambda found: _named(found, town), text))
    lines = [*([shown] if shown != BLANK else []), *(_file(*one) for one in files)]
    rows: list[Json] = body.get("components") or []
    buttons = tuple(_button(one) for row in rows for one in row["components"])
    pictures = tuple(held for name, held in files if name.endswith(PICTURE))
    return View("\n".join(lines), buttons, pictures=pictures)


def _file(name: str, held: bytes) -> str:
    return f"[{name}]" if name.endswith(PICTURE) else f"[{name}]\n{held.decode()}"


def modal_view(body: Mapping[str, Any], town: Town) -> View:
    """A form that opened."""
    action, about, _ = action_of(body["custom_id"])
    questions = tuple(_questions(body["components"], town))
    form = Form(body["title"], action, questions, about)
    return View(form_lines(form), (), form)


def _list(label: str, asked: Json, town: Town) -> Question:
    """A list, with the names of what is picked."""
    kind = LISTS[asked["type"]]
    sign = "#" if kind is Kind.ROOMS else "@&"
    shown = (f"<{sign}{one['id']}>" for one in asked["default_values"])
    picked = ", ".join(MARK.sub(lambda found: _named(found, town), one) for one in shown)
    return Question(asked["custom_id"], label, kind, required=False, answer=picked)


def chosen(names: str, kind: Kind, town: Town) -> list[str]:
    """The ids of what a person picks by these names. ValueError for what the list does not show."""
    wanted = [one.strip() for one in names.split(",") if one.strip()]
    if kind is Kind.ROOMS:
        known = {one.name: one.id for one in town.places if one.platform is HERE}
    else:
        known = {f"@{one}".casefold(): office_id(one, HERE) for one in OFFICES}
        wanted = [f"@{one.lstrip('@')}".casefold() for one in wanted]
    if missing := [one for one in wanted if one not in known]:
        message = f"no list shows {missing}"
        raise ValueError(message)
    return [known[one] for one in wanted]


def _questions(parts: Sequence[Json], town: Town) -> Iterator[Question]:
    for part in parts:
        asked = part["component"]
        if asked["type"] in LISTS:
            yield _list(part["label"], asked, town)
            continue
        options = asked.get("options", [])
        choices = tuple(Choice(one["value"], one["label"]) for one in options)
        chosen = next((one["value"] for one in options if one.get("default")), "")
        yield Question(
            asked["custom_id"], part.get("description") or part["label"],
            Kind.CHOICE if options else Kind.LINE, asked.get("required", True), choices,
            answer=chosen or asked.get("value", ""),
        )  # fmt: skip


def _button(one: Json) -> Button:
    action, about, again = action_of(one["custom_id"])
    return Button(action, one["label"], f"{about}|{again}" if again else about)


def _named(found: re.Match[str], town: Town) -> str:
    sign, id_ = found.groups()
    if sign == "@&":
        names = {office_id(name, HERE): name for name in OFFICES}
        return f"@{names.get(id_, 'unknown-role').casefold()}"
    if sign == "#":
        rooms = [one.name for one in town.places if one.platform is HERE and one.id == id_]
        return rooms[0] if rooms else "#unknown"
    people = [one.name for one in town.people.values() if one.on(HERE).id == id_]
    return f"@{people[0] if people else 'unknown-user'}"
