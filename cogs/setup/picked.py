"""What is set, as the answers that a platform's lists of rooms and roles show as picked. Pure."""

from collections.abc import Mapping

from bot.model.community import Community
from bot.model.people import Platform, Role
from bot.ports.survey import Survey
from bot.ui.form import Kind
from bot.ui.picks import Picks, answer_of

ROLES = {"moderators": Role.MODERATOR, "listeners": Role.LISTENER, "admins": Role.ADMIN}


def rooms_picked(now: Community, survey: Survey, platform: Platform) -> Mapping[str, str]:
    """The rooms of one platform that are set, and still there."""
    there = {one.room for one in survey.rooms}
    fields = {"moderators": now.moderator_rooms, "vent": now.vent_rooms, "notice": now.notice_rooms}
    ids = {name: tuple(one.id for one in rooms if one in there) for name, rooms in fields.items()}
    return _answers(ids, platform, Kind.ROOMS)


def roles_picked(now: Community, survey: Survey, platform: Platform) -> Mapping[str, str]:
    """As above."""
    there = {one.id for one in survey.roles}
    ids = {
        name: tuple(
            one.id for one in now.granted(role) if one.platform is platform and one.id in there
        )
        for name, role in ROLES.items()
    }
    return _answers(ids, platform, Kind.ROLES)


def _answers(
    ids: Mapping[str, tuple[str, ...]], platform: Platform, kind: Kind
) -> Mapping[str, str]:
    return {name: answer_of(Picks(platform, found), kind) for name, found in ids.items()}
