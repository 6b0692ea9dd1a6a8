"""Reading answers back into a form's dataclass, one problem for each answer that is unclear."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.ui.form import Blank, blanks, choices_of, members_of
from bot.ui.texts import Say

F = TypeVar("F")


LONGEST_WORD = 200
"""Characters of an answer that are compared with choices; NFKC is not linear in marks."""


@dataclass(frozen=True, slots=True)
class Filled(Generic[F]):
    """Every answer was readable."""

    form: F


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer that could not be read: `sentence` says which, and what would be."""

    question: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Some answers could not be read; the others are kept by whoever asked."""

    problems: tuple[Problem, ...]


def read(form: type[F], answers: Mapping[str, str], say: Say) -> Filled[F] | Unclear:
    """A filled form, or what could not be read. Answers without a question are ignored."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for blank in blanks(form):
        found = _read_one(blank, answers.get(blank.id, "").strip(), say)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            values[blank.id] = found
    return Unclear(tuple(problems)) if problems else Filled(form(**values))


def _read_one(blank: Blank, answer: str, say: Say) -> object:
    if not answer:
        return _problem(blank, say, "form.missing") if blank.required else None
    if members_of(blank.type) or blank.type is bool:
        return _pick(blank, answer, say)
    if len(answer) > blank.ask.longest_chars and not blank.ask.cut:
        return _problem(blank, say, "form.too_long", most=blank.ask.longest_chars, now=len(answer))
    return answer[: blank.ask.longest_chars]


def _pick(blank: Blank, answer: str, say: Say) -> object:
    wanted = plain(answer)
    for choice in choices_of(blank, say):
        if wanted in {plain(word) for word in (choice.value, choice.label, *choice.also)}:
            return _meant(blank.type, choice.value)
    offered = ", ".join(choice.label for choice in choices_of(blank, say))
    return _problem(blank, say, "form.no_such_choice", choices=offered)


def _meant(kind: type[object], value: str) -> object:
    """The member of an enumeration, or the truth, that a choice stands for."""
    members = members_of(kind)
    return next((one for one in members if str(one.value) == value), value == "yes")


def _problem(blank: Blank, say: Say, key: str, **facts: object) -> Problem:
    return Problem(blank.id, say(key, question=say(f"{blank.ask.key}.ask"), **facts))


def plain(word: str) -> str:
    """A word for comparing: case, width, accents' form and surrounding marks put aside."""
    folded = unicodedata.normalize("NFKC", word[:LONGEST_WORD]).casefold().strip()
    return folded.strip(".!?…\"'")
