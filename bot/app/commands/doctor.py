"""`porchlight doctor`: what is missing, in words, and what mends it."""

import argparse
import asyncio
from collections.abc import Iterator
from contextlib import suppress

from adapters.alarm.clock import SystemClock
from adapters.paging.apprise_pager import ApprisePager
from adapters.paging.dead_man import HttpDeadMan
from adapters.paging.errors import AddressInvalid, PagingNotInstalled
from adapters.pictures.redrawing import Redrawing
from adapters.semantic.errors import SecondNotInstalled
from adapters.sql.keyfile import KeysMissing, KeysWrong
from adapters.sql.opening import is_new, open_ring
from bot.app.checkup import examine_copies, examine_modes
from bot.app.commands.says import tell, words
from bot.app.content import load
from bot.app.discord_checkup import ask_discord
from bot.app.matrix_checkup import ask_matrix
from bot.app.overlays import overlays_of
from bot.app.platforms import (
    DiscordNotInstalled,
    MatrixNotInstalled,
    any_named,
    invitation,
    names_matrix,
)
from bot.app.reading import settings_or_sentence
from bot.app.shipped import ContentError
from bot.settings import Settings
from bot.ui.texts import Say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    del parser


def do(given: argparse.Namespace) -> int:
    """Examine everything; 1 when something is missing."""
    del given
    say = words()
    settings = settings_or_sentence(say)
    if settings is None:
        return 2
    found = list(_examine(settings, say))
    for line in found:
        tell(f"- {line}")
    tell(say("cli.doctor.well") if not found else say.many("cli.doctor.found", len(found)))
    if settings.discord.token is not None and (link := _invitation(settings)):
        tell(say("cli.doctor.invite", link=link))
    return 1 if found else 0


def _examine(settings: Settings, say: Say) -> Iterator[str]:
    yield from _platforms(settings, say)
    yield from _content(settings, say)
    yield from _pictures(say)
    yield from _keys(settings, say)
    yield from examine_copies(settings, say, SystemClock().now())
    yield from _people(settings, say)
    yield from _paging(settings, say)


def _platforms(settings: Settings, say: Say) -> Iterator[str]:
    if not any_named(settings):
        yield say("cli.run.no_platform")
    if settings.discord.token is not None:
        try:
            if invitation(settings) is None:
                yield say("cli.doctor.no_token")
            else:
                yield from asyncio.run(ask_discord(settings, say, SystemClock()))
        except DiscordNotInstalled as missing:
            yield say("trouble.discord", detail=missing)
    if names_matrix(settings):
        try:
            yield from asyncio.run(ask_matrix(settings, say))
        except MatrixNotInstalled as missing:
            yield say("trouble.matrix", detail=missing)


def _invitation(settings: Settings) -> str | None:
    with suppress(DiscordNotInstalled):
        return invitation(settings)
    return None


def _pictures(say: Say) -> Iterator[str]:
    redrawing = Redrawing()
    asyncio.run(redrawing.try_out())
    if not redrawing.works:
        yield say("cli.doctor.no_pictures")


def _content(settings: Settings, say: Say) -> Iterator[str]:
    try:
        content = load(*overlays_of(settings), semantic=settings.semantic)
    except (ContentError, SecondNotInstalled) as wrong:
        yield str(wrong)
        return
    yield from (say("cli.doctor.refused", row=row) for row in content.refused)
    for path in overlays_of(settings):
        if path is not None and not path.exists():
            yield say("cli.doctor.no_overlay", file=path)


def _keys(settings: Settings, say: Say) -> Iterator[str]:
    new = is_new(settings.database)
    try:
        asyncio.run(_open_and_close(settings))
    except (KeysMissing, KeysWrong) as trouble:
        if not new or isinstance(trouble, KeysWrong):
            yield say("cli.doctor.keys", because=trouble)
    yield from examine_modes(settings.keys, say)
    if settings.keys.resolve().is_relative_to(settings.database.parent.resolve()):
        yield say("cli.doctor.keys_in_backup", folder=settings.database.parent)


async def _open_and_close(settings: Settings) -> None:
    given = settings.master_key.get_secret_value() if settings.master_key else None
    ring = await open_ring(settings.keys, given, make=False)
    await ring.close()


def _people(settings: Settings, say: Say) -> Iterator[str]:
    if not settings.owners:
        yield say("cli.doctor.no_owner")
    if len(settings.custodians) == 1:
        yield say("cli.doctor.one_custodian")


def _paging(settings: Settings, say: Say) -> Iterator[str]:
    if not settings.pagers:
        yield say("cli.doctor.no_pager")
    if settings.deadman_url is None:
        yield say("cli.doctor.no_deadman")
    try:
        if settings.pagers:
            ApprisePager(settings.pagers)
        if settings.deadman_url:
            HttpDeadMan(settings.deadman_url)
    except (AddressInvalid, PagingNotInstalled) as wrong:
        yield str(wrong)
