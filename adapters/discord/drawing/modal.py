"""Forms as modals: texts to write, one of a few to choose."""

from collections.abc import Mapping, Sequence

from adapters.discord.drawing.names import custom_id
from adapters.discord.payload import Payload
from adapters.discord.reading.guild import HERE
from bot.ui.form import Choice, Form, Kind, Question
from bot.ui.picks import picks_in

LABEL, SELECT, TEXT, RADIO = 18, 3, 4, 21
SHORT, LONG = 1, 2
MOST_PARTS = 5
MOST_RADIO, MOST_CHOICES = 10, 25
LONGEST_TITLE = LONGEST_LABEL = 45
LONGEST_CHOICE, LONGEST_ANSWER, LONGEST_HINT = 100, 4000, 100
"""Sizes of modals. Source: Discord's official document; five parts, as discord.py has it."""
CHANNELS = [0, 2, 5, 13]
"""Types of channels in which one can write: text, voice, announcements, stage."""
LISTS: Mapping[Kind, Payload] = {
    Kind.ROOMS: {"type": 8, "channel_types": CHANNELS}, Kind.ROLES: {"type": 6},
}  # fmt: skip
CUT = "\u2026"


def modal_of(form: Form) -> Payload:
    """The body of a modal. ValueError for more questions than it holds: none may be left out."""
    if len(form.questions) > MOST_PARTS:
        message = f"the form of {form.submit} asks more than a modal holds"
        raise ValueError(message)
    return {
        "custom_id": custom_id(form.submit, form.about),
        "title": _cut(form.title, LONGEST_TITLE),
        "components": [_part(one) for one in form.questions],
    }


def _part(question: Question) -> Payload:
    label = _cut(question.label, LONGEST_LABEL)
    part: dict[str, object] = {"type": LABEL, "label": label, "component": _asked(question)}
    if label != question.label:
        part["description"] = _cut(question.label, LONGEST_HINT)
    return part


def _asked(question: Question) -> Payload:
    facts: dict[str, object] = {"custom_id": question.id, "required": question.required}
    if question.kind in LISTS and (picked := _picked(question.answer)) is not None:
        return {**facts, **LISTS[question.kind], **_listed(question.kind, picked)}
    if question.kind in {Kind.CHOICE, Kind.YES_NO} and len(question.choices) > 1:
        options = _options(question.choices, question.answer)
        is_radio = len(options) <= MOST_RADIO
        return {**facts, "type": RADIO if is_radio else SELECT, "options": options}
    long = question.kind is Kind.PARAGRAPH
    asked: dict[str, object] = {
        **facts, "type": TEXT, "style": LONG if long else SHORT,
        "max_length": min(question.longest_chars, LONGEST_ANSWER),
    }  # fmt: skip
    if question.answer:
        asked["value"] = question.answer[: min(question.longest_chars, LONGEST_ANSWER)]
    return asked


def _picked(answer: str) -> tuple[str, ...] | None:
    """What a list shows as picked; None where it could not: a text keeps what was typed."""
    if not answer:
        return ()
    picks = picks_in(answer)
    if picks is None or picks.platform is not HERE or len(picks.ids) > MOST_CHOICES:
        return None
    return picks.ids


def _listed(kind: Kind, ids: Sequence[str]) -> Payload:
    what = "channel" if kind is Kind.ROOMS else "role"
    picked = [{"id": one, "type": what} for one in ids]
    return {"min_values": 0, "max_values": MOST_CHOICES, "default_values": picked}


def _options(choices: Sequence[Choice], answer: str) -> list[Payload]:
    return [
        {
            "value": one.value[:LONGEST_CHOICE], "label": one.label[:LONGEST_CHOICE],
            **({"default": True} if answer and answer in {one.value, one.label} else {}),
        }
        for one in choices[:MOST_CHOICES]
    ]  # fmt: skip


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}{CUT}"
