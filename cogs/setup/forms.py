"""What the steps of setup ask; whatever is left out stays as it is."""

from dataclasses import dataclass
from typing import Annotated

from bot.model.community import AgePolicy
from bot.ui.form import Ask

NAMES_CHARS = 400


@dataclass(frozen=True, slots=True)
class RoomsForm:
    """Rooms, as people call them."""

    moderators: Annotated[str | None, Ask("setup.rooms.moderators", NAMES_CHARS)] = None
    vent: Annotated[str | None, Ask("setup.rooms.vent", NAMES_CHARS)] = None
    notice: Annotated[str | None, Ask("setup.rooms.notice", NAMES_CHARS)] = None


@dataclass(frozen=True, slots=True)
class RolesForm:
    """Roles of the platform, as people call them."""

    moderators: Annotated[str | None, Ask("setup.roles.moderators", NAMES_CHARS)] = None
    listeners: Annotated[str | None, Ask("setup.roles.listeners", NAMES_CHARS)] = None
    admins: Annotated[str | None, Ask("setup.roles.admins", NAMES_CHARS)] = None


@dataclass(frozen=True, slots=True)
class PeopleForm:
    """Who the members are."""

    country: Annotated[str | None, Ask("setup.people.country", 60)] = None
    languages: Annotated[str | None, Ask("setup.people.languages")] = None
    age: Annotated[AgePolicy | None, Ask("setup.people.age")] = None
    vetted: Annotated[bool | None, Ask("setup.people.vetted")] = None


@dataclass(frozen=True, slots=True)
class CallsForm:
    """When who is called."""

    waits: Annotated[str | None, Ask("setup.calls.waits", 60)] = None
    again: Annotated[str | None, Ask("setup.calls.again", 20)] = None
    sleep: Annotated[str | None, Ask("setup.calls.sleep", 100)] = None
    quiet: Annotated[str | None, Ask("setup.calls.quiet", 20)] = None
    quiet_answer: Annotated[str | None, Ask("setup.calls.quiet_answer", 20)] = None
