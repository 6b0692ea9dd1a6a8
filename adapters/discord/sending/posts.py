"""Messages of ours: posted once under a key, edited, found again."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import discord

from adapters.discord.drawing.content import Ways
from adapters.discord.drawing.message import answering, bodies_of, body_of
from adapters.discord.drawing.trace import is_traced, traced
from adapters.discord.payload import Payload, id_of, payload_of
from adapters.discord.reading.guild import Guild
from adapters.discord.reading.moments import snowflake_at
from adapters.discord.sending.asking import MESSAGES, PAGE, Asks, all_in, made_in, number_in
from adapters.discord.sending.files import Enclosed, attached, enclosed, standing
from adapters.discord.sending.outcomes import outcome_of
from adapters.discord.sending.places import Places
from bot.model.people import Direct, MessageRef, Target
from bot.ports.delivery import Closed, DeliveryKey, Later, Outcome, Sent
from bot.skew import Skew
from bot.ui.reply import Reply
from bot.underway import Underway

MESSAGE = "/channels/{channel_id}/messages/{message_id}"
BELOW, NO_REPLY = "message_reference", 160_002
"""What sets a message below another one, and how that is refused to who may not read the history.
Source: Discord's reference, Create Message and JSON Error Codes."""
LONGEST_NONCE = 25
"""Characters. Source: Discord's official document."""
LOOKED_BACK = timedelta(hours=1)
"""How far before an attempt its message is sought: our clock may be ahead of Discord's."""
MOST_ECHOES = 4_096


@dataclass(slots=True)
class Posts:
    """Posts in one guild. `guild` and `ways` are asked for anew: commands and roles change."""

    ask: Asks
    places: Places
    guild: Callable[[], Guild]
    ways: Callable[[], Ways]
    underway: Underway
    skew: Skew
    _echoes: OrderedDict[str, Payload] = field(default_factory=OrderedDict[str, Payload])

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something once; a request that is under way is waited for, never made twice."""
        try:
            ref = await self.underway.once(key, partial(self._post, to, what, key))
        except discord.DiscordException as broken:
            if isinstance(broken, discord.NotFound):
                self.places.forget(to)
            return outcome_of(broken)
        return Sent(ref)

    async def _post(self, to: Target, what: Reply, key: str) -> MessageRef:
        channel = await self.places.channel(to)
        *before, last = answering(what, bodies_of(what, self.ways()))
        for number, body in enumerate(before):
            await self._send(channel, body, part_of(key, number))
        sent = await self._send(channel, last, key, enclosed(what))
        return self._ref(channel, sent, direct=isinstance(to, Direct))

    async def _send(
        self, channel: str, body: Mapping[str, object], key: str, files: tuple[Enclosed, ...] = ()
    ) -> Payload:
        whole = {**traced(body, key), "nonce": key, "enforce_nonce": True}
        try:
            made = await self.ask("POST", MESSAGES, attached(whole, files), channel_id=channel)
        except discord.HTTPException as no:
            if no.code != NO_REPLY or BELOW not in whole:
                raise
            del whole[BELOW]  # it stands alone, rather than nowhere
            made = await self.ask("POST", MESSAGES, attached(whole, files), channel_id=channel)
        return made_in(made)

    async def say(self, channel: str, what: Reply) -> None:
        """Post what is not owed: the answer to a message that needs none later."""
        *before, last = bodies_of(what, self.ways())
        for body in before:
            await self.ask("POST", MESSAGES, {"json": body}, channel_id=channel)
        await self.ask("POST", MESSAGES, attached(last, enclosed(what)), channel_id=channel)

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message of ours shows, or take it away."""
        send = self._delete if what.gone else partial(self._edit, what)
        try:
            await self.underway.after(f"edit:{ref.id}", partial(send, ref))
        except discord.DiscordException as broken:
            outcome = outcome_of(broken)
            return Sent(ref) if what.gone and outcome == Closed("gone") else outcome
        return Sent(ref)

    async def _edit(self, what: Reply, ref: MessageRef) -> None:
        body = standing(body_of(what, self.ways()), what)
        path = {"channel_id": ref.room.id, "message_id": ref.id}
        made_in(await self.ask("PATCH", MESSAGE, {"json": body}, **path))

    async def _delete(self, ref: MessageRef) -> None:
        await self.ask("DELETE", MESSAGE, channel_id=ref.room.id, message_id=ref.id)

    async def find(
        self, to: Target, key: DeliveryKey, since: datetime
    ) -> MessageRef | Later | None:
        """The message that this key posted: as Discord echoed it, else in the history."""
        direct = isinstance(to, Direct)
        if (echo := self._echoes.get(key)) is not None:
            return self._ref(str(echo["channel_id"]), echo, direct=direct)
        try:
            channel = await self.places.channel(to)
            return await self._in_history(channel, key, since, direct=direct)
        except (discord.HTTPException, discord.RateLimited) as broken:
            return _unfound(broken)
        except discord.DiscordException as broken:
            raise ConnectionAbortedError from broken

    async def _in_history(
        self, channel: str, key: str, since: datetime, *, direct: bool
    ) -> MessageRef | None:
        """From the newest on, so that a hundred are looked at whatever our clock says."""
        floor, before = snowflake_at(self.skew.at(since) - LOOKED_BACK), ""
        while True:
            params: dict[str, object] = {"limit": PAGE}
            params |= {"before": before} if before else {}
            page = all_in(await self.ask("GET", MESSAGES, {"params": params}, channel_id=channel))
            for message in page:
                author = payload_of(message.get("author")).get("id")
                if str(author) == self.guild().bot and is_traced(message, key):
                    return self._ref(channel, message, direct=direct)
            oldest = min((number_in(one) for one in page if number_in(one)), default=0)
            if len(page) < PAGE or oldest <= floor or str(oldest) == before:
                return None
            before = str(oldest)

    def echoed(self, message: Payload) -> None:
        """A message of ours came by: its answer may have been lost on the way."""
        nonce, where = message.get("nonce"), (message.get("id"), message.get("channel_id"))
        if isinstance(nonce, str) and all(map(id_of, where)):
            self._echoes[nonce] = dict(zip(("id", "channel_id"), where, strict=True))
            while len(self._echoes) > MOST_ECHOES:
                self._echoes.popitem(last=False)

    def forget_echoes(self) -> None:
        """Only the history is asked from now on."""
        self._echoes.clear()

    async def settled(self) -> None:
        """Wait for what is under way."""
        await self.underway.settled()

    def _ref(self, channel: str, message: Payload, *, direct: bool) -> MessageRef:
        return self.guild().ref(channel, str(message["id"]), direct=direct)


def _unfound(broken: discord.DiscordException) -> Later | None:
    """Why it cannot be looked up: none is there, or not now. Raises where nobody knows."""
    outcome = outcome_of(broken)
    if isinstance(outcome, Later):
        return outcome
    if isinstance(broken, (discord.Forbidden, discord.NotFound)):
        return None
    raise ConnectionAbortedError from broken


def part_of(key: str, number: int) -> str:
    """The key of one part of a message, as long as the key itself."""
    return hashlib.sha256(f"{key}:{number}".encode()).hexdigest()[:LONGEST_NONCE]
