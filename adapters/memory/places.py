"""Who lives in the town, and which rooms it has."""

from dataclasses import dataclass, field
from zlib import crc32

from bot.model.people import Member, Platform, Room

BOT = "porchlight"
ENTRANCE = "@bot"
MODERATORS, LISTENERS, ADMINS, HELPERS = "Moderators", "Listeners", "Admins", "Helpers"
OFFICES = (MODERATORS, LISTENERS, ADMINS, HELPERS)
"""The roles that both platforms have; Helpers is one that nobody holds."""
FIRST_ID = 1_100_000_000_000_000_000
STEP_ID = 7_919_000_331
FIRST_NUMBER = 1_200_000_000_000_000_000
"""Rooms and roles of the pretended Discord have numbers, as those of the real one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account on each platform. `offices` are the names of roles they hold."""

    name: str
    offices: frozenset[str]
    accounts: dict[Platform, Member] = field(repr=False)

    def on(self, platform: Platform) -> Member:
        """Their account there."""
        return self.accounts[platform]

    def holds(self, platform: Platform) -> frozenset[str]:
        """The platform's own ids of the roles they hold there."""
        return frozenset(office_id(one, platform) for one in self.offices)


@dataclass(frozen=True, slots=True)
class Place:
    """A room with those who see it."""

    room: Room
    people: frozenset[str]


def office_id(name: str, platform: Platform) -> str:
    """The platform's own id of a role."""
    return _id(platform, f"role-{name.casefold()}")


def person(name: str, number: int, *offices: str) -> Person:
    """Somebody whose ids look like real ones, so that a leak would be found."""
    snowflake = FIRST_ID + STEP_ID * (number + 1)
    accounts = {
        Platform.DISCORD: Member(Platform.DISCORD, str(snowflake), name),
        Platform.MATRIX: Member(
            Platform.MATRIX, f"@{name}.{snowflake % 99_991}:town.example", name
        ),
    }
    return Person(name, frozenset(offices), accounts)


def residents() -> dict[str, Person]:
    """The six people of the demo."""
    everybody = (
        person("ana", 0),
        person("ben", 1),
        person("lia", 2, LISTENERS),
        person("mo", 3, MODERATORS),
        person("kit", 4, MODERATORS),
        person("ada", 5, ADMINS),
    )
    return {one.name: one for one in everybody}


OWNER = "ada"
CUSTODIANS = ("mo", "kit")
STAFF = frozenset({"mo", "kit", "ada"})


def room_named(name: str, platform: Platform) -> Room:
    """A room by what people call it."""
    return Room(platform, _id(platform, name.lstrip("#")), name)


def dm_room(name: str, platform: Platform) -> Room:
    """The private conversation of a person with the bot."""
    return Room(platform, _id(platform, f"dm-{name}"), ENTRANCE)


def thread_room(room: Room, name: str) -> Room:
    """The thread beside a room that holds one person and the moderators."""
    id_ = _id(room.platform, f"{room.id}-private-{name}")
    return Room(room.platform, id_, f"{room.name}/private")


def _id(platform: Platform, name: str) -> str:
    if platform is Platform.DISCORD:
        return str(FIRST_NUMBER + crc32(name.encode()))
    return f"{platform}-{name}"


def places(people: dict[str, Person]) -> dict[Room, Place]:
    """The rooms of the demo on both platforms; DMs come as people write."""
    everybody = frozenset(people)
    found: dict[Room, Place] = {}
    for platform in Platform:
        for name in ("#general", "#vent", "#moderators"):
            room = room_named(name, platform)
            found[room] = Place(room, STAFF & everybody if name == "#moderators" else everybody)
    return found


def moderator_rooms() -> tuple[Room, ...]:
    """The moderators' room of each platform."""
    return tuple(room_named("#moderators", platform) for platform in Platform)
