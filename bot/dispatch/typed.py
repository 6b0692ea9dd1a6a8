"""Commands as typed text: `mood=2 note="long day"`, or answers in the order of the questions."""

import re
from collections.abc import Mapping

from bot.ui.form import PICKED, Kind, Question

NAMED = re.compile(r"""(?:^|(?<=\s))(\w{1,40})=(?:"([^"]*)"|“([^“”]*)”|(\S*))""")


def split_typed(typed: str, questions: tuple[Question, ...]) -> Mapping[str, str]:
    """The answers in what was typed behind a command's name."""
    known = {one.id for one in questions}
    answers: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        if match[1] not in known:
            return match[0]
        answers[match[1]] = next((part for part in match.groups()[1:] if part is not None), "")
        return " "

    rest = NAMED.sub(take, typed).strip()
    for question in questions:
        if rest and question.id not in answers:
            answers[question.id], rest = _head(question, rest)
    return answers


def _head(question: Question, rest: str) -> tuple[str, str]:
    """A choice takes one word, a text takes all that is left."""
    if question.kind in {Kind.LINE, Kind.PARAGRAPH, *PICKED}:
        return rest, ""
    word, _, left = rest.partition(" ")
    return word, left.strip()
