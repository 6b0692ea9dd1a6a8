"""What somebody is in this community at this moment, as the bot will judge it."""

from bot.app.people import roles_of
from bot.app.rehearsal import Rehearsal
from bot.model.people import Role, Room


def standing(town: Rehearsal, name: str, room: Room) -> frozenset[Role]:
    """Their roles here: by the settings and by what setup granted; always a member."""
    person = town.town.people[name]
    given = roles_of(town.settings).get(person.on(room.platform), frozenset())
    if town.app is None:
        return given | {Role.MEMBER}
    granted = town.app.house.community.now.roles_of(person.holds(room.platform), room)
    return given | granted | {Role.MEMBER}
