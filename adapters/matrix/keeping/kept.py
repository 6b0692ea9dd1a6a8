"""What an account of the bot keeps for ever: its device, the key of its store, its seeds."""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.keeping.files import read_private, touch_private, write_private
from adapters.matrix.payload import Payload, number_of, payload_of, text_of

DEVICE, KEY, STORE, SEEDS = "device.json", "store.key", "crypto.db", "seeds.json"
BEFORE, OLD_STORE = "before.json", "crypto.old.db"
RESTORE = (
    "move the folder away and put matrix/ of the newest copy of the keys in its place, or see "
    "porchlight matrix-reset"
)
KEY_BYTES, SEED_BYTES = 32, 32


@dataclass(frozen=True, slots=True)
class KeptDevice:
    """Our device, and whether its keys were published: from then on its store must be there.

    `lives` is how often it has begun.
    """

    user: str
    id: str
    token: str
    published: bool = False
    lives: int = 0

    def __repr__(self) -> str:
        """Nothing that opens anything."""
        return "KeptDevice(…)"


@dataclass(frozen=True, slots=True)
class KeptBefore:
    """The device of which this folder is a copy: it must not be that one again."""

    user: str
    device: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder with all of it. Every method raises Unusable with one sentence."""

    folder: Path

    @property
    def store(self) -> Path:
        """The file of encryption's keys."""
        return self.folder / STORE

    @property
    def seeds_file(self) -> Path:
        """The file of cross-signing's seeds."""
        return self.folder / SEEDS

    def device(self) -> KeptDevice | None:
        """The device that we are; None before the first login."""
        told = self._json(DEVICE)
        if told is None:
            return None
        found = KeptDevice(
            text_of(told.get("user")), text_of(told.get("id")), text_of(told.get("token")),
            told.get("published") is True, number_of(told.get("lives")) or 0,
        )  # fmt: skip
        if not (found.user and found.id):
            raise self._broken(DEVICE)
        return found

    def keep_device(self, device: KeptDevice) -> None:
        """From now on this is who we are."""
        self._write(DEVICE, json.dumps(asdict(device)).encode())

    def keep_published(self) -> None:
        """Others may write to this device's keys now."""
        device = self.device()
        if device is not None and not device.published:
            self.keep_device(replace(device, published=True))

    def before(self) -> KeptBefore | None:
        """Which device we were; None where this folder is no copy, or its new device is at home."""
        told = self._json(BEFORE)
        if told is None:
            return None
        return KeptBefore(text_of(told.get("user")), text_of(told.get("device")))

    def keep_before(self, before: KeptBefore) -> None:
        """From now on the folder is a copy."""
        self._write(BEFORE, json.dumps(asdict(before)).encode())

    def forget_before(self) -> None:
        """A new device goes on from here."""
        self.old_store.unlink(missing_ok=True)
        (self.folder / BEFORE).unlink(missing_ok=True)

    @property
    def old_store(self) -> Path:
        """The keys of the device that we were, where they are still there."""
        return self.folder / OLD_STORE

    def lay_down(self, device: KeptDevice) -> None:
        """From now on we are no device any more; a crash in between harms nothing."""
        self.keep_before(KeptBefore(device.user, device.id))
        (self.folder / DEVICE).unlink()
        if self.store.exists():
            self.store.replace(self.old_store)

    def has_key(self) -> bool:
        """Whether there is a key; a folder without one belongs to no bot yet."""
        return (self.folder / KEY).exists()

    def pickle_key(self) -> str:
        """What opens the store; made at the first start, and never again."""
        path = self.folder / KEY
        told = self._read(path)
        if told is None:
            if self.store.exists():
                message = f"The key of Matrix's store ({path}) is gone; {RESTORE}."
                raise Unusable(message)
            told = secrets.token_hex(KEY_BYTES).encode()
            self._write(KEY, told)
        key = told.decode("ascii", "replace").strip()
        if len(key) != 2 * KEY_BYTES:
            raise self._broken(KEY)
        return key

    def must_have_store(self, device: KeptDevice) -> None:
        """A device whose keys were published has a store; a new one gets a private file."""
        if device.published and not (self.store.exists() and self.store.stat().st_size):
            message = f"Matrix's store ({self.store}) is gone; {RESTORE}."
            raise Unusable(message)
        touch_private(self.store)

    def seeds(self) -> dict[str, bytes] | None:
        """The seeds of cross-signing by their use; None where there are none yet."""
        told = self._json(SEEDS)
        if told is None:
            return None
        try:
            found = {use: bytes.fromhex(text_of(told.get(use))) for use in told}
        except ValueError:
            raise self._broken(SEEDS) from None
        if any(len(seed) != SEED_BYTES for seed in found.values()):
            raise self._broken(SEEDS)
        return found

    def keep_seeds(self, seeds: dict[str, bytes]) -> None:
        """Before anybody knows what is made from them."""
        told = {use: seed.hex() for use, seed in seeds.items()}
        self._write(SEEDS, json.dumps(told).encode())

    def _json(self, name: str) -> Payload | None:
        told = self._read(self.folder / name)
        if told is None:
            return None
        try:
            found = payload_of(json.loads(told))
        except ValueError:
            raise self._broken(name) from None
        if not found:
            raise self._broken(name)
        return found

    def _read(self, path: Path) -> bytes | None:
        try:
            return read_private(path)
        except OSError as why:
            message = f"{path} cannot be read ({why.strerror}); let the bot's user read it."
            raise Unusable(message) from None

    def _write(self, name: str, what: bytes) -> None:
        try:
            write_private(self.folder / name, what)
        except OSError as why:
            message = f"{self.folder / name} cannot be written ({why.strerror})."
            raise Unusable(message) from None

    def _broken(self, name: str) -> Unusable:
        return Unusable(f"{self.folder / name} is damaged; {RESTORE}.")
