"""What the space says about itself: its rooms, what we may do there, its roles. Pure."""

from adapters.matrix.payload import Payload, number_of, payload_of, text_of
from adapters.matrix.power import LEVELS
from adapters.matrix.reading.messages import ENCRYPTED, HERE, MESSAGE
from adapters.matrix.space.known import State
from adapters.matrix.space.offices import Offices
from bot.model.people import Member, Room
from bot.ports.survey import Ability, Survey, SurveyedRoom

EVERYWHERE = frozenset({Ability.SEE, Ability.READ_HISTORY})
"""Where we are in: what was said since we came is told to us wherever that is."""
SPEAKING = frozenset(Ability) - EVERYWHERE
"""What whoever may write may do, too. There are no threads for two, so none has to be allowed."""


def survey_of(offices: Offices) -> Survey:
    """The community as it is at this moment."""
    placed = offices.placed()
    away = sorted(offices.ours - offices.known.rooms.keys() - {offices.home})
    return Survey(
        rooms=(
            *(_room(offices, one) for one in placed),
            *(SurveyedRoom(Room(HERE, offices.moves.first(one), one), frozenset()) for one in away),
        ),
        roles=offices.surveyed(),
        runs=tuple(Member(HERE, one) for one in sorted(offices.runs())),
    )


def _room(offices: Offices, room: str) -> SurveyedRoom:
    state = offices.known.state(room)
    may = EVERYWHERE | (SPEAKING if may_write(state, offices.known.us) else frozenset[Ability]())
    named = Room(HERE, offices.moves.first(room), state.name or room)
    return SurveyedRoom(named, may, offices.is_open(room), encrypted=state.is_encrypted)


def may_write(state: State, us: str) -> bool:
    """Whether we may say something in a room, as it has to be said there."""
    levels = state.content(LEVELS)
    kind = ENCRYPTED if state.is_encrypted else MESSAGE
    return not state.is_replaced and state.powers.of(us) >= _needed(levels, kind)


def _needed(levels: Payload, kind: str) -> float:
    """The level for an event of a kind; old rooms write some as texts."""
    found = payload_of(levels.get("events")).get(kind, levels.get("events_default", 0))
    told = text_of(found)
    return float(int(told) if told.lstrip("-").isdecimal() else number_of(found) or 0)
