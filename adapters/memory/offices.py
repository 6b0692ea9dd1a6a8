"""The roles of the pretended platforms, and what the town says about itself when asked."""

from adapters.memory.places import ADMINS, LISTENERS, MODERATORS, OFFICES, office_id, room_named
from bot.model.community import AgePolicy, Community, Grant
from bot.model.people import Platform, Role, Room
from bot.ports.survey import Ability, Survey, SurveyedRole, SurveyedRoom

EVERYBODY = "Everybody"
GIVES = {MODERATORS: Role.MODERATOR, LISTENERS: Role.LISTENER, ADMINS: Role.ADMIN}


def survey_of(
    platform: Platform, rooms: dict[Room, frozenset[str]], holding: dict[str, frozenset[str]],
    forbidden: set[Room],
) -> Survey:  # fmt: skip
    """The town on one platform: who sees each room, who holds what, where the bot is shut out."""
    everybody = frozenset(holding)
    return Survey(
        rooms=tuple(
            SurveyedRoom(room, _may(room in forbidden), people >= everybody)
            for room, people in rooms.items()
            if room.platform is platform
        ),
        roles=(
            *(
                SurveyedRole(
                    office_id(name, platform), name,
                    sum(name in offices for offices in holding.values()),
                )
                for name in OFFICES
            ),
            SurveyedRole(office_id(EVERYBODY, platform), EVERYBODY, len(holding), everybody=True),
        ),
    )  # fmt: skip


def set_up(community: Community) -> Community:
    """The community as ada set it up, but for the drill: what the demo begins with."""
    return Community(
        moderator_rooms=community.moderator_rooms, vent_rooms=community.vent_rooms,
        notice_rooms=tuple(room_named("#general", platform) for platform in Platform),
        grants=tuple(
            Grant(gives, platform, office_id(name, platform), name)
            for name, gives in GIVES.items()
            for platform in Platform
        ),
        country=community.country, languages=community.languages, age=AgePolicy.ADULTS,
        listeners_vetted=True, ladder=community.ladder,
    )  # fmt: skip


def _may(shut: bool) -> frozenset[Ability]:  # noqa: FBT001 - private
    return frozenset({Ability.SEE, Ability.READ_HISTORY} if shut else Ability)
