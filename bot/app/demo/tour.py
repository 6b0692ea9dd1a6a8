"""The tour: stops that are acted out one after another. What they say is in the catalogue."""

import re
import tomllib
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.memory.script import NotAStep, Step, step_of
from bot.app.shipped import ContentError, shipped
from bot.model.people import Platform

FOLDER, FILE = "demo", "tour.toml"
LOOK = re.compile(r"^(?P<person>\w+) (?P<place>[#@][\w/-]+?)(?:/(?P<platform>discord|matrix))?$")


@dataclass(frozen=True, slots=True)
class Look:
    """Whose screen is shown, and which room of it."""

    person: str
    place: str
    platform: Platform


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: what is acted out when it is reached, and where to look then.

    With `changed` the message is chosen there that was edited last, else as always.
    """

    name: str
    acts: tuple[Step, ...] = field(repr=False)
    look: Look
    changed: bool = False


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    acts: tuple[str, ...] = ()
    look: str
    changed: bool = False


class _Tour(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    stop: tuple[_Row, ...]


def tour() -> tuple[Stop, ...]:
    """The tour that ships. Raises ContentError where it is corrupt."""
    return stops_in(shipped(FOLDER, FILE))


def stops_in(text: str) -> tuple[Stop, ...]:
    """The stops of a tour's file. Raises ContentError."""
    try:
        rows = _Tour.model_validate(tomllib.loads(text)).stop
        return tuple(_stop(row) for row in rows)
    except (tomllib.TOMLDecodeError, ValidationError, NotAStep) as wrong:
        mend = f"is no tour ({type(wrong).__name__}); install this version again"
        raise ContentError(FILE, 0, mend) from wrong


def _stop(row: _Row) -> Stop:
    found = LOOK.match(row.look)
    if found is None:
        message = f"{row.name}: look at PERSON ROOM"
        raise NotAStep(message)
    look = Look(found["person"], found["place"], Platform(found["platform"] or "discord"))
    steps = tuple(step for line in row.acts if (step := step_of(line)) is not None)
    return Stop(row.name, steps, look, row.changed)
