"""Wiring: the engine and its features over one house."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from random import Random, SystemRandom

from adapters.pictures.redrawing import Redrawing
from adapters.sql.house import House
from adapters.sql.outage import SqlOutage
from adapters.sql.refuge import Refuge
from bot.app.content import Content
from bot.app.helping import resources_over
from bot.app.lexicons import LEXICONS
from bot.app.people import admins_of, first_accounts, owners_of, persons_of, roles_of
from bot.app.surveys import KeptSurveys
from bot.cog import Cog
from bot.dispatch.acting import Acting
from bot.dispatch.afterwards import Afterwards
from bot.dispatch.bare import Behind
from bot.dispatch.consent import Consent
from bot.dispatch.cursors import CursorKeeper
from bot.dispatch.dialog import Dialog
from bot.dispatch.durable import Durable, Tell
from bot.dispatch.engine import Engine, Parts
from bot.dispatch.naming import Naming
from bot.dispatch.standing import Standing
from bot.dispatch.table import Table, table_of
from bot.model.community import Community, Ladder, listening_open
from bot.model.events import Attached
from bot.model.people import Member, Platform
from bot.outbox.bucket import Bucket, buckets_of
from bot.outbox.courier import Courier
from bot.outbox.openings import Openings
from bot.outbox.worker import Payroll, Worker
from bot.ports.chat import ChatPlatform
from bot.ports.pager import Pager
from bot.ports.pictures import Redraws
from bot.ports.time import Clock
from bot.settings import Settings
from bot.ui.texts import Say
from bot.watch.watch import Watch
from cogs.checkin.both import BothAccounts
from cogs.checkin.feature import CheckInFeature
from cogs.crisis.desk import Desk as CrisisDesk
from cogs.crisis.feature import Crisis
from cogs.crisis.promise import awake_now, promised
from cogs.custody.feature import Custody
from cogs.custody.notice import Notices
from cogs.guides.feature import GuideFeature
from cogs.guides.services import Services
from cogs.hello import Hello
from cogs.link.feature import Linking
from cogs.privacy.erase import Erasing
from cogs.privacy.feature import Privacy
from cogs.setup.desk import Backing
from cogs.setup.desk import Desk as SetupDesk
from cogs.setup.feature import Setup
from cogs.setup.linking import Linking as LinkingPlatforms
from cogs.vent.desk import Desk as VentDesk
from cogs.vent.desk import Drawing, Lists, Surroundings
from cogs.vent.feature import Venting
from cogs.vent.memory import Unposted


@dataclass(frozen=True, slots=True)
class Outside:
    """What the application is given from outside: platforms, pager, time and chance."""

    platforms: Mapping[Platform, ChatPlatform]
    pager: Pager
    clock: Clock
    chance: Random = field(default_factory=SystemRandom)
    redraws: Redraws = field(default_factory=Redrawing)

    async def fetch(self, platform: Platform, one: Attached, most: int) -> bytes:
        """What came with a message, by the platform on which it was said."""
        return await self.platforms[platform].fetch(one, most)


@dataclass(frozen=True, slots=True)
class Wired:
    """The engine, its table, the workers of both stores, and what keeps cursors."""

    engine: Engine
    cogs: tuple[Cog, ...]
    table: Table
    durable: Durable
    keeper: CursorKeeper
    surveys: KeptSurveys
    watch: Watch
    workers: tuple[Worker, ...]
    buckets: Mapping[Platform, Bucket]


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
    content, outside = plan.content, plan.outside
    house, standby = plan.house, plan.standby
    watch = Watch(content.detector, content.rooms)
    surveys = KeptSurveys(outside.platforms, outside.redraws)
    refuge = Refuge(house, standby, outside.clock)
    durable = Durable(house.store, standby.store, refuge, outside.clock, tell)
    keeper, consent = CursorKeeper(outside.clock), Consent(house.preferences, house.links)
    crisis = crisis_over(plan, watch, surveys)
    others = cogs_of(plan, crisis, watch, surveys, lambda: durable.failing)
    erasing = Erasing(
        others,
        house.erasures,
        house.leavers,
        consent,
        house.store,
        outside.clock,
        forgetting(keeper, watch),
        outside.chance,
        house.links,
    )
    outage = SqlOutage(standby.store)
    cogs = (*others, Privacy(erasing, consent, house.drafts, outage, house.links).cog())
    voices = tuple(content.texts.into(one) for one in content.texts.catalogues)
    table = table_of(cogs, alarm_only=plan.alarm_only, voices=voices)
    parts = Parts(
        watch=watch, durable=durable,
        naming=Naming(table, house.vault, house.vents, watch.assess_text),
        acting=Acting(table, Dialog(house.drafts, outside.clock), consent),
        keeper=keeper, texts=content.texts, clock=outside.clock,
        debts=house.outbox, outbox=house.outbox,
        platforms=outside.platforms, community=house.community, behind=behind_of(plan, crisis),
        standing=Standing(roles_of(plan.settings), house.community, surveys, table),
        afterwards=Afterwards(table.gathers, house.pictures, content.texts),
    )  # fmt: skip
    engine = Engine(parts)
    buckets = buckets_of(outside.platforms, outside.clock.now())
    workers = tuple(_worker(one, plan, engine, keeper, buckets) for one in (house, standby))
    engine.kicks = tuple(worker.kick for worker in workers)
    return Wired(engine, cogs, table, durable, keeper, surveys, watch, workers, buckets)


def forgetting(keeper: CursorKeeper, watch: Watch) -> Callable[[Member], None]:
    """What is held in memory of somebody, forgotten."""

    def forget(who: Member) -> None:
        keeper.forget(who)
        watch.forget(who)

    return forget


def behind_of(plan: Plan, crisis: Crisis) -> Behind:
    """Who stands behind the moderators, the community's helplines, what may be promised."""

    def lines(say: Say, urgent: bool) -> str:  # noqa: FBT001 - a value that is handed on
        country = plan.house.community.now.country
        return plan.content.cards.text(country, say, urgent=urgent)

    said = partial(promised, crisis.desk)
    return Behind(owners_of(plan.settings), plan.outside.pager, lines, said)


