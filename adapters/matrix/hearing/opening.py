"""Opening what is encrypted, once for each place in its session."""

from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.matrix.crypto import inside
from adapters.matrix.crypto.inside import Sealed, Why
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, payload_of, text_of
from adapters.matrix.reading.messages import ENCRYPTED

MOST = 100_000


@dataclass(slots=True)
class Opening:
    """Opens events by the present client. One that is repeated under another name is refused."""

    here: Here
    _seen: OrderedDict[tuple[str, int], str] = field(
        default_factory=OrderedDict[tuple[str, int], str]
    )

    def opened(self, room: str, raw: Payload) -> Payload:
        """The event with its content in plain. Raises Sealed."""
        if raw.get("type") != ENCRYPTED or "state_key" in raw:
            return raw
        if self.here.client is None:
            raise Sealed(Why.NO_CLIENT)
        told, index = inside.opened(self.here.client, room, raw)
        outer, inner = payload_of(raw.get("content")), payload_of(told.get("content"))
        place, event = (text_of(outer.get("session_id")), index), text_of(raw.get("event_id"))
        if self._seen.setdefault(place, event) != event:
            raise Sealed(Why.REPEATED)
        while len(self._seen) > MOST:
            self._seen.popitem(last=False)
        if "m.relates_to" in outer:  # told in plain, so that a server can sort by it
            inner = {"m.relates_to": outer["m.relates_to"], **inner}
        return {**raw, "type": text_of(told.get("type")), "content": inner}
