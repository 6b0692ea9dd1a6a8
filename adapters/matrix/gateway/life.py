"""One life of the connection: a client from the disk, and one sync after another through it."""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.digesting import digest
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.crypto.keys import Keys
from adapters.matrix.gateway.errors import BROKEN
from adapters.matrix.payload import Payload, payload_of, text_of

LOG = logging.getLogger(__name__)
SYNC = "/_matrix/client/v3/sync"
POLL_S, SLACK_S = 30.0, 15.0
"""How long the homeserver holds an answer back for news, and how long its answer may take."""
FIRST_S = 180.0
"""So long may take the first answer of all, with every room's state."""
MOST_EVENTS = 100
"""Of one room in one answer; Synapse gives no more. Source: shared facts, matrix, part 2."""
Answered = Callable[[str, Payload], Awaitable[None]]
"""Takes the answer to what was asked since a token. All keys in it are on disk by then."""


@dataclass(slots=True)
class Life:
    """Asks on and on. `since` is where the next answer begins; empty before the first of all.

    With `reads_old` what stands before that is wanted, too. `doubtful` after a failure: then the
    next answer is not held back for news, so that it is known at once whether there is one.
    """

    client: DurableClient
    keys: Keys
    answered: Answered
    since: str
    reads_old: bool = False
    first: bool = field(default=True)
    doubtful: bool = False

    async def turn(self) -> Payload:
        """One answer, to its end but for what people said in it, which is under way then.

        Raises what asking raises, and what the store of the keys raises: then nothing of it
        counts as heard, and what is in memory must not be used any longer.
        """
        answer = await self._asked()
        await digest(self.client, answer)
        since, self.since = self.since, text_of(answer.get("next_batch"))
        self.first = self.doubtful = False
        await self.answered(since, answer)
        try:
            await self.keys.after(answer)
        except BROKEN as broken:
            LOG.warning("keys could not be kept up: %s", type(broken).__name__)
        return answer

    async def _asked(self) -> Payload:
        asked = {
            "filter": json.dumps(filter_of(MOST_EVENTS if self.since or self.reads_old else 1))
        }
        asked["timeout"] = "0" if self.first or self.doubtful else str(int(POLL_S * 1000))
        if self.since:
            asked["since"] = self.since
        if self.first:
            asked["full_state"] = "true"
        patience = FIRST_S if self.first else POLL_S + SLACK_S
        path = f"{SYNC}?{urlencode(asked)}"
        answer = await ask(self.client, "GET", path, timeout_s=patience)
        if not text_of(answer.get("next_batch")):
            raise ConnectionAbortedError  # no answer of a homeserver
        return answer


def filter_of(most: int) -> Payload:
    """What is told: no presence, no typing, no receipts; every member, since keys go to each."""
    return {
        "presence": {"types": []},
        "room": {
            "ephemeral": {"types": []},
            "timeline": {"limit": most},
            "state": {"lazy_load_members": False},
        },
    }


def invites_of(answer: Payload) -> Payload:
    """The rooms that we are asked into."""
    return payload_of(payload_of(answer.get("rooms")).get("invite"))
