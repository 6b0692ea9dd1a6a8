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
        try:
            told, index = inside.opened(self.here.client, room, raw)
        except Sealed as why:
            if why.plain is not None:
                raise Sealed(why.why, _merged(raw, why.plain)) from None
            raise
        session = text_of(payload_of(raw.get("content")).get("session_id"))
        place, event = (session, index), text_of(raw.get("event_id"))
        if self._seen.setdefault(place, event) != event:
            raise Sealed(Why.REPEATED)
        while len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return _merged(raw, told)


def _merged(raw: Payload, told: Payload) -> Payload:
    """The event with what was inside of it."""
    outer, inner = payload_of(raw.get("content")), payload_of(told.get("content"))
    if "m.relates_to" in outer:  # told in plain, so that a server can sort by it
        inner = {"m.relates_to": outer["m.relates_to"], **inner}
    return {**raw, "type": text_of(told.get("type")), "content": inner}
