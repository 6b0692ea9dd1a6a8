"""The moderators' card: one incident in words, its buttons, and the guide for level 4."""

from collections.abc import Sequence

from bot.model.finding import Concerns, Severity
from bot.model.incident import Came, Incident, State, Text
from bot.model.people import DRILL, ROTA, Member, Thread, Unchecked
from bot.ports.detect import Detects
from bot.ui.reply import Button, Reply, Tone, channel, mention, quoted
from bot.ui.texts import Say

LAST_TEXTS = 5
WORDS_SHOWN = 1_200
REASONS = 6
BUTTONS = ("take", "backup", "hand_over", "false_alarm", "resolve")
ROTA_BUTTONS = ("on_duty", "resolve")
DRILL_BUTTONS = ("take",)
WHY = {
    Came.REPORTED: "card.why.reported",
    Came.ASKED: "card.why.asked",
    Came.PRIVATE: "card.why.private",
}


def card(incident: Incident, texts: Sequence[Text], say: Say, detector: Detects) -> Reply:
    """The card as it stands now. The words of the member are hidden until asked for."""
    closed = incident.state is State.CLOSED
    lines = [headline(incident, say), about(incident, say), *_why(incident, say, detector)]
    lines += [*_where(incident, texts, say), *_signs(incident, say), _told(incident, say)]
    lines += [has_it(incident, say), *_guide(incident, say)]
    words = None if closed else _words(texts)
    return Reply(
        "\n".join(line for line in lines if line),
        buttons=() if closed else buttons(incident, say),
        private=False,
        tone=Tone.DONE if closed else Tone.ALERT,
        hidden=words,
        reveal=Button("crisis.show", say("card.button.show"), incident.id) if words else None,
    )


def _told(incident: Incident, say: Say) -> str:
    key = incident.told.replace("-", "_")
    return "" if isinstance(incident.subject, Unchecked) else say(f"card.told.{key}")


def is_drill(incident: Incident) -> bool:
    """Whether it is about nobody, to see whether moderators can be reached."""
    return isinstance(incident.subject, Unchecked) and incident.subject.cause == DRILL


def is_rota(incident: Incident) -> bool:
    """Whether it is about the rota, on which nobody stands."""
    return isinstance(incident.subject, Unchecked) and incident.subject.cause == ROTA


def headline(incident: Incident, say: Say) -> str:
    """Level in word and number, and the incident's number; a drill says so in its first word.

    An empty rota is about nobody who may be in danger.
    """
    if is_drill(incident):
        return say("drill.headline", number=incident.number)
    if is_rota(incident):
        return say("card.headline.rota", number=incident.number)
    word = say(f"level.{int(incident.level)}")
    return say("card.headline", number=incident.number, level=int(incident.level), word=word)


def about(incident: Incident, say: Say) -> str:
    """Who or what it is about; a thread's author is not known to anybody."""
    match incident.subject:
        case Member():
            key = "card.about.other" if incident.concerns is Concerns.OTHER else "card.about.member"
            said = say(key, who=mention(incident.subject))
            also = ", ".join(mention(one) for one in incident.also)
            return f"{said} {say('card.also', who=also)}" if also else said
        case Thread():
            return say("card.about.draft" if incident.route else "card.about.ghost")
        case Unchecked(cause=cause) if cause == ROTA:
            return say("card.about.rota")
        case Unchecked(cause=cause) if cause == DRILL:
            return say("card.about.drill")
        case Unchecked(cause=cause) if incident.room is None:
            return say("card.about.unchecked_private", cause=cause, number=incident.texts)
        case Unchecked(room=room, cause=cause):
            return say(
                "card.about.unchecked", room=channel(room), cause=cause, number=incident.texts
            )


def has_it(incident: Incident, say: Say) -> str:
    """Who has it, or how it ended."""
    if incident.state is State.CLOSED:
        outcome = say(f"outcome.{(incident.outcome or '').replace('-', '_')}")
        ended = say("card.closed.alone", outcome=outcome)
        if incident.taken_by is not None:
            ended = say("card.closed", outcome=outcome, who=mention(incident.taken_by))
        return (
            f"{ended}\n{say('card.note', note=quoted(incident.note))}" if incident.note else ended
        )
    if incident.taken_by is None:
        return say("card.has.nobody")
    return say("card.has.taken", who=mention(incident.taken_by))


def buttons(incident: Incident, say: Say) -> tuple[Button, ...]:
    """What moderators can do."""
    rota = ROTA_BUTTONS if is_rota(incident) else BUTTONS
    names = DRILL_BUTTONS if is_drill(incident) else rota
    own = (Button(f"crisis.{one}", say(f"card.button.{one}"), incident.id) for one in names)
    return (*own, *_through_me(incident, say))


def _through_me(incident: Incident, say: Say) -> tuple[Button, ...]:
    """A thread's author can be written to through the bot, if they left a way."""
    if not isinstance(incident.subject, Thread) or incident.route is None:
        return ()
    return (Button("vent.write", say("card.button.write"), incident.subject.id),)


def _why(incident: Incident, say: Say, detector: Detects) -> list[str]:
    came = WHY.get(incident.came)
    reasons = [detector.why(rule) for rule in incident.rules[:REASONS]]
    lines = [say(came)] if came else []
    return [*lines, say("card.why.rules", reasons="; ".join(reasons))] if reasons else lines


def _where(incident: Incident, texts: Sequence[Text], say: Say) -> list[str]:
    if incident.state is State.CLOSED:
        return []
    links = [text.message.url for text in texts if text.message is not None and text.message.url]
    shown = [say("card.where", room=channel(incident.room))] if incident.room else []
    shown += [say("card.link", link=link) for link in links[-LAST_TEXTS:]]
    more = incident.texts > 1 and not isinstance(incident.subject, Unchecked)
    return [*shown, say("card.texts", number=incident.texts)] if more else shown


def _signs(incident: Incident, say: Say) -> list[str]:
    signs: list[str] = []
    if incident.wants_person:
        signs.append(say("card.sign.wants_person"))
    if incident.says_safe:
        signs.append(say("card.sign.says_safe"))
    if incident.reported and incident.came is not Came.REPORTED:
        signs.append(say("card.sign.reported"))
    return signs


def _guide(incident: Incident, say: Say) -> list[str]:
    urgent = incident.level is Severity.IMMINENT and incident.state is not State.CLOSED
    return ["", say("card.guide")] if urgent and isinstance(incident.subject, Member) else []


def _words(texts: Sequence[Text]) -> str | None:
    words = [text.words for text in texts if text.words][-LAST_TEXTS:]
    return quoted("\n".join(word[:WORDS_SHOWN] for word in words)) or None
