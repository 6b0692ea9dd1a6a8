"""What the menus offer: people, time, switches, commands, and what can be done to a message."""

from collections.abc import Iterator

from adapters.memory.ledger import Shown
from adapters.memory.offices import GIVES
from adapters.memory.places import CUSTODIANS, ENTRANCE, OWNER, Person
from bot.app.demo.drawing import hides
from bot.app.demo.picks import Row
from bot.app.demo.turns import WAITS, closed_dms
from bot.app.demo.view import Message, Seen, rooms
from bot.app.rehearsal import Rehearsal
from bot.cog import Command
from bot.model.people import Platform, Role
from bot.ui.form import Form, Kind, Question
from bot.ui.texts import Say

PRESS, ON, SHOW, REPLY, EDIT = "press", "on", "show", "reply", "edit"
"""What a row of a message's menu does; the first two are followed by which one."""
LONGEST = 2_000
"""Characters of a message on Discord."""
MODERATORS = "#moderators"
OUTAGE, DMS, RESTART = "outage", "dms", "restart"


def roles_of(person: Person) -> frozenset[Role]:
    """What a person may do here: by the town's roles, or because the settings name them."""
    given = {GIVES[one] for one in person.offices if one in GIVES}
    custodian = {Role.CUSTODIAN} if person.name in CUSTODIANS else set[Role]()
    owner = {Role.ADMIN, Role.MODERATOR} if person.name == OWNER else set[Role]()
    return frozenset({Role.MEMBER, *given, *custodian, *owner})


def roles(person: Person, say: Say) -> str:
    """What a person is in this community, in words; a member where nothing else."""
    more = [one for one in Role if one in roles_of(person) - {Role.MEMBER}]
    return ", ".join(say(f"town.role.{one.value}") for one in more or [Role.MEMBER])


def answer_to(shown: Shown, say: Say) -> Form:
    """One question: what to reply to this message."""
    label = say("town.reply.ask", who=shown.sender)
    question = Question("text", label, Kind.PARAGRAPH, required=True, longest_chars=LONGEST)
    return Form(say("town.act.reply"), REPLY, (question,))


def home(person: Person, place: str) -> str:
    """Where somebody looks first: staff into their room, members out of it."""
    staff = roles_of(person) & {Role.MODERATOR, Role.ADMIN}
    return MODERATORS if staff else (ENTRANCE if place == MODERATORS else place)


def people(town: Rehearsal, seen: Seen, say: Say) -> list[Row]:
    """Everybody, with how much each has not read."""
    return [
        Row(name, f"{name}, {roles(person, say)}", _waiting(town, seen, name, say))
        for name, person in town.town.people.items()
    ]


def _waiting(town: Rehearsal, seen: Seen, name: str, say: Say) -> str:
    here = [room for found in rooms(town.town, name).values() for room in found]
    new = sum(seen.news(town.town.ledger, name, room).new for room in here)
    return say("town.news.new", number=new) if new else ""


def waits(say: Say) -> list[Row]:
    """How long to wait."""
    return [Row(name, say(f"town.time.{name}")) for name in (*WAITS, "next", "morning")]


def switches(town: Rehearsal, me: str, say: Say) -> list[Row]:
    """What can be changed about the town, and how it stands now."""
    now = town.clock.now()
    rows = [Row(RESTART, say("town.switch.restart"))]
    for platform in Platform:
        state = "outage_ends" if town.town.faults.out(platform, now) else "outage_begins"
        where = say(f"town.platform.{platform.value}")
        rows.append(Row(f"{OUTAGE}:{platform.value}", say(f"town.switch.{state}", platform=where)))
    dms = "dms_open" if closed_dms(town, me) else "dms_close"
    return [*rows, Row(DMS, say(f"town.switch.{dms}", who=me))]


def commands(town: Rehearsal, me: str, platform: Platform, say: Say) -> list[Row]:
    """The commands that this person may use, as they are typed here."""
    sign = "/" if platform is Platform.DISCORD else "!"
    allowed = [one for one in _allowed(town, me) if not one.on_message]
    longest = max((len(one.name) for one in allowed), default=0)
    return [
        Row(f"{sign}{one.name}", f"{sign}{one.name:<{longest}}  {about(one, say)}")
        for one in allowed
    ]


def about(command: Command[object], say: Say) -> str:
    """What a command does, in the words that people see where they choose it."""
    return say(f"{command.name.replace('-', '_')}.about")


def on_message(town: Rehearsal, me: str, message: Message, say: Say) -> list[Row]:
    """What this person can do to this message: its buttons first."""
    return [Row(*offer) for offer in _offers(town, me, message.shown, say)]


def _offers(town: Rehearsal, me: str, shown: Shown, say: Say) -> Iterator[tuple[str, str]]:
    yield from ((f"{PRESS}:{n}", button.label) for n, button in enumerate(shown.buttons))
    if hides(shown):
        yield SHOW, say("town.act.show")
    if shown.sender == me and _newest_of(town, me, shown):
        yield EDIT, say("town.act.edit")
    elif shown.sender != me and not shown.private:
        by_person = shown.sender in town.town.people  # one worries about people, answers posts
        for one in _allowed(town, me):
            if one.on_message and by_person == (one.calls_for is not None):
                yield f"{ON}:{one.name}", about(one, say)
    if not shown.private:
        yield REPLY, say("town.act.reply")


def _newest_of(town: Rehearsal, me: str, shown: Shown) -> bool:
    """Whether nothing of theirs came after it: only the newest can be edited in the town."""
    later = town.town.ledger.entries[shown.n :]
    return not any(one.sender == me and one.where == shown.where for one in later)


def _allowed(town: Rehearsal, me: str) -> list[Command[object]]:
    if town.app is None:
        return []
    mine = roles_of(town.town.people[me])
    return [one for one in town.app.wired.table.commands.values() if one.role in mine]
