"""The town over a socket: the bot is a child process, so that killing it means something.

JSON lines on 127.0.0.1. Either side may call the other; an answer carries the number of its
call. The town lives in the parent and keeps the ledger.
"""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from adapters.memory.faults import REMEMBERS
from adapters.memory.frames import (
    FRAMES,
    Answer,
    Ask,
    Attach,
    Edit,
    Ends,
    Event,
    Fetch,
    Find,
    Frame,
    Happened,
    Look,
    Meet,
    Missed,
    Post,
    Show,
    To,
)
from adapters.memory.local import LocalLink
from adapters.memory.platform import Deliver
from adapters.memory.town import Town
from bot.model.events import Attached
from bot.model.people import MessageRef, Platform, Room
from bot.ports.delivery import Closed, DeliveryKey, Later, Sent
from bot.ports.pictures import Unfit
from bot.ports.survey import Survey
from bot.ui.reply import Reply

LINE_BYTES = 64 * 1024 * 1024
Serve = Callable[[Ask], Awaitable[Answer]]


class Peer:
    """One end of the wire."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, serve: Serve
    ) -> None:
        """Answer calls with `serve`."""
        self._reader, self._writer, self._serve = reader, writer, serve
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._number = 0
        self._gone = False

    async def call(self, ask: Ask) -> Answer:
        """Ask the other side. Raises ConnectionError when it is gone."""
        if self._gone:
            raise ConnectionResetError
        self._number += 1
        number = self._number
        waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[number] = waiting
        try:
            await self._send(Frame(number, ask=ask))
            answer = await waiting
        finally:
            self._waiting.pop(number, None)
        if answer.failed:
            raise ConnectionResetError
        return answer

    async def run(self) -> None:
        """Read until the other side is gone; whatever still waits then fails."""
        try:
            async with asyncio.TaskGroup() as group:
                while line := await self._reader.readline():
                    frame = FRAMES.validate_json(line)
                    if frame.ask is not None:
                        group.create_task(self._answer(frame.number, frame.ask))
                    elif frame.answer is not None:
                        self._settle(frame.number, frame.answer)
                self._fail()
        except* (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._fail()

    def _fail(self) -> None:
        self._gone = True
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError())

    def _settle(self, number: int, answer: Answer) -> None:
        waiting = self._waiting.get(number)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)

    async def _answer(self, number: int, ask: Ask) -> None:
        try:
            answer = await self._serve(ask)
        except OSError:
            answer = Answer(failed=True)
        await self._send(Frame(number, answer=answer))

    async def _send(self, frame: Frame) -> None:
        self._writer.write(FRAMES.dump_json(frame) + b"\n")
        await self._writer.drain()


class TownServer:
    """The parent's side: serves one bot after another."""

    def __init__(self, town: Town) -> None:
        """Serve this town."""
        self._town = town
        self._link = LocalLink(town)

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[int, None]:
        """Listen on a free port of 127.0.0.1 until left."""
        server = await asyncio.start_server(self._met, "127.0.0.1", 0, limit=LINE_BYTES)
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mine: dict[Platform, Deliver] = {}
        peer = Peer(reader, writer, lambda ask: self._serve(ask, peer, mine))
        try:
            await peer.run()
        finally:
            for platform, deliver in mine.items():
                if self._town.bots.get(platform) is deliver:  # not that of a bot met since
                    del self._town.bots[platform]
            writer.close()

    async def _serve(  # noqa: C901, PLR0911 - one line for each thing that can be asked
        self, ask: Ask, peer: Peer, mine: dict[Platform, Deliver]
    ) -> Answer:
        link = self._link
        match ask:
            case Meet():
                return Answer(remembers=self._town.faults.remembers)
            case Post():
                return _outcome(await link.post(ask.to, ask.what, DeliveryKey(ask.key)))
            case Edit():
                return _outcome(await link.edit(ask.ref, ask.what_now))
            case Find():
                found = await link.find(ask.find_in, DeliveryKey(ask.find_key), ask.since)
                return Answer(ref=found)
            case Attach():
                return await self._attach(ask, peer, mine)
            case Missed():
                events = await link.missed(ask.missed_on, dict(ask.cursors))
                return Answer(events=tuple(events))
            case Ends():
                ends = await link.ends(ask.ends_of)
                return Answer(positions=tuple(ends.items()))
            case Look():
                return Answer(survey=await link.survey(ask.survey_of))
            case Fetch():
                return await self._fetch(ask)
            case Show():
                await link.show(ask.event, ask.reply)
                return Answer()
            case Happened():
                return Answer(failed=True)

    async def _fetch(self, ask: Fetch) -> Answer:
        try:
            found = await self._link.fetch(ask.fetch_on, ask.file, ask.most)
        except Unfit:
            return Answer(unfit=True)
        return Answer(file=b64encode(found).decode())

    async def _attach(self, ask: Attach, peer: Peer, mine: dict[Platform, Deliver]) -> Answer:
        async def deliver(event: Event) -> Reply | None:
            try:
                return (await peer.call(Happened(event))).reply
            except OSError:
                return None  # the bot died; it reads what it missed when it is back

        if ask.on:
            mine[ask.platform] = deliver
            await self._link.attach(ask.platform, deliver)
        else:
            mine.pop(ask.platform, None)
            await self._link.detach(ask.platform)
        return Answer()


