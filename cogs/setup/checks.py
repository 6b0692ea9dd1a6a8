"""What is missing and what mends it, as values: the doctor's findings. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.model.community import Community, Grant
from bot.model.people import Platform, Role, Room
from bot.ports.lacks import Lack, Lacks
from bot.ports.survey import Ability, Survey, SurveyedRole
from cogs.setup.desk import Backing


class Ail(StrEnum):
    """What can be missing; the catalogue says each with its mend under `doctor.`."""

    REFUSED = "refused"
    CROWDED = "crowded"
    OUTDATED = "outdated"
    NO_HOME = "no-home"
    UNREACHABLE = "unreachable"
    NO_CONTENT = "no-content"
    NO_MEMBERS = "no-members"
    IDENTITY = "identity"
    NO_MODERATOR_ROOM = "no-moderator-room"
    ROOM_GONE = "room-gone"
    ROOM_OPEN = "room-open"
    ROOM_PLAIN = "room-plain"
    SEE = "cannot-see"
    WRITE = "cannot-write"
    READ_HISTORY = "cannot-read-history"
    MAKE_THREADS = "cannot-make-threads"
    WRITE_IN_THREADS = "cannot-write-in-threads"
    CALL = "cannot-call"
    ATTACH = "cannot-attach"
    NO_PICTURES = "no-pictures"
    NO_MIRROR = "no-mirror"
    CLOCK_AHEAD = "clock-ahead"
    CLOCK_BEHIND = "clock-behind"
    FEW_OPENINGS = "few-openings"
    NO_MODERATOR_ROLE = "no-moderator-role"
    ROLE_GONE = "role-gone"
    ROLE_EMPTY = "role-empty"
    ONE_MODERATOR = "one-moderator"
    NOBODY_ON_DUTY = "nobody-on-duty"
    NO_VENT_ROOM = "no-vent-room"
    NO_NOTICE_ROOM = "no-notice-room"
    NOT_NOTICED = "not-noticed"
    NO_COUNTRY = "no-country"
    NO_AGE = "no-age"
    NO_LEXICON = "no-lexicon"
    NO_OWNER = "no-owner"
    NO_PAGER = "no-pager"
    NO_DEADMAN = "no-deadman"
    NOT_ARMED = "not-armed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing, and where or what it is about."""

    ail: Ail
    room: Room | None = None
    what: str = ""


READS = (Ability.SEE, Ability.WRITE, Ability.READ_HISTORY)
VENTS = (*READS, Ability.MAKE_THREADS, Ability.WRITE_IN_THREADS)
SPEAKS = (Ability.SEE, Ability.WRITE)
MEND = {
    Ability.SEE: Ail.SEE, Ability.WRITE: Ail.WRITE, Ability.READ_HISTORY: Ail.READ_HISTORY,
    Ability.MAKE_THREADS: Ail.MAKE_THREADS, Ability.WRITE_IN_THREADS: Ail.WRITE_IN_THREADS,
    Ability.CALL: Ail.CALL, Ability.ATTACH: Ail.ATTACH,
}  # fmt: skip
Surveyed = Mapping[Platform, Survey]
Lacking = Mapping[Platform, Lacks]
LACKS = {
    Lack.ENTRY: Ail.REFUSED, Lack.CROWD: Ail.CROWDED, Lack.TERMS: Ail.OUTDATED,
    Lack.HOME: Ail.NO_HOME, Lack.CONTENT: Ail.NO_CONTENT, Lack.MEMBERS: Ail.NO_MEMBERS,
    Lack.IDENTITY: Ail.IDENTITY,
}  # fmt: skip


def findings(
    community: Community, surveys: Surveyed, lacking: Lacking, backing: Backing, *, on_duty: bool
) -> tuple[Finding, ...]:
    """All that is missing now, what alerts need first."""
    return (
        *lack_findings(lacking),
        *clock_findings(surveys),
        *_rooms(community, surveys),
        *_roles(community, surveys),
        *_people(community, backing, on_duty=on_duty),
        *_backing(community, backing),
    )


def hindrances(room: Room, needs: tuple[Ability, ...], surveys: Surveyed) -> Iterator[Finding]:
    """What the bot lacks in a room that it is to use; nothing where nobody can tell.

    Of a room that it does not see, that alone: what it could do there nobody knows.
    """
    survey = surveys.get(room.platform)
    if survey is None:
        return
    known = survey.room(room)
    if known is None:
        yield Finding(Ail.ROOM_GONE, room)
        return
    if Ability.SEE not in known.may:
        needs = (Ability.SEE,)
    elif Ability.WRITE not in known.may:  # who may not write calls nobody, either
        needs = tuple(one for one in needs if one is not Ability.CALL)
    yield from (Finding(MEND[one], known.room) for one in needs if one not in known.may)


def lack_findings(lacking: Lacking) -> Iterator[Finding]:
    """What the platforms keep from the bot as a whole."""
    for platform, lacks in lacking.items():
        found = (ail for lack, ail in LACKS.items() if lacks.get(lack))
        yield from (Finding(ail, what=platform.value) for ail in found)


