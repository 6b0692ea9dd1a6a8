"""What a homeserver's refusal means for what is owed."""

from datetime import timedelta

import pytest

from adapters.matrix.gateway.errors import Dead, Refused
from adapters.matrix.sending.outcomes import NOT_NOW_WAIT, SOON, outcome_of
from bot.ports.delivery import Closed, Later, Outcome, Unsure

LONG = "M_" + "x" * 200


@pytest.mark.parametrize(
    ("refused", "outcome"),
    [
        (Refused(403, "M_FORBIDDEN"), Closed("forbidden")),
        (Refused(404, "M_NOT_FOUND"), Closed("gone")),
        (Refused(429, "M_LIMIT_EXCEEDED", 2.5), Later(timedelta(seconds=2.5))),
        (Refused(429), Later(SOON)),
        (Refused(403, "M_RESOURCE_LIMIT_EXCEEDED"), Later(NOT_NOW_WAIT)),
        (Refused(403, "M_USER_SUSPENDED"), Later(NOT_NOW_WAIT)),
        (Dead(401, "M_UNKNOWN_TOKEN"), Unsure("http-401")),
        (Refused(413, "M_TOO_LARGE"), Closed("refused-413-M_TOO_LARGE")),
        (Refused(400, "what ana wrote"), Closed("refused-400-unknown")),
        (Refused(400, LONG), Closed("refused-400-unknown")),
    ],
    ids=str,
)
def test_a_refusal_is(refused: Refused, outcome: Outcome) -> None:
    assert outcome_of(refused) == outcome


TROUBLE = (Refused(500, "M_UNKNOWN"), Refused(502), Refused(403), Refused(404))


@pytest.mark.parametrize("refused", TROUBLE, ids=str)
def test_of_trouble_or_of_what_stands_before_a_homeserver_nobody_knows(refused: Refused) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - any of them means "nobody knows"
        outcome_of(refused)
