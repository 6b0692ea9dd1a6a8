"""Cross-signing: our device, signed by an identity that stays the same.

A client that leaves out unsigned devices would neither show what we say nor send us its keys.
Source: shared facts, matrix, fault 1; MSC4153.
"""

import secrets
from base64 import b64encode
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.matrix.crypto import inside
from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.gateway.errors import Refused, Unusable
from adapters.matrix.keeping.kept import SEED_BYTES, Kept
from adapters.matrix.payload import Payload, canonical, payload_of, text_of

MASTER, SELF, USER = "master", "self_signing", "user_signing"
USES = (MASTER, SELF, USER)
QUERY = "/_matrix/client/v3/keys/query"
UPLOAD = "/_matrix/client/v3/keys/device_signing/upload"
SIGNATURES = "/_matrix/client/v3/keys/signatures/upload"


@dataclass(frozen=True, slots=True)
class Seed:
    """One key pair. Its public half is its name, too."""

    private: Ed25519PrivateKey

    @classmethod
    def of(cls, seed: bytes) -> "Seed":
        """By its 32 bytes."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> str:
        """In base64 without padding, as Matrix writes keys."""
        return unpadded(self.private.public_key().public_bytes_raw())

    def sign(self, user: str, what: Payload) -> Payload:
        """The same with our signature beside those that it has."""
        bare = {name: one for name, one in what.items() if name not in {"signatures", "unsigned"}}
        mine = {f"ed25519:{self.public}": unpadded(self.private.sign(canonical(bare)))}
        others = payload_of(what.get("signatures"))
        return {**what, "signatures": {**others, user: {**payload_of(others.get(user)), **mine}}}


def unpadded(raw: bytes) -> str:
    """Base64 as Matrix writes it."""
    return b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Signing:
    """Sees that our device is signed. `password` confirms it where a homeserver asks for that."""

    client: DurableClient
    kept: Kept
    password: str = ""
    anew: bool = False

    async def ensure(self) -> None:
        """Published once, and never anew by itself: only where somebody wants it `anew`.

        Raises Unusable, or what asking raises.
        """
        user, device = self.client.user_id, self.client.device_id
        body = {"device_keys": {user: list[str]()}}
        answer = await ask(self.client, "POST", QUERY, body)
        theirs = _public(answer, "master_keys", user)
        seeds = self.kept.seeds()
        if seeds is None:
            if theirs and not self.anew:
                raise self._lost()
            seeds = {use: secrets.token_bytes(SEED_BYTES) for use in USES}
            self.kept.keep_seeds(seeds)  # first: an identity without them can never be used again
        if set(seeds) != set(USES):
            raise self._lost()
        keys = {use: Seed.of(seed) for use, seed in seeds.items()}
        is_other = theirs != keys[MASTER].public
        if theirs and is_other and not self.anew:
            raise self._other()
        if is_other or _public(answer, "self_signing_keys", user) != keys[SELF].public:
            await self._publish(keys)
        known = _of(answer, "device_keys", user)
        await self._sign(keys[SELF], payload_of(known.get(device or "")))

    async def _publish(self, keys: dict[str, Seed]) -> None:
        user, master = self.client.user_id, keys[MASTER]
        body: dict[str, object] = {
            f"{use}_key": master.sign(user, _cross(user, use, keys[use])) for use in (SELF, USER)
        }
        own = inside.signed(self.client, dict(_cross(user, MASTER, master)))
        body["master_key"] = master.sign(user, own)
        try:
            await ask(self.client, "POST", UPLOAD, body)
        except Refused as no:
            if no.status != 401 or not no.told.get("session"):
                raise
            await self._confirm(body, text_of(no.told.get("session")))

    async def _confirm(self, body: dict[str, object], session: str) -> None:
        """A homeserver that wants to be sure that it is us."""
        if not self.password:
            message = (
                "The homeserver wants a password before it takes the bot's cross-signing keys; "
                "give the bot its password once, or let the administrator allow it."
            )
            raise Unusable(message)
        who = {"type": "m.id.user", "user": self.client.user_id}
        proof = {"type": "m.login.password", "identifier": who, "password": self.password}
        body["auth"] = {**proof, "session": session}
        await ask(self.client, "POST", UPLOAD, body)

    async def _sign(self, key: Seed, device: Payload) -> None:
        user = self.client.user_id
        if not device:
            raise ConnectionAbortedError  # published a moment ago; the server does not say so yet
        has = payload_of(payload_of(device.get("signatures")).get(user))
        if f"ed25519:{key.public}" in has:
            return
        body = {user: {self.client.device_id: key.sign(user, device)}}
        answer = await ask(self.client, "POST", SIGNATURES, body)
        if payload_of(answer.get("failures")):
            raise Refused(200, "the device's signature was not taken")

    def _lost(self) -> Unusable:
        return Unusable(
            f"The seeds of the bot's Matrix identity ({self.kept.seeds_file}) are gone; restore "
            "them from a copy of the keys: a new identity would look to all like an intruder."
        )

    def _other(self) -> Unusable:
        return Unusable(
            "Somebody has given the bot's Matrix account another identity than the one in "
            f"{self.kept.seeds_file}; restore the file that belongs to it, or use an account "
            "that nobody else logs into."
        )


def _cross(user: str, use: str, key: Seed) -> Payload:
    return {"user_id": user, "usage": [use], "keys": {f"ed25519:{key.public}": key.public}}


def _of(answer: Payload, what: str, user: str) -> Payload:
    return payload_of(payload_of(answer.get(what)).get(user))


def _public(answer: Payload, what: str, user: str) -> str:
    keys = payload_of(_of(answer, what, user).get("keys"))
    return next((text_of(one) for one in keys.values()), "")
