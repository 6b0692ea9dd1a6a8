"""Messages: posted once under a nonce, edited, taken away, read from the history."""

from adapters.memory.ledger import Shown
from adapters.memory.places import OFFICES, Place, office_id
from bot.model.people import Room
from tests.wire.discord import objects
from tests.wire.discord.answers import Answer, Call, RefusedError
from tests.wire.discord.automod import ALERT_MESSAGE
from tests.wire.discord.cdn import attachments
from tests.wire.discord.censor import censored
from tests.wire.discord.ids import BOT, GUILD
from tests.wire.discord.objects import CONTENT, Json
from tests.wire.discord.people import place_of
from tests.wire.discord.permissions import ATTACH, MENTION_EVERYONE, SEND
from tests.wire.discord.rights import may, reads, room_of
from tests.wire.discord.state import HERE, State, is_direct
from tests.wire.discord.views import View, view_of

HIGHEST = 1 << 62
NO_REPLY = 160_002
"""Who may not read the history may not answer below a message."""


async def post(state: State, call: Call) -> Answer:
    """A message of the bot's."""
    place, body = place_of(state, call.ids[0], *_needed(call)), call.body
    if "message_reference" in body and not reads(state, place.room):
        raise RefusedError(400, NO_REPLY)
    nonce = str(body.get("nonce") or "")
    if body.get("enforce_nonce") and (known := _known(state, place, nonce)) is not None:
        return 200, message(state, known)
    _named(call)
    view = view_of(body, state.town, call.files)
    shown = state.show(place, view, private=is_direct(place.room), key=nonce)
    state.bodies[shown.n], state.files[shown.n] = body, list(call.files)
    if nonce:
        state.nonces[place.room.id, nonce] = shown.n
    told = message(state, shown)
    where = {} if is_direct(place.room) else {"guild_id": GUILD}
    event = {**told, **where, **({"nonce": nonce} if nonce else {})}
    ring(state, place, body)
    state.watch(shown.screen, "MESSAGE_CREATE", {**event, **_files(call)})
    await state.tell("MESSAGE_CREATE", event)
    return 200, told


def _needed(call: Call) -> tuple[int, ...]:
    """What a message takes."""
    return (SEND, ATTACH) if call.files else (SEND,)


def ring(state: State, place: Place, body: Json) -> None:
    """Whoever a message calls hears their device: of roles those that may be called so."""
    text, may_call = body.get("content", ""), body["allowed_mentions"]
    all_may = not is_direct(place.room) and may(state, place.room) & MENTION_EVERYONE
    called = {one for one in may_call.get("users", ()) if f"<@{one}>" in text}
    roles = {
        office_id(one, HERE)
        for one in OFFICES
        if (all_may or one in state.mentionable) and f"<@&{office_id(one, HERE)}>" in text
    } & {*may_call.get("roles", ())}
    heard = frozenset(
        name
        for name, one in state.town.people.items()
        if name in place.people and (one.on(HERE).id in called or one.holds(HERE) & roles)
    )
    if heard:
        state.rung.append((place.room.id, heard))


def _files(call: Call) -> Json:
    """The files beside a message, as clients see and load them."""
    files = [{"filename": name, "content": held.decode("latin-1")} for name, held in call.files]
    return {"attachments": files} if files else {}


def _named(call: Call) -> None:
    """The body names each file beside it, by its number and by what it is called."""
    listed = [(one["id"], one["filename"]) for one in call.body.get("attachments") or ()]
    if listed != [(str(n), name) for n, (name, _) in enumerate(call.files)]:
        raise RefusedError(400, 50_035)


def _known(state: State, place: Place, nonce: str) -> Shown | None:
    """What this nonce posted here in the past few minutes."""
    number = state.nonces.get((place.room.id, nonce))
    first = None if number is None else state.town.ledger.get(str(number))
    if first is None or state.town.clock.now() - first.at >= state.town.faults.remembers:
        return None
    return state.town.ledger.newest(first)


