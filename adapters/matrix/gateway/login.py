"""Who we are for the homeserver: one device for ever, by a password once, or by its token."""

import secrets
from dataclasses import dataclass, replace

from pydantic import SecretStr

from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.client import Device, stranger_at
from adapters.matrix.gateway.errors import Dead, Refused, Unusable
from adapters.matrix.keeping.kept import Kept, KeptDevice
from adapters.matrix.payload import Payload, text_of

LOGIN, WHOAMI = "/_matrix/client/v3/login", "/_matrix/client/v3/account/whoami"
NAME = "Porchlight"
DEVICE_PREFIX = "PORCHLIGHT"
LOST_DEVICE = (
    "The token belongs to the device whose keys are lost; give the bot its password, or a token of "
    "a new device."
)


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's account. `user` is its whole name; one of `password` and `token` is given.

    A password is needed once, and again where the homeserver forgot our token.
    """

    homeserver: str
    user: str
    password: SecretStr | None = None
    token: SecretStr | None = None

    def device(self, kept: KeptDevice) -> Device:
        """The same device there."""
        return Device(self.homeserver.rstrip("/"), kept.user, kept.id, kept.token)


async def enter(account: Account, kept: Kept) -> KeptDevice:
    """Our device, from the folder or by a first login. Raises Unusable, or what asking raises."""
    known, before = kept.device(), kept.before()
    whose = {one.user for one in (known, before) if one is not None}
    if whose - {account.user} and account.user:
        message = (
            f"The folder {kept.folder} belongs to another Matrix account than the one in the "
            "settings; name another folder for each account."
        )
        raise Unusable(message)
    if account.token is not None and (known is None or known.token != _secret(account.token)):
        known = await _by_token(account, account.token, known)
        if before is not None and before.device == known.id:
            raise Unusable(LOST_DEVICE)
        kept.keep_device(known)
    elif known is None:
        known = await by_password(account, f"{DEVICE_PREFIX}{secrets.token_hex(4).upper()}", None)
        kept.keep_device(known)
    return known


def proof_of(account: Account, user: str, session: str) -> Payload:
    """By which a homeserver is sure that it is us who asks."""
    password = "" if account.password is None else _secret(account.password)
    who = {"type": "m.id.user", "user": user}
    proof = {"type": "m.login.password", "identifier": who, "password": password}
    return {**proof, "session": session}


async def enter_again(account: Account, kept: Kept) -> bool:
    """With a password, as the same device: its keys stay. Whether that could be tried."""
    known = kept.device()
    if known is None or account.password is None:
        return False
    kept.keep_device(await by_password(account, known.id, known))
    return True


async def by_password(account: Account, device: str, known: KeptDevice | None) -> KeptDevice:
    """Log in, as this device, or as a new one that the homeserver names.

    Raises Unusable where the password is refused, or what asking raises.
    """
    if account.password is None:
        message = "Matrix needs a password or a token of the bot's account."
        raise Unusable(message)
    body = {
        "type": "m.login.password", "password": _secret(account.password),
        "identifier": {"type": "m.id.user", "user": account.user},
        **({"device_id": device} if device else {}), "initial_device_display_name": NAME,
    }  # fmt: skip
    try:
        told = await _asked(account, "POST", LOGIN, body)
    except Refused as no:
        if no.status not in {400, 401, 403} or not no.code:  # what stands before it has no codes
            raise
        message = f"The homeserver does not take the bot's Matrix password ({no})."
        raise Unusable(message) from None
    return _found(told, text_of(told.get("access_token")), known)


async def _by_token(account: Account, token: SecretStr, known: KeptDevice | None) -> KeptDevice:
    try:
        told = await _asked(account, "GET", WHOAMI, token=_secret(token))
    except Dead as no:
        if known is not None:  # it gave us a newer one meanwhile, for the password
            return known
        message = f"The homeserver does not know the token of the bot's Matrix account ({no})."
        raise Unusable(message) from None
    return _found(told, _secret(token), known)


def _found(told: Payload, token: str, known: KeptDevice | None) -> KeptDevice:
    user, device = text_of(told.get("user_id")), text_of(told.get("device_id"))
    if not (user and device and token):
        message = "The homeserver does not say which device this token of Matrix belongs to."
        raise Unusable(message)
    if known is None:
        return KeptDevice(user, device, token)
    if (user, device) != (known.user, known.id):
        message = (
            "The new token of Matrix belongs to another device than the one whose keys the bot "
            "has; give it a token of the same device, or an empty folder."
        )
        raise Unusable(message)
    return replace(known, token=token)


async def _asked(
    account: Account, method: str, path: str, body: object = None, token: str = ""
) -> Payload:
    client = stranger_at(account.homeserver.rstrip("/"), token)
    try:
        return await ask(client, method, path, body)
    finally:
        await client.close()


def _secret(one: SecretStr) -> str:
    return one.get_secret_value()
