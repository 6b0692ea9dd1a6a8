"""What random people write, press and do, each as often as it stands here."""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from bot.model.people import Platform
from bot.ui.form import Form

WRITERS = ("ana", "ben", "lia")
HARMLESS = "today was a long and sad day"
MEANS = "the vet gave us pills and it was a bad day"
DANGER = "i want to kill myself"
WORDS = st.sampled_from((HARMLESS, HARMLESS, HARMLESS, MEANS, DANGER))
ENTRIES = st.sampled_from(("{}", '/vent text="{}"', '/ghost text="{}"'))
NAMES, PLATFORMS, BACK = (
    st.sampled_from(WRITERS), st.sampled_from(Platform), st.sampled_from((0, 0, 0, 1, 2, 5)),
)  # fmt: skip
GO_ON = st.sampled_from((
    (), ("vent.post",), ("vent.post",), ("vent.post",), ("vent.ghost", "vent.ghost_post"),
    ("vent.ghost", "vent.ghost_address"),
))  # fmt: skip
"""What is pressed right after writing."""
KINDS = (
    *("vents",) * 6, *("presses",) * 8, *("listens",) * 3, "reports", "receipt", "receipt", "own",
    *("moderates",) * 7, "unbans", "unbans", "lockdown", "days", "again", *("waits",) * 7,
    *("links",) * 3,
)  # fmt: skip
"""What happens, each as often as it stands here."""
BY_AUTHORS = (
    "vent.post", "vent.ghost", "vent.ghost_post", "vent.ghost_address", "vent.send", "vent.edit",
    "vent.answer", "vent.preview", "vent.options", "vent.withdraw", "vent.close", "vent.tell",
    "vent.throw",
)  # fmt: skip
OFTEN = ("vent.post", "vent.post", "vent.ghost", "vent.ghost_post", "vent.edit", "vent.answer",
         "vent.send", "vent.send")  # fmt: skip
LISTENING = ("vent.offer", "listen.accept", "listen.speak", "listen.speak", "listen.report",
             "listen.end")  # fmt: skip
BY_MODERATORS = ("vent.approve", "vent.approve", "vent.decline", "vent.remove", "vent.mute",
                 "vent.ban", "vent.ban", "vent.words", "listen.ban", "vent.unmute")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """Fills in any form: its free text is written anew, its choices are the first ones."""

    writes: Callable[[], str]

    def __call__(self, form: Form) -> dict[str, str]:
        """The answers by question."""
        return {
            one.id: one.choices[0].value if one.choices else self.writes() for one in form.questions
        }
