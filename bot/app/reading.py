"""Settings, or a sentence for each that is wrong; a value is never printed."""

from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.app.commands.says import tell
from bot.settings import Settings
from bot.ui.texts import Say


def settings_or_sentence(say: Say) -> Settings | None:
    """The settings; None once the terminal said what is wrong."""
    try:
        return Settings()
    except ValidationError as wrong:
        for problem in wrong.errors(include_input=False, include_url=False):
            name = "__".join(str(part) for part in problem["loc"]).upper()
            tell(
                say("cli.settings.wrong", name=f"PORCHLIGHT_{name}", because=problem["msg"]),
                error=True,
            )
    except SettingsError:
        tell(say("cli.settings.unreadable"), error=True)
    return None


def matrix_settings(say: Say) -> Settings | None:
    """The same for what is about Matrix alone; where the settings name none, that is said."""
    settings = settings_or_sentence(say)
    if settings is not None and settings.matrix.homeserver is None:
        tell(say("cli.matrix-reset.none"), error=True)
        return None
    return settings