async def edit(state: State, call: Call) -> Answer:
    """Replace what a message shows."""
    place = place_of(state, call.ids[0])
    old = _ours(state, call.ids[1])
    first = state.town.ledger.first(old)
    state.bodies[first.n] = {**state.bodies.get(first.n, {}), **call.body}
    if call.body.get("attachments", "as they are") == []:
        state.files.pop(first.n, None)
    view = view_of(state.bodies[first.n], state.town, state.files.get(first.n, ()))
    if (view.text, view.buttons) != (old.text, old.buttons):
        state.show(place, view, private=old.private, edits=old.n)
    newest = state.town.ledger.newest(first)
    state.watch(newest.screen, "MESSAGE_UPDATE", message(state, newest))
    return 200, message(state, newest)


async def delete(state: State, call: Call) -> Answer:
    """Take a message away."""
    place, old = place_of(state, call.ids[0]), _ours(state, call.ids[1])
    state.show(place, View(""), private=old.private, edits=old.n)
    gone: Json = {"id": call.ids[1], "channel_id": call.ids[0]}
    state.watch(old.screen, "MESSAGE_DELETE", gone)
    return 204, None


def _ours(state: State, id_: str) -> Shown:
    old = state.ids.shown(id_)
    if old is None:
        raise RefusedError(404, 10_008)
    return old


async def page(state: State, call: Call) -> Answer:
    """Messages that a client would load: newest first, none that one person alone sees."""
    room, query = room_of(state, call.ids[0]), call.query
    after, before = int(query.get("after", 0)), int(query.get("before", HIGHEST))
    found = [one for one in _standing(state, room) if after < int(state.ids.of(one)) < before]
    found.sort(key=lambda one: int(state.ids.of(one)))
    most = int(query.get("limit", 50)) if reads(state, room) else 0
    chosen = found[:most] if "after" in query or not most else found[-most:]
    told = [message(state, one) for one in reversed(chosen)]
    if is_direct(room) or state.allowed_intents & CONTENT:
        return 200, told
    return 200, [censored({**one, "guild_id": GUILD}) for one in told]


def _standing(state: State, room: Room) -> list[Shown]:
    return [
        one
        for one in state.town.ledger.now_shown()
        if one.where == room and (not one.private or is_direct(room))
    ]


def message(state: State, shown: Shown) -> Json:
    """A message as it stands, of a person or of the bot."""
    first = state.town.ledger.first(shown)
    person = state.town.people.get(first.sender)
    body = state.bodies.get(first.n, {})
    told = {
        "id": state.ids.of(shown), "channel_id": shown.where.id if shown.where else "",
        "type": 0, "author": objects.bot() if person is None else objects.user(person),
        "content": body.get("content", "") if person is None else shown.text,
        "timestamp": first.at.isoformat(),
        "edited_timestamp": shown.at.isoformat() if shown.n != first.n else None,
        "tts": False, "mention_everyone": False, "mention_roles": [],
        "mentions": [objects.bot()] if f"<@{BOT}>" in shown.text else [],
        "attachments": attachments(state, first), "embeds": [], "pinned": False, "flags": 0,
        "components": _numbered(body.get("components") or []),
    }  # fmt: skip
    if first.n in state.automod.alerts:
        told |= _alert(state, first)
    return told


def _alert(state: State, alert: Shown) -> Json:
    """What AutoMod posts stands there as if whom it tells of had written it."""
    about, _ = state.automod.alerts[alert.n]
    author = objects.user(state.town.people[about.sender])
    return {"type": ALERT_MESSAGE, "author": author, "content": about.text}


def _numbered(rows: list[Json]) -> list[Json]:
    """Components as they come back: each with a number."""
    count = 0
    found: list[Json] = []
    for row in rows:
        count += 1
        inner: list[Json] = []
        for one in row["components"]:
            count += 1
            inner.append({"id": count, "disabled": False, **one})
        found.append({"id": row.get("id", count), "type": row["type"], "components": inner})
    return found