def _worker(
    house: House, plan: Plan, engine: Engine, keeper: CursorKeeper,
    buckets: Mapping[Platform, Bucket],
) -> Worker:  # fmt: skip
    outside = plan.outside
    openings = Openings(house.store, house.facts, outside.clock)
    courier = Courier(
        outside.platforms, outside.pager, house.vault, house.outbox, outside.clock, openings,
        house.pictures, keeper.begun,
    )  # fmt: skip
    return Worker(Payroll(house.store, house.outbox, courier, buckets, outside.clock, engine.hint))


def crisis_over(plan: Plan, watch: Watch, surveys: KeptSurveys) -> Crisis:
    """The crisis feature with its ports; whoever else speaks of a call promises as it does."""
    settings, content, outside, house = plan.settings, plan.content, plan.outside, plan.house
    return Crisis(
        CrisisDesk(
            store=house.store, incidents=house.incidents, outbox=house.outbox, rota=house.rota,
            preferences=house.preferences, facts=house.facts, detector=content.detector,
            assess=watch.assess_text, cards=content.cards, texts=content.texts,
            clock=outside.clock, communities=house.community, owners=owners_of(settings),
            pagers=outside.pager.configured, outage=SqlOutage(plan.standby.store),
            lacks=lambda: surveys.lacks, links=house.links,
        )
    )  # fmt: skip


def cogs_of(
    plan: Plan, crisis: Crisis, watch: Watch, surveys: KeptSurveys, failing: Callable[[], bool]
) -> tuple[Cog, ...]:
    """Every feature, with the ports it gets; `failing` says that nothing can be written now."""
    content, outside, house = plan.content, plan.outside, plan.house
    checkin = CheckInFeature(
        checkins=BothAccounts(house.checkins, house.links), reminders=house.reminders,
        outbox=house.outbox, store=house.store, clock=outside.clock, texts=content.texts,
    )  # fmt: skip
    guides = GuideFeature(
        content.guides, Services(content.directory, house.preferences, house.community)
    )
    venting = venting_over(plan, crisis, watch, failing)
    custody = custody_over(plan, venting.desk.around)
    linking = Linking(house.links, house.outbox, failing)
    hello, setup = Hello(house.community), setup_of(plan, surveys, failing)
    resources = resources_over(house, content, outside.clock)
    return (
        crisis.cog(venting.worried_on()), checkin.cog(), resources.cog(), venting.cog(),
        custody.cog(), setup.cog(), linking.cog(), hello.cog(), guides.cog(),
    )  # fmt: skip


