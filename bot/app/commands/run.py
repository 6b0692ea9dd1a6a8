"""`porchlight run`: the bot on its platforms, until it is stopped."""

import argparse
import asyncio
import logging
import signal

from adapters.alarm.bell import ApschedulerAlarm
from adapters.alarm.clock import SystemClock
from adapters.paging.apprise_pager import ApprisePager
from adapters.paging.dead_man import HttpDeadMan
from adapters.paging.nobody import NoDeadMan, NoPager
from bot.app.application import Application
from bot.app.checkup import examine_modes
from bot.app.commands.says import tell, words
from bot.app.content import load
from bot.app.logs import set_up_logs
from bot.app.overlays import overlays_of
from bot.app.platforms import any_named, platforms
from bot.app.reading import settings_or_sentence
from bot.app.trouble import said
from bot.app.wiring import Outside
from bot.settings import Settings

LOG = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    del parser


def do(given: argparse.Namespace) -> int:
    """Run until SIGINT or SIGTERM."""
    del given
    say = words()
    settings = settings_or_sentence(say)
    if settings is None:
        return 2
    set_up_logs(settings.log_level)
    for warning in examine_modes(settings.keys, say):
        LOG.warning("%s", warning)
    if not any_named(settings):
        tell(say("cli.run.no_platform"), error=True)
        return 2
    return said(lambda: asyncio.run(_run(settings)), say)


async def _run(settings: Settings) -> int:
    content = load(*overlays_of(settings), semantic=settings.semantic)
    pager = ApprisePager(settings.pagers) if settings.pagers else NoPager()
    deadman = HttpDeadMan(settings.deadman_url) if settings.deadman_url else NoDeadMan()
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    clock = SystemClock()
    async with platforms(settings, content.texts, clock, stopped.set) as found:
        app = Application(settings, content, Outside(found, pager, clock), deadman)
        alarm = ApschedulerAlarm()
        async with app.running(background=True):
            await alarm.start(app.tick)
            try:
                await stopped.wait()
            finally:
                await alarm.stop()
    return 0