def clock_findings(surveys: Surveyed) -> Iterator[Finding]:
    """Whether our clock is wrong, by those of the platforms, in hours and minutes."""
    for survey in surveys.values():
        if survey.skew:
            ail = Ail.CLOCK_AHEAD if survey.skew < timedelta(0) else Ail.CLOCK_BEHIND
            hours, minutes = divmod(abs(survey.skew) // timedelta(minutes=1), 60)
            yield Finding(ail, what=f"{hours}:{minutes:02}")
            return


def _rooms(community: Community, surveys: Surveyed) -> Iterator[Finding]:
    named = (*community.moderator_rooms, *community.vent_rooms, *community.notice_rooms)
    away = {room.platform for room in named} - surveys.keys()
    yield from (Finding(Ail.UNREACHABLE, what=one.value) for one in sorted(away))
    if not community.moderator_rooms:
        yield Finding(Ail.NO_MODERATOR_ROOM)
    yield from room_findings(community, surveys)


def room_findings(community: Community, surveys: Surveyed) -> Iterator[Finding]:
    """What the bot lacks in the rooms that are named, and which of them are open that must not."""
    for room in community.moderator_rooms:
        yield from hindrances(room, _alerts(community, room.platform, surveys), surveys)
        yield from _open(room, surveys)
    for room in community.vent_rooms:
        yield from hindrances(room, VENTS, surveys)
    for room in community.notice_rooms:
        yield from hindrances(room, SPEAKS, surveys)
    yield from pictures_hindered(community, surveys)
    if any(survey.mirrors is False for survey in surveys.values()):
        yield Finding(Ail.NO_MIRROR)


def pictures_hindered(community: Community, surveys: Surveyed) -> Iterator[Finding]:
    """Where the bot could show no pictures, if the community lets anonymous posts have some.

    Of a room that it does not see, or cannot write in, that is said already.
    """
    if not community.pictures:
        return
    for room in (*community.vent_rooms, *community.moderator_rooms):
        survey = surveys.get(room.platform)
        known = survey.room(room) if survey else None
        if known and {*SPEAKS} <= known.may and Ability.ATTACH not in known.may:
            yield Finding(Ail.ATTACH, known.room)


def _alerts(community: Community, platform: Platform, surveys: Surveyed) -> tuple[Ability, ...]:
    """What alerts need: roles that anybody may call ring without a permission."""
    grants = [one for one in community.granted(Role.MODERATOR) if one.platform is platform]
    roles = [surveyed(one, surveys) for one in grants]
    rings = bool(roles) and all(one is not None and one.mentionable for one in roles)
    return READS if rings else (*READS, Ability.CALL)


def _open(room: Room, surveys: Surveyed) -> Iterator[Finding]:
    survey = surveys.get(room.platform)
    known = survey.room(room) if survey else None
    if known is not None and known.open_to_all:
        yield Finding(Ail.ROOM_OPEN, known.room)
    if known is not None and known.encrypted is False:
        yield Finding(Ail.ROOM_PLAIN, known.room)


def _roles(community: Community, surveys: Surveyed) -> Iterator[Finding]:
    moderators = community.granted(Role.MODERATOR)
    if not moderators:
        yield Finding(Ail.NO_MODERATOR_ROLE)
    for grant in community.grants:
        known = surveyed(grant, surveys)
        if known is None and grant.platform in surveys:
            yield Finding(Ail.ROLE_GONE, what=grant.name)
        elif known is not None and known.holders == 0:
            yield Finding(Ail.ROLE_EMPTY, what=grant.name)
    if moderators and moderators_of(community, surveys) == 1:
        yield Finding(Ail.ONE_MODERATOR)


def moderators_of(community: Community, surveys: Surveyed) -> int | None:
    """How many moderate, on the platform that has most of them; None where nobody can tell."""
    counts: list[int] = []
    for platform, survey in surveys.items():
        grants = community.granted(Role.MODERATOR)
        ids = {one.id for one in grants if one.platform is platform}
        holders = [one.holders for one in survey.roles if one.id in ids]
        counts += [sum(one or 0 for one in holders)] if holders and None not in holders else []
    return max(counts, default=None)


def surveyed(grant: Grant, surveys: Surveyed) -> SurveyedRole | None:
    """What is known of a role that was granted something."""
    survey = surveys.get(grant.platform, Survey())
    return next((one for one in survey.roles if one.id == grant.id), None)


def _people(community: Community, backing: Backing, *, on_duty: bool) -> Iterator[Finding]:
    if not on_duty:
        yield Finding(Ail.NOBODY_ON_DUTY)
    if not community.vent_rooms:
        yield Finding(Ail.NO_VENT_ROOM)
    if not community.notice_rooms:
        yield Finding(Ail.NO_NOTICE_ROOM)
    elif not community.all_noticed:
        yield Finding(Ail.NOT_NOTICED)
    if community.country is None:
        yield Finding(Ail.NO_COUNTRY)
    if community.age is None:
        yield Finding(Ail.NO_AGE)
    for tag in community.languages:
        if tag.replace("_", "-").split("-")[0].lower() not in backing.lexicons:
            yield Finding(Ail.NO_LEXICON, what=tag)


def _backing(community: Community, backing: Backing) -> Iterator[Finding]:
    if not backing.owners:
        yield Finding(Ail.NO_OWNER)
    if not backing.pagers:
        yield Finding(Ail.NO_PAGER)
    if not backing.deadman:
        yield Finding(Ail.NO_DEADMAN)
    if not community.armed:
        yield Finding(Ail.NOT_ARMED)
