"""Words to the bot that are no command: what it is, what it can do, and how to find a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cog import Call, Cog, Command, Heard
from bot.model.events import Said
from bot.model.finding import Finding
from bot.model.people import Member
from bot.ports.community import Communities
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply
from bot.ui.texts import Say
from cogs.crisis.promise import night_in_words


@dataclass(frozen=True, slots=True)
class Hello:
    """Says what the bot is. Keeps nothing."""

    communities: Communities

    def cog(self) -> Cog:
        """One command, and the answer to free text in private."""
        return Cog(
            name="hello",
            commands=(Command("help", NoQuestions, self.help, words=("start", "hello", "hi")),),
            free_text=self.free_text,
            forget=self.forget,
            export=self.export,
        )

    async def help(self, call: Call[NoQuestions]) -> Reply:
        """What there is."""
        return self._words(call.say)

    async def free_text(
        self, said: Said, say: Say, finding: Finding, heard: Heard | None
    ) -> Reply | None:
        """Where a crisis answer is owed, that one speaks alone; what is unreadable is said so."""
        del said, heard
        if finding.severity is None:
            button = Button("resources.lines", say("answer.button.helplines"))
            return Reply(say("hello.unreadable"), (button,))
        return None if finding.alerted else self._words(say)

    async def forget(self, who: Member) -> None:
        """Nothing is kept."""
        del who

    async def export(self, who: Member) -> Mapping[str, object]:
        """Nothing is kept."""
        del who
        return {}

    def _words(self, say: Say) -> Reply:
        buttons = (
            Button("command:checkin", say("hello.button.checkin")),
            Button("resources.lines", say("answer.button.helplines")),
            Button("crisis.talk", say("answer.button.talk")),
        )
        return Reply("\n".join((say("hello.text"), *self._limits(say))), buttons)

    def _limits(self, say: Say) -> tuple[str, ...]:
        """What cannot be promised: nobody before a drill was answered, and when people sleep."""
        community, hours = self.communities.now, self.communities.now.ladder.sleep
        unarmed = () if community.armed else (say("hello.unarmed"),)
        unarmed = (say("hello.pictures"), *unarmed) if community.pictures else unarmed
        return (
            (*unarmed, say("hello.sleep", hours=night_in_words(hours, say))) if hours else unarmed
        )
