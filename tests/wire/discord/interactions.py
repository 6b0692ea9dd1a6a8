"""Answers to interactions: acknowledged once, then edited or followed up by their token."""

from datetime import timedelta

from adapters.memory.ledger import Shown
from tests.wire.discord import objects
from tests.wire.discord.answers import Answer, Call, RefusedError
from tests.wire.discord.ids import APPLICATION
from tests.wire.discord.messages import message
from tests.wire.discord.objects import Json
from tests.wire.discord.permissions import ATTACH
from tests.wire.discord.rights import MISSING_PERMISSIONS, may
from tests.wire.discord.state import Opened, State
from tests.wire.discord.views import View, modal_view, view_of

EPHEMERAL = 64
MESSAGE, THINKING, SUGGESTIONS, MODAL = 4, 5, 8, 9
ORIGINAL = "@original"
ACK_WITHIN, TOKEN_LIVES = timedelta(seconds=3), timedelta(minutes=15)
"""Source: Discord's reference, Interactions."""


async def call_back(state: State, call: Call) -> Answer:
    """The first answer: once, and not to a form with another one."""
    id_, token = call.ids
    opened = state.opened.get(token)
    if opened is None or opened.id != id_:
        raise RefusedError(404, 10_062)
    if opened.acked:
        raise RefusedError(400, 40_060)
    if state.town.clock.now() - opened.at > ACK_WITHIN:
        raise RefusedError(404, 10_062)
    kind, data = call.body["type"], _data(call.body)
    if (opened.modal and kind == MODAL) or opened.typing != (kind == SUGGESTIONS):
        raise RefusedError(400, 50_035)
    opened.acked, opened.hidden, opened.waits = True, _is_hidden(data), kind == THINKING
    if kind == MESSAGE:
        shown = _answer(state, opened, view_of(data, state.town))
        opened.original = shown.n
        _watched(state, opened, shown, data)
    elif kind == SUGGESTIONS:
        opened.offered = data["choices"]
    elif kind == MODAL:
        view = modal_view(data, state.town)
        state.forms[data["custom_id"]] = view.form
        state.show(opened.place, view, private=True, only=opened.name)
    return 204, None


async def follow(state: State, call: Call) -> Answer:
    """One more answer; where a sign of waiting stands, it takes its place, and is as private.

    Source: Discord's reference, Create Followup Message.
    """
    opened = _opened(state, call.ids[1])
    if not opened.acked:
        raise RefusedError(404, 10_015)
    _may_attach(state, opened, call)
    if opened.waits:
        return await replace(state, Call((*call.ids, ORIGINAL), call.query, call.body, call.files))
    opened.hidden = _is_hidden(call.body)
    shown = _answer(state, opened, view_of(call.body, state.town, call.files))
    _watched(state, opened, shown, call.body)
    return 200, _told(state, shown, call.body)


async def replace(state: State, call: Call) -> Answer:
    """Another answer in the place of one; where only a sign of waiting stands, the first."""
    opened, which = _opened(state, call.ids[1]), call.ids[2]
    if not opened.acked:
        raise RefusedError(404, 10_008)
    _may_attach(state, opened, call)
    view = view_of(call.body, state.town, call.files)
    if which == ORIGINAL:
        opened.waits = False
        old = None if opened.original is None else state.town.ledger.get(str(opened.original))
    else:
        old = state.ids.shown(which)
    if old is None:
        shown = _answer(state, opened, view)
        opened.original = shown.n
    else:
        shown = _answer(state, opened, view, edits=state.town.ledger.newest(old).n)
    _watched(state, opened, shown, call.body)
    return 200, _told(state, shown, call.body)


def _may_attach(state: State, opened: Opened, call: Call) -> None:
    """An answer needs no right to write; that files need one is the stricter reading."""
    if call.files and not opened.direct and not may(state, opened.place.room) & ATTACH:
        raise RefusedError(403, MISSING_PERMISSIONS)


def _watched(state: State, opened: Opened, shown: Shown, body: Json) -> None:
    """What clients see of an answer names who acted; therefore nothing anonymous may be one."""
    user = objects.user(state.town.people[opened.name])
    by = {"id": opened.id, "type": 2, "user": user, "authorizing_integration_owners": {}}
    told = {**message(state, shown), **body, "webhook_id": APPLICATION}
    state.watch(shown.screen, "MESSAGE_CREATE", {**told, "interaction_metadata": by})


async def drop(state: State, call: Call) -> Answer:
    """Take an answer, or the sign of waiting, away."""
    opened = _opened(state, call.ids[1])
    opened.waits = opened.waits and call.ids[2] != ORIGINAL
    return 204, None


def _opened(state: State, token: str) -> Opened:
    opened = state.opened.get(token)
    if opened is None:
        raise RefusedError(404, 10_015)
    if state.town.clock.now() - opened.at > TOKEN_LIVES:
        raise RefusedError(401, 50_027)
    return opened


def _answer(state: State, opened: Opened, view: View, edits: int | None = None) -> Shown:
    only = opened.name if opened.hidden and not opened.direct else None
    private = opened.hidden or opened.direct
    return state.show(opened.place, view, private=private, edits=edits, only=only)


def _told(state: State, shown: Shown, body: Json) -> Json:
    state.bodies[state.town.ledger.first(shown).n] = body
    ours = {"webhook_id": APPLICATION, "application_id": APPLICATION}
    return {**message(state, shown), **ours}


def _data(body: Json) -> Json:
    found: Json = body.get("data") or {}
    return found


def _is_hidden(body: Json) -> bool:
    return bool(int(body.get("flags") or 0) & EPHEMERAL)