def custody_over(plan: Plan, around: Surroundings) -> Custody:
    """The custodians' feature: the only one that can open a seal."""
    house, first = plan.house, first_accounts(plan.settings)
    notices = Notices(
        unseals=house.unseals, vault=house.vault, seals=house.vault, outbox=house.outbox,
        store=house.store, clock=plan.outside.clock,
    )  # fmt: skip
    return Custody(
        vents=house.vents, incidents=house.incidents, unseals=house.unseals, audit=house.audit,
        vault=house.vault, seals=house.vault, notices=notices, outbox=house.outbox,
        store=house.store,
        texts=plan.content.texts, clock=plan.outside.clock, rooms=around.moderators,
        locale=around.locale, first_account=lambda who: first.get(who, who),
        persons=lambda who: persons_of(house.links, first, who),
        failing=around.failing, outage=around.outage,
    )  # fmt: skip


def venting_over(plan: Plan, crisis: Crisis, watch: Watch, failing: Callable[[], bool]) -> Venting:
    """The vent feature with its ports; with privacy the only one that is given the vault."""
    house, content, outside = plan.house, plan.content, plan.outside
    words = content.words
    around = Surroundings(
        moderators=lambda: house.community.now.moderator_rooms,
        owners=owners_of(plan.settings),
        vents=lambda: house.community.now.vent_rooms,
        admits=lambda one: house.community.now.admits(one, outside.platforms),
        locale=lambda: house.community.now.language, failing=failing,
        outage=SqlOutage(plan.standby.store),
        listening=lambda: listening_open(house.community.now),
        pictures=lambda: house.community.now.pictures,
        promised=partial(promised, crisis.desk),
        awake=partial(awake_now, crisis.desk),
    )  # fmt: skip
    lists = Lists(words.receipt, words.pseudonyms, words.identity, words.sharing, words.methods)
    desk = VentDesk(
        vents=house.vents, drafts=house.vent_drafts, bans=house.bans, pairs=house.pairs,
        pictures=house.pictures, postings=house.outbox,
        outbox=house.outbox, incidents=house.incidents, rota=house.rota, facts=house.facts,
        vault=house.vault, lists=lists, assess=watch.assess_text,
        drawing=Drawing(outside.fetch, outside.redraws),
        raise_incident=crisis.hearing().raised, texts=content.texts, clock=outside.clock,
        chance=outside.chance, around=around, unposted=Unposted(outside.clock.now().date()),
        lately_linked=house.links.lately,
    )  # fmt: skip
    return Venting(desk, house.store)


def setup_of(plan: Plan, surveys: KeptSurveys, failing: Callable[[], bool]) -> Setup:
    """The setup feature: it alone changes the community."""
    settings, house, outside = plan.settings, plan.house, plan.outside
    backing = Backing(
        owners=bool(settings.owners), pagers=outside.pager.configured,
        deadman=settings.deadman_url is not None, admins=admins_of(settings),
        lexicons=frozenset(LEXICONS), redraws=outside.redraws,
    )  # fmt: skip
    desk = SetupDesk(
        communities=house.community, surveys=surveys, store=house.store, outbox=house.outbox,
        facts=house.facts, preferences=house.preferences, rota=house.rota,
        directory=plan.content.directory, texts=plan.content.texts, clock=outside.clock,
        backing=backing,
    )  # fmt: skip
    return Setup(desk, LinkingPlatforms(desk, failing))


def defaults_of(settings: Settings, outside: Outside) -> Community:
    """The community before anybody set it up, and without its keys: settings and platforms."""
    platforms = outside.platforms.values()
    times = settings.ladder
    return Community(
        moderator_rooms=tuple(room for one in platforms for room in one.moderator_rooms()),
        vent_rooms=tuple(room for one in platforms for room in one.vent_rooms()),
        country=settings.country, languages=(settings.language,),
        ladder=Ladder(times.waits, times.again, times.quiet, times.quiet_answer),
    )  # fmt: skip
