"""What of the product was reached: every handler that ran, for whom, and what it said."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast

from bot.cog import Action, Call
from bot.dispatch.table import Table
from bot.ui.reply import Reply
from bot.ui.texts import Say

REFUSALS = frozenset({
    "vent.thread_gone", "vent.draft_gone", "vent.later", "vent.banned", "vent.muted",
    "vent.press_again", "vent.unread", "vent.too_many", "vent.public_already", "vent.mods.done",
    "vent.mods.own", "vent.mods.no_way", "vent.mods.no_ban", "vent.mods.no_bans",
    "vent.mods.no_threads", "vent.mods.unknown", "vent.mods.ban_ghost", "vent.mine.none",
    "vent.receipt.wrong", "vent.receipt.tries", "vent.receipt.public", "vent.receipt.count",
    "vent.receipt.misspelt", "vent.receipt.unknown_word", "vent.reply.no_vent",
    "vent.reply.gone", "vent.reply.own", "listen.over", "listen.off",
    "listen.not_again", "listen.switched_off", "listen.one_at_a_time", "listen.held_back",
    "listen.method", "crisis.closed_already", "crisis.nothing_to_show", "answer.not_yours",
    "answer.talk_over", "answer.safe_alone", "answer.shared.nothing", "checkin.unknown",
    "mood.none", "remind.none", "remind.unclear", "unseal.nothing", "unseal.no_request",
    "unseal.not_now", "unseal.asked_already", "unseal.in_private", "engine.needs_message",
    "setup.unreachable", "setup.not_set", "setup.nothing_set",
})  # fmt: skip
"""Sentences of a feature that did nothing: what only ever ends so was not reached."""
Run = Callable[[Call[Any]], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Listening:
    """A voice that remembers which sentences it was asked for."""

    say: Say
    said: set[str]

    def __call__(self, key: str, /, **facts: object) -> str:
        """One sentence."""
        self.said.add(key)
        return self.say(key, **facts)

    def many(self, key: str, number: int, /, **facts: object) -> str:
        """One sentence for a number."""
        self.said.add(key)
        return self.say.many(key, number, **facts)


@dataclass(slots=True)
class Reached:
    """Actions by name; a command's is `command:` and its name."""

    runs: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    worked: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Runs that did not end in one of REFUSALS."""
    breaks: dict[str, Exception] = field(default_factory=dict[str, Exception])
    """The next run of this action fails so."""

    def watch(self, table: Table) -> None:
        """Count from now on. The table is what this bot was wired with, and is changed in place."""
        actions = cast("dict[str, Action[Any]]", table.actions)
        for name, action in table.actions.items():
            actions[name] = replace(action, run=self._counted(name, action.run))

    def _counted(self, name: str, run: Run) -> Run:
        async def counted(call: Call[Any]) -> Reply | None:
            self.runs[name] += 1
            if (broken := self.breaks.pop(name, None)) is not None:
                raise broken
            said: set[str] = set()
            reply = await run(replace(call, say=Listening(call.say, said)))
            self.worked[name] += not said or not said <= REFUSALS
            return reply

        return counted
