"""When who is called: the step's answers as a change of the community."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.community import Community, SleepingHours
from bot.ui.texts import Say
from cogs.setup.forms import CallsForm
from cogs.setup.times import means, sleep_of, wait_of, waits_of

Change = Callable[[Community], Community]


def with_calls(form: CallsForm, now: datetime, say: Say) -> tuple[Change, list[str]]:
    """The change, and a sentence for each answer that is unclear and changes nothing."""
    problems: list[str] = []
    waits = waits_of(form.waits) if form.waits else None
    if form.waits and waits is None:
        problems.append(say("setup.calls.no_waits"))

    def wait(answer: str | None, question: str) -> timedelta | None:
        found = wait_of(answer) if answer else None
        if answer and found is None:
            problems.append(say("setup.calls.no_wait", question=say(f"{question}.ask")))
        return found

    again = wait(form.again, "setup.calls.again")
    quiet = wait(form.quiet, "setup.calls.quiet")
    quiet_answer = wait(form.quiet_answer, "setup.calls.quiet_answer")
    never = form.sleep is not None and means(form.sleep, say, "setup.words.never")
    sleep = sleep_of(form.sleep, now, say) if form.sleep and not never else None
    if isinstance(sleep, str):
        problems.append(sleep)
    hours = sleep if isinstance(sleep, SleepingHours) else None

    def to(old: Community) -> Community:
        ladder = old.ladder
        return replace(old, ladder=replace(
            ladder, waits=waits or ladder.waits, again=again or ladder.again,
            quiet=quiet or ladder.quiet, quiet_answer=quiet_answer or ladder.quiet_answer,
            sleep=None if never else hours or ladder.sleep,
        ))  # fmt: skip

    return to, problems
