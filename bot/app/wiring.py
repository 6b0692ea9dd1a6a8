"""Wiring: the engine and its features over one house."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.sql.house import House
from adapters.sql.refuge import Refuge
from bot.app.content import Content
from bot.app.people import owners_of, roles_of
from bot.cog import Cog
from bot.dispatch.acting import Acting
from bot.dispatch.consent import Consent
from bot.dispatch.cursors import CursorKeeper
from bot.dispatch.dialog import Dialog
from bot.dispatch.durable import Durable, Tell
from bot.dispatch.engine import Engine, Parts
from bot.dispatch.naming import Naming
from bot.dispatch.table import Table, table_of
from bot.escalation.ladder import Ladder
from bot.model.people import Platform
from bot.outbox.courier import Courier
from bot.outbox.worker import Payroll, Worker
from bot.ports.chat import ChatPlatform
from bot.ports.pager import Pager
from bot.ports.time import Clock
from bot.settings import Settings
from bot.watch import Watch
from cogs.checkin.feature import CheckInFeature
from cogs.crisis.desk import Desk, Reach
from cogs.crisis.feature import Crisis
from cogs.hello import Hello
from cogs.privacy.erase import Erasing
from cogs.privacy.feature import Privacy
from cogs.resources.feature import Resources


@dataclass(frozen=True, slots=True)
class Outside:
    """What the application is given from outside: platforms, pager, time."""

    platforms: Mapping[Platform, ChatPlatform]
    pager: Pager
    clock: Clock


@dataclass(frozen=True, slots=True)
class Wired:
    """The engine, its table, the workers of both stores, and what keeps cursors."""

    engine: Engine
    cogs: tuple[Cog, ...]
    table: Table
    durable: Durable
    keeper: CursorKeeper
    workers: tuple[Worker, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is put together: settings, content, the outside, and the two houses."""

    settings: Settings
    content: Content
    outside: Outside
    house: House
    standby: House
    alarm_only: bool


def wire(plan: Plan, tell: Tell) -> Wired:
    """Put everything together; `tell` is for owners when the database fails."""
    settings, content, outside = plan.settings, plan.content, plan.outside
    house, standby = plan.house, plan.standby
    watch = Watch(content.detector)
    keeper, consent = CursorKeeper(outside.clock), Consent(house.preferences)
    others = cogs_of(settings, content, outside, house, watch)
    erasing = Erasing(
        others, house.erasures, house.leavers, consent, house.store, outside.clock, keeper.forget
    )
    cogs = (*others, Privacy(erasing, consent, house.incidents, house.drafts).cog())
    table = table_of(cogs, alarm_only=plan.alarm_only)
    refuge = Refuge(house, standby, outside.clock)
    durable = Durable(house.store, standby.store, refuge, tell)
    parts = Parts(
        watch=watch, durable=durable, naming=Naming(table, house.vault),
        acting=Acting(table, Dialog(house.drafts), consent), keeper=keeper, texts=content.texts,
        clock=outside.clock, debts=house.outbox, outbox=house.outbox,
        platforms=outside.platforms, people=roles_of(settings),
    )  # fmt: skip
    engine = Engine(parts)
    workers = tuple(_worker(one, outside, engine) for one in (house, standby))
    engine.kicks = tuple(worker.kick for worker in workers)
    return Wired(engine, cogs, table, durable, keeper, workers)


def _worker(house: House, outside: Outside, engine: Engine) -> Worker:
    courier = Courier(outside.platforms, outside.pager, house.vault, house.outbox, outside.clock)
    return Worker(
        Payroll(house.store, house.outbox, courier, outside.platforms, outside.clock, engine.hint)
    )


def cogs_of(
    settings: Settings, content: Content, outside: Outside, house: House, watch: Watch
) -> tuple[Cog, ...]:
    """Every feature, with the ports it gets."""
    crisis = Crisis(
        Desk(
            store=house.store, incidents=house.incidents, outbox=house.outbox, rota=house.rota,
            preferences=house.preferences, facts=house.facts, detector=content.detector,
            assess=watch.assess_text, directory=content.directory, texts=content.texts,
            clock=outside.clock, reach=reach_of(settings, outside),
        )
    )  # fmt: skip
    checkin = CheckInFeature(
        checkins=house.checkins, reminders=house.reminders, outbox=house.outbox,
        store=house.store, clock=outside.clock, texts=content.texts,
    )  # fmt: skip
    resources = Resources(
        directory=content.directory, preferences=house.preferences, country=settings.country
    )
    return (crisis.cog(), checkin.cog(), resources.cog(), Hello().cog())


def reach_of(settings: Settings, outside: Outside) -> Reach:
    """Who can be reached."""
    rooms = tuple(room for one in outside.platforms.values() for room in one.moderator_rooms())
    times = settings.ladder
    ladder = Ladder(times.waits, times.again, times.quiet, times.quiet_answer)
    return Reach(
        rooms=rooms, owners=owners_of(settings), pagers=outside.pager.configured, ladder=ladder,
        locale=settings.language, country=settings.country,
    )  # fmt: skip
