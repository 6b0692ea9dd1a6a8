"""What the steps of setup ask; whatever is left out stays as it is."""

from dataclasses import dataclass, field
from typing import Annotated

from bot.model.community import AgePolicy
from bot.ui.form import Ask, Kind

NAMES_CHARS = 1_000
"""Room for 25 that were picked from a list, each by its id."""


def _rooms(key: str) -> Ask:
    return Ask(key, NAMES_CHARS, picks=Kind.ROOMS)


def _roles(key: str) -> Ask:
    return Ask(key, NAMES_CHARS, picks=Kind.ROLES)


@dataclass(frozen=True, slots=True)
class RoomsForm:
    """Rooms, as people call them."""

    moderators: Annotated[str | None, _rooms("setup.rooms.moderators")] = None
    vent: Annotated[str | None, _rooms("setup.rooms.vent")] = None
    notice: Annotated[str | None, _rooms("setup.rooms.notice")] = None


@dataclass(frozen=True, slots=True)
class RolesForm:
    """Roles of the platform, as people call them."""

    moderators: Annotated[str | None, _roles("setup.roles.moderators")] = None
    listeners: Annotated[str | None, _roles("setup.roles.listeners")] = None
    admins: Annotated[str | None, _roles("setup.roles.admins")] = None


@dataclass(frozen=True, slots=True)
class PeopleForm:
    """Who the members are."""

    country: Annotated[str | None, Ask("setup.people.country", 60, suggests="country")] = None
    languages: Annotated[str | None, Ask("setup.people.languages", suggests="languages")] = None
    age: Annotated[AgePolicy | None, Ask("setup.people.age")] = None
    vetted: Annotated[bool | None, Ask("setup.people.vetted")] = None
    pictures: Annotated[bool | None, Ask("setup.people.pictures")] = None


@dataclass(frozen=True, slots=True)
class LinkForm:
    """Nothing to be given a code; or the one that an admin of the other platform was given."""

    code: Annotated[str | None, Ask("setup.link.code_asked", 20)] = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CallsForm:
    """When who is called."""

    waits: Annotated[str | None, Ask("setup.calls.waits", 60)] = None
    again: Annotated[str | None, Ask("setup.calls.again", 20)] = None
    sleep: Annotated[str | None, Ask("setup.calls.sleep", 100)] = None
    quiet: Annotated[str | None, Ask("setup.calls.quiet", 20)] = None
    quiet_answer: Annotated[str | None, Ask("setup.calls.quiet_answer", 20)] = None
