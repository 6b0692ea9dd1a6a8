"""The panel: what is set, what is missing, and a button to each step."""

from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from babel import Locale, UnknownLocaleError

from bot.model.community import Community, Ladder
from bot.model.people import Role
from bot.ui.reply import Button, Reply, channel
from bot.ui.texts import Say
from cogs.crisis.promise import night_in_words
from cogs.resources.lines import country_name
from cogs.setup.checks import Finding, Surveyed, surveyed
from cogs.setup.names import listed_rooms

STEPS = ("rooms", "roles", "people", "calls")
OTHERS = ("setup.doctor", "crisis.drill", "setup.notice")


def panel(community: Community, surveys: Surveyed, missing: int, say: Say) -> Reply:
    """Everything in plain text; each step opens a form."""
    lines = [
        say("setup.panel.title"),
        *(line for step in STEPS for line in lines_of(step, community, surveys, say)),
        *_linked(community, surveys, say),
        _noticed(community, say),
        say("setup.panel.armed" if community.armed else "setup.panel.unarmed"),
        say.many("setup.panel.missing", missing) if missing else say("setup.panel.whole"),
    ]
    return Reply("\n".join(lines), buttons(say))


def step_of(step: str, community: Community, surveys: Surveyed, say: Say) -> Reply:
    """One step: what is set, how it is typed, and the button that asks for it."""
    lines = [*lines_of(step, community, surveys, say), say(f"setup.{step}.how")]
    return Reply("\n".join(lines), (_button(f"setup.{step}", step, say), _back(say)))


def buttons(say: Say) -> tuple[Button, ...]:
    """A button to each step, and to doctor, drill and notice."""
    steps = (_button(f"setup.{step}", step, say) for step in STEPS)
    others = (_button(one, one.rpartition(".")[2], say) for one in OTHERS)
    return (*steps, *others)


def lines_of(step: str, community: Community, surveys: Surveyed, say: Say) -> list[str]:
    """What one step has set."""
    match step:
        case "rooms":
            facts = {
                "moderators": listed_rooms(community.moderator_rooms, say),
                "vent": listed_rooms(community.vent_rooms, say),
                "notice": listed_rooms(community.notice_rooms, say),
            }
        case "roles":
            facts = {
                f"{role.value}s": _holders(community, role, surveys, say)
                for role in (Role.MODERATOR, Role.LISTENER, Role.ADMIN)
            }
        case "people":
            facts = _people(community, say)
        case _:
            facts = _calls(community.ladder, say)
    return [say(f"setup.{step}.line", **facts)]


def finding_line(finding: Finding, say: Say) -> str:
    """One finding of the doctor with its mend."""
    room = channel(finding.room) if finding.room else ""
    what = language_name(finding.what, say) if finding.ail == "no-lexicon" else finding.what
    return "- " + say(f"doctor.{finding.ail.replace('-', '_')}", room=room, what=what)


def language_name(tag: str, say: Say) -> str:
    """A language in words."""
    names = cast("dict[str, str]", Locale.parse(say("locale.tag")).languages)
    try:
        return names.get(Locale.parse(tag.replace("-", "_")).language, tag)
    except (UnknownLocaleError, ValueError):
        return tag


def minutes(time: timedelta) -> str:
    """A wait in minutes, as it is typed."""
    return f"{time.total_seconds() / 60:g}"


def _people(community: Community, say: Say) -> dict[str, str]:
    age = say(f"setup.age.{community.age}") if community.age else say("setup.missing")
    return {
        "country": country_name(community.country, say) or say("setup.missing"),
        "languages": ", ".join(language_name(tag, say) for tag in community.languages),
        "age": age,
        "vetted": say("setup.vetted" if community.listeners_vetted else "setup.not_vetted"),
        "pictures": say("setup.pictures" if community.pictures else "setup.no_pictures"),
    }


def _calls(ladder: Ladder, say: Say) -> dict[str, str]:
    return {
        "waits": ", ".join(minutes(one) for one in ladder.waits),
        "again": minutes(ladder.again),
        "sleep": night_in_words(ladder.sleep, say) if ladder.sleep else say("setup.none"),
        "quiet": minutes(ladder.quiet),
        "quiet_answer": minutes(ladder.quiet_answer),
    }


def _holders(community: Community, role: Role, surveys: Surveyed, say: Say) -> str:
    def said(name: str, holders: Iterable[int | None]) -> str:
        known = [one for one in holders if one is not None]
        return say("setup.role", name=name, number=max(known)) if known else name

    found: dict[str, list[int | None]] = {}
    for grant in community.granted(role):
        known = surveyed(grant, surveys)
        found.setdefault(grant.name, []).append(known.holders if known else None)
    words = ", ".join(said(name, holders) for name, holders in found.items())
    return words or say("setup.missing" if role is Role.MODERATOR else "setup.none")


def _linked(community: Community, surveys: Surveyed, say: Say) -> list[str]:
    """Whether both platforms are one community, where there are two."""
    if len(surveys) < 2:
        return []
    return [say("setup.panel.linked" if community.linked else "setup.panel.not_linked")]


def _noticed(community: Community, say: Say) -> str:
    return say("setup.panel.noticed" if community.all_noticed else "setup.panel.not_noticed")


def _button(action: str, word: str, say: Say) -> Button:
    return Button(action, say(f"setup.button.{word}"))


def _back(say: Say) -> Button:
    return Button("setup.panel", say("setup.button.panel"))
