"""The privacy feature as a table of values: /privacy, /consent, and the buttons below them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from bot.cog import Action, Call, Cog, Command
from bot.dispatch.consent import CONSENT, Consent, answers
from bot.model.people import Member
from bot.outage import shown
from bot.ports.links import Links, accounts_of
from bot.ports.outage import Outage
from bot.ports.privacy import Mark
from bot.ports.store import Drafts, StoreUnavailable
from bot.ui.form import Ask, NoQuestions
from bot.ui.reply import Button, File, Reply, Tone
from bot.ui.texts import Say
from cogs.privacy.erase import Erasing

TOLD = ("always", "others", "limits", "leave")
"""What is true for everybody, in order."""
SCHEMA, VERSION = "porchlight-export", 1
"""The form of an export; docs/privacy.md describes it."""


@dataclass(frozen=True, slots=True)
class SetConsent:
    """Yes or no, or neither to be asked."""

    answer: Annotated[bool | None, Ask("consent.answer")] = None


@dataclass(frozen=True, slots=True)
class Privacy:
    """Shows, exports and erases what the other features keep; knows who agreed to it."""

    erasing: Erasing
    consent: Consent
    drafts: Drafts
    outage: Outage
    links: Links

    def cog(self) -> Cog:
        """Commands, buttons, and the job that erases those who left."""
        show = shown(self.show, self.outage, "privacy.unread")
        export = shown(self.export_all, self.outage, "privacy.unread")
        return Cog(
            name="privacy",
            keeps=True,
            commands=(
                Command("privacy", NoQuestions, show, words=("data", "my data")),
                Command("consent", SetConsent, self.set_consent),
            ),
            actions=(
                Action("consent.yes", self.yes),
                Action("consent.no", self.no),
                Action("privacy.export", export),
                Action("privacy.erase", self.ask_erase),
                Action("privacy.erase_now", self.erase),
                Action("privacy.keep", self.keep),
            ),
            jobs=(self.erasing.job(),),
            forget=self.forget,
            export=self.export,
            left=self.erasing.left,
            joined=self.erasing.joined,
        )

    async def show(self, call: Call[NoQuestions]) -> Reply:
        """What is kept about whoever asks, who can see it, and what nobody can protect."""
        say, who = call.say, call.event.who
        agreed = await self.consent.given(who)
        kept = [
            _words(cog.name, part, say)
            for cog in self._cogs
            for part, content in (await cog.export(who)).items()
            if content
        ]
        if agreed:
            kept.append(say("privacy.kept.consent"))
        first = say("privacy.kept") if kept else say("privacy.nothing")
        told = (say(f"privacy.{one}") for one in TOLD)
        lines = "\n".join((first, *(f"- {one}" for one in kept)))
        return Reply("\n\n".join((lines, *told)), _buttons(say, agreed=agreed))

    async def set_consent(self, call: Call[SetConsent]) -> Reply:
        """The same as the two buttons, typed."""
        match call.form.answer:
            case None:
                return Reply(call.say("consent.ask"), answers(call.say))
            case True:
                return await self._agree(call)
            case False:
                return await self._withdraw(call)

    async def yes(self, call: Call[NoQuestions]) -> Reply:
        """Keep it for me; what waited for this goes on."""
        return await self._agree(call)

    async def no(self, call: Call[NoQuestions]) -> Reply:
        """No, thanks; or: stop keeping."""
        return await self._withdraw(call)

    async def export_all(self, call: Call[NoQuestions]) -> Reply:
        """Everything in one file, shown to nobody else."""
        who = call.event.who
        features = {cog.name: await cog.export(who) for cog in self._cogs}
        features["privacy"] = await self.export(who)
        document = {
            "schema": SCHEMA, "version": VERSION, "exported_at": call.event.at.isoformat(),
            "account": {"platform": who.platform.value, "id": who.id}, "features": features,
        }  # fmt: skip
        content = json.dumps(document, ensure_ascii=False, indent=2)
        return Reply(call.say("privacy.exported"), files=(File(f"{SCHEMA}.json", content),))

    async def ask_erase(self, call: Call[NoQuestions]) -> Reply:
        """Ask once."""
        say = call.say
        buttons = (
            Button("privacy.erase_now", say("privacy.button.erase_now")),
            Button("privacy.keep", say("privacy.button.keep")),
        )
        both = [say("privacy.erase.both")] if self.links.of(call.event.who) else []
        return Reply("\n\n".join((say("privacy.erase.ask"), *both)), buttons)

    async def keep(self, call: Call[NoQuestions]) -> Reply:
        """Nothing was erased."""
        return Reply(call.say("privacy.erase.kept"))

    async def erase(self, call: Call[NoQuestions]) -> Reply:
        """Erase everything, now: the keys first. A linked account goes with it.

        Its rows go in a unit of their own, so that the log does not join them with these.
        """
        who, say = call.event.who, call.say
        accounts = accounts_of(self.links, who)
        mark = await self._begun(accounts)
        if mark is None:
            return Reply(say("privacy.erase.failed"))
        told = [
            name
            for account in accounts
            for one in self._cogs
            if one.stays
            for name in await one.stays(account)
        ]
        stays = [*dict.fromkeys(told), *(["outage"] if self.outage.standing_in else [])]
        await self.erasing.go_on(who, mark)
        said = (say(f"privacy.erase.{name}") for name in ("done", *stays, "own_name"))
        return Reply("\n\n".join(said), tone=Tone.DONE)

    async def _begun(self, accounts: tuple[Member, ...]) -> Mark | None:
        """The keys are destroyed, the other account's first; the mark of the one that asked."""
        mark: Mark | None = None
        for one in reversed(accounts):
            mark = await self.erasing.begin(one)
            if mark is None:
                return None
        return mark

    async def forget(self, who: Member) -> None:
        """The yes, and what waited for it."""
        await self.consent.withdraw(who)

    async def export(self, who: Member) -> Mapping[str, object]:
        """Whether they agreed."""
        return {CONSENT: await self.consent.given(who)}

    @property
    def _cogs(self) -> tuple[Cog, ...]:
        return self.erasing.cogs

    async def _agree(self, call: Call[NoQuestions] | Call[SetConsent]) -> Reply:
        waited = await self.consent.agree(call.event)
        return Reply(call.say("consent.given" if waited else "consent.given_anew"), tone=Tone.DONE)

    async def _withdraw(self, call: Call[NoQuestions] | Call[SetConsent]) -> Reply:
        """Nothing more is kept from now on, and what goes on by itself stops."""
        who, say = call.event.who, call.say
        kept = await self._kept(who)
        for one in accounts_of(self.links, who):
            await self.consent.withdraw(one)
            await self.drafts.drop(one)
            for cog in self._cogs:
                if cog.stop is not None:
                    await cog.stop(one)
        if not kept:
            return Reply(say("consent.declined"))
        return Reply(say("consent.withdrawn"), (_erase(say),), tone=Tone.DONE)

    async def _kept(self, who: Member) -> bool:
        """Whether anything is kept of this member, the yes included; where no row says: perhaps."""
        try:
            with self.outage.reading():
                return await self.erasing.keeps_anything(who)
        except StoreUnavailable:
            if not self.outage.standing_in:
                raise
            return True


def _words(name: str, part: str, say: Say) -> str:
    """One thing that a feature keeps, and for how long; one without words by its feature's name."""
    try:
        return say(f"privacy.kept.{name}.{part}")
    except KeyError:
        return say("privacy.kept.other", name=name)


def _buttons(say: Say, *, agreed: bool) -> tuple[Button, ...]:
    export = Button("privacy.export", say("privacy.button.export"))
    stop = (Button("consent.no", say("privacy.button.stop")),) if agreed else ()
    return (export, _erase(say), *stop)


def _erase(say: Say) -> Button:
    return Button("privacy.erase", say("privacy.button.erase"))
