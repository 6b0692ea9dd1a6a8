"""Names of what can be pressed: what an action is and what it is about, and nothing else.

They stand in the message itself, so that a button works after any restart, and are seen by
everybody who sees the message.
"""

LONGEST = 100
"""Characters of a custom_id. Source: Discord's official document."""
APART = "|"


def custom_id(action: str, about: str = "", again: str = "") -> str:
    """The name of a button or a form; `again` names what is remembered of a form that was open.

    Raises ValueError where it would not fit: a cut name would mean something else.
    """
    name = APART.join((action, about, again) if again else (action, about) if about else (action,))
    if len(name) > LONGEST or APART in action or APART in about:
        message = f"the action {action} is about something whose name does not fit into a button"
        raise ValueError(message)
    return name


def action_of(name: str) -> tuple[str, str, str]:
    """Action, what it is about, and what is remembered; empty where there is none."""
    action, _, rest = name.partition(APART)
    about, _, again = rest.partition(APART)
    return action, about, again