class WireLink:
    """The child's side of the wire, as a link."""

    def __init__(self) -> None:
        """Nothing is attached yet. `remembers` is the town's, once it was met."""
        self.peer: Peer | None = None
        self.remembers = REMEMBERS
        self._bots: dict[Platform, Deliver] = {}

    async def meet(self) -> None:
        """Ask how the town behaves."""
        self.remembers = (await self._call(Meet())).remembers or timedelta(0)

    async def post(self, to: To, what: Reply, key: DeliveryKey) -> Sent | Closed | Later:
        """Show something."""
        return _of(await self._call(Post(to, what, key)))

    async def edit(self, ref: MessageRef, what: Reply) -> Sent | Closed | Later:
        """Replace what a message shows."""
        return _of(await self._call(Edit(ref, what)))

    async def find(self, to: To, key: DeliveryKey, since: datetime) -> MessageRef | None:
        """Look into the history."""
        return (await self._call(Find(to, key, since))).ref

    async def attach(self, platform: Platform, deliver: Deliver) -> None:
        """Begin to receive what happens."""
        self._bots[platform] = deliver
        await self._call(Attach(platform, on=True))

    async def detach(self, platform: Platform) -> None:
        """Receive no more."""
        self._bots.pop(platform, None)
        with suppress(ConnectionError):  # a town that is gone hands nothing over any more
            await self._call(Attach(platform, on=False))

    async def missed(self, platform: Platform, cursors: Mapping[Room, int]) -> list[Event]:
        """What was said since these cursors."""
        answer = await self._call(Missed(platform, tuple(cursors.items())))
        return list(answer.events)

    async def ends(self, platform: Platform) -> Mapping[Room, int]:
        """The newest position of every room."""
        return dict((await self._call(Ends(platform))).positions)

    async def survey(self, platform: Platform) -> Survey:
        """What the platform knows of itself."""
        return (await self._call(Look(platform))).survey or Survey()

    async def fetch(self, platform: Platform, one: Attached, most: int) -> bytes:
        """What came with a message."""
        answer = await self._call(Fetch(platform, one, most))
        if answer.unfit:
            message = "the town hands no such file over"
            raise Unfit(message)
        return b64decode(answer.file)

    async def show(self, event: Event, reply: Reply) -> None:
        """Show what a missed event is answered with."""
        await self._call(Show(event, reply))

    async def serve(self, ask: Ask) -> Answer:
        """What the town calls us for: things that happened."""
        if not isinstance(ask, Happened):
            return Answer(failed=True)
        deliver = self._bots.get(ask.happened.who.platform)
        return Answer(reply=await deliver(ask.happened) if deliver else None)

    async def _call(self, ask: Ask) -> Answer:
        if self.peer is None:
            raise ConnectionRefusedError
        return await self.peer.call(ask)


@asynccontextmanager
async def connect(port: int, gone: Callable[[], None]) -> AsyncGenerator[WireLink, None]:
    """Reach a town that listens on this machine; `gone` is called when it listens no more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LINE_BYTES)
    link = WireLink()
    link.peer = Peer(reader, writer, link.serve)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(link.peer.run())
        running.add_done_callback(lambda _: gone())
        try:
            await link.meet()
            yield link
        finally:
            running.cancel()
            writer.close()


def _outcome(outcome: object) -> Answer:
    return (
        Answer(outcome=outcome)
        if isinstance(outcome, Sent | Closed | Later)
        else Answer(failed=True)
    )


def _of(answer: Answer) -> Sent | Closed | Later:
    if answer.outcome is None:
        raise ConnectionResetError
    return answer.outcome
