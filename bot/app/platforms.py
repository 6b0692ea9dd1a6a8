"""The platforms that the settings name, connected."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from adapters.memory.platform import TownPlatform
from adapters.memory.wire import connect
from bot.model.people import Platform
from bot.ports.chat import ChatPlatform
from bot.ports.time import Clock
from bot.settings import Settings
from bot.ui.texts import Texts

Platforms = dict[Platform, ChatPlatform]
INSTALL = 'pip install "porchlight-bot[{}]"'


class DiscordNotInstalled(Exception):  # noqa: N818 - its text is for whoever installs
    """The extra is not there."""

    def __init__(self) -> None:
        """Say how to mend it."""
        super().__init__(INSTALL.format("discord"))


class MatrixNotInstalled(Exception):  # noqa: N818 - as above
    """The extra is not there."""

    def __init__(self) -> None:
        """Say how to mend it."""
        super().__init__(INSTALL.format("matrix"))


def any_named(settings: Settings) -> bool:
    """Whether there is a platform to speak to."""
    return settings.town.port is not None or _names_discord(settings) or names_matrix(settings)


def _names_discord(settings: Settings) -> bool:
    return settings.discord.token is not None


def names_matrix(settings: Settings) -> bool:
    """Whether there is a homeserver to speak to."""
    return settings.matrix.homeserver is not None


@asynccontextmanager
async def platforms(
    settings: Settings, texts: Texts, clock: Clock, gone: Callable[[], None]
) -> AsyncGenerator[Platforms, None]:
    """Every platform of the settings, until left. `gone` is called when a town listens no more.

    Raises DiscordNotInstalled, MatrixNotInstalled.
    """
    found: Platforms = {}
    async with AsyncExitStack() as stack:
        if settings.town.port is not None:
            link = await stack.enter_async_context(connect(settings.town.port, gone))
            found |= {name: TownPlatform(name, link, link.remembers) for name in Platform}
        if _names_discord(settings):
            found[Platform.DISCORD] = _discord(settings, texts, clock)
        if names_matrix(settings):
            found[Platform.MATRIX] = _matrix(settings, texts, clock, alone=not found)
        yield found


def invitation(settings: Settings) -> str | None:
    """The link that invites the bot to a guild of Discord; None where no token says which bot.

    Raises DiscordNotInstalled.
    """
    try:
        from adapters.discord.guild.invite import invitation as link  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise DiscordNotInstalled from missing
    token, automod = settings.discord.token, settings.discord.automod
    return None if token is None else link(token.get_secret_value(), automod=automod)


def _discord(settings: Settings, texts: Texts, clock: Clock) -> ChatPlatform:
    try:
        from adapters.discord.platform import DiscordPlatform, Words  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise DiscordNotInstalled from missing
    say = texts.into(settings.language)
    words = Words(say("discord.thread"), say("discord.stranger"))
    return DiscordPlatform(settings.discord, clock, words)


def _matrix(settings: Settings, texts: Texts, clock: Clock, *, alone: bool) -> ChatPlatform:
    try:
        from adapters.matrix.platform import MatrixPlatform  # noqa: PLC0415 - an extra
        from adapters.matrix.space.offices import Words  # noqa: PLC0415 - as above
    except ImportError as missing:
        raise MatrixNotInstalled from missing
    say = texts.into(settings.language)
    words = Words(
        say("matrix.role.admins"), say("matrix.role.moderators"), say("matrix.role.everybody"),
        say("matrix.role.inside", room="{room}"),
    )  # fmt: skip
    return MatrixPlatform(settings.matrix, clock, words, alone=alone)
