"""Settings: one frozen value, from the environment or from files of secrets."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PersonId = Annotated[str, StringConstraints(pattern=r"^(discord|matrix):\S{1,255}$")]
"""An account as `platform:id`, for example `discord:1234` or `matrix:@ana:example.org`."""
CustodianId = Annotated[
    str,
    StringConstraints(
        pattern=r"^(discord|matrix):[^\s&]{1,255}(&(discord|matrix):[^\s&]{1,255})*$"
    ),
]
"""A person by their accounts: `discord:1234`, or `discord:1234&matrix:@ana:example.org`."""
MatrixRoomId = Annotated[str, StringConstraints(pattern=r"^!\S{1,254}$")]
"""A room by its id, never by an address that can come to mean another room."""
ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
USER = re.compile(r"@[^\s:]+:\S+")
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


def _secrets() -> str | None:
    """The folder of secret files: systemd's credentials, or the one that containers mount."""
    for folder in (os.environ.get("CREDENTIALS_DIRECTORY"), "/run/secrets"):
        if folder and Path(folder).is_dir():
            return folder
    return None


class LadderSettings(BaseModel):
    """The times of escalation."""

    model_config = ConfigDict(frozen=True)

    waits: tuple[timedelta, ...] = Field(
        default=(timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10)),
        description="How long to wait after each rung before the next is called (ISO 8601).",
    )
    again: timedelta = Field(
        default=timedelta(minutes=30), description="How long between calls after the last rung."
    )
    quiet: timedelta = Field(
        default=timedelta(minutes=30), description="When a taken incident is asked about."
    )
    quiet_answer: timedelta = Field(
        default=timedelta(minutes=10), description="How long that question may stay unanswered."
    )

    @field_validator("again", "quiet", "quiet_answer")
    @classmethod
    def passes(cls, wait: timedelta) -> timedelta:
        """A wait of nothing would call people without end."""
        if wait < timedelta(seconds=30):
            message = "give at least 30 seconds"
            raise ValueError(message)
        return wait

    @field_validator("waits")
    @classmethod
    def three(cls, waits: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
        """One wait after each rung but the last."""
        if len(waits) != 3 or any(wait <= timedelta(0) for wait in waits):
            message = "give three waits, each longer than nothing"
            raise ValueError(message)
        return waits


class TownSettings(BaseModel):
    """A rehearsal town on this machine that the bot connects to instead of a platform."""

    model_config = ConfigDict(frozen=True)

    port: int | None = Field(
        default=None, description="Port on 127.0.0.1 where a rehearsal town listens."
    )


class DiscordSettings(BaseModel):
    """The community's guild on Discord."""

    model_config = ConfigDict(frozen=True)

    token: SecretStr | None = Field(
        default=None, description="The bot's token; without it there is no Discord."
    )
    guild: int | None = Field(
        default=None, description="The id of the community's server, if the bot is in several."
    )
    moderator_rooms: tuple[int, ...] = Field(
        default=(), description="Channels of the moderators by id, until /setup names them."
    )
    vent_rooms: tuple[int, ...] = Field(
        default=(), description="Channels for anonymous posts by id, until /setup names them."
    )
    content: bool = Field(
        default=True, description="Read what members write (the message content intent)."
    )
    members: bool = Field(
        default=False, description="Be told who comes and goes (the server members intent)."
    )
    automod: bool = Field(
        default=False,
        description="Mirror the strongest phrases into AutoMod, which works while the bot is away.",
    )
    api_base: str | None = Field(
        default=None, description="Address of Discord's API, for proxies and tests."
    )
    gateway_url: str | None = Field(
        default=None, description="Address of Discord's gateway, for proxies and tests."
    )


class MatrixSettings(BaseModel):
    """The community's space on Matrix."""

    model_config = ConfigDict(frozen=True)

    homeserver: str | None = Field(
        default=None,
        description="Address of the homeserver's API, such as https://matrix.example.org; without "
        "it there is no Matrix.",
    )
    user: str | None = Field(
        default=None, description="The bot's account, such as @porchlight:example.org."
    )
    password: SecretStr | None = Field(
        default=None, description="The password of that account; or give a token."
    )
    token: SecretStr | None = Field(
        default=None, description="An access token of one device, where there are no passwords."
    )
    folder: Path = Field(
        default=Path("porchlight-matrix"),
        description="The folder of the bot's device: its keys, its identity, its place; never in "
        "the same backup as the database.",
    )
    space: MatrixRoomId | None = Field(
        default=None, description="The id of the community's space; its rooms are those below it."
    )
    moderator_rooms: tuple[MatrixRoomId, ...] = Field(
        default=(), description="Rooms of the moderators by id, until !setup names them."
    )
    vent_rooms: tuple[MatrixRoomId, ...] = Field(
        default=(), description="Rooms for anonymous posts by id, until !setup names them."
    )
    unlimited: bool = Field(
        default=False,
        description="The homeserver lifted its limits for the bot (porchlight doctor says how).",
    )

    @field_validator("homeserver")
    @classmethod
    def is_address(cls, address: str | None) -> str | None:
        """A name alone is no address, and passwords go there."""
        if address and not ADDRESS.fullmatch(address):
            message = "give an address such as https://matrix.example.org"
            raise ValueError(message)
        return address or None

    @field_validator("user")
    @classmethod
    def is_whole(cls, user: str | None) -> str | None:
        """Half a name could be anybody's."""
        if user and not USER.fullmatch(user):
            message = "give the whole name, such as @porchlight:example.org"
            raise ValueError(message)
        return user or None

    @model_validator(mode="after")
    def can_enter(self) -> Self:
        """An account needs its name, and something that lets it in."""
        if self.homeserver is None:
            return self
        if self.token is None and (self.user is None or self.password is None):
            message = "give user and password, or a token"
            raise ValueError(message)
        return self


class Settings(BaseSettings):
    """Everything that a deployment decides. Names in the environment begin with PORCHLIGHT_."""

    model_config = SettingsConfigDict(
        env_prefix="PORCHLIGHT_", env_nested_delimiter="__", frozen=True, extra="ignore",
        env_file=".env", secrets_dir=_secrets(), hide_input_in_errors=True,
    )  # fmt: skip

    database: Path = Field(
        default=Path("porchlight-data/porchlight.db"),
        description="The database; back this folder up.",
    )
    keys: Path = Field(
        default=Path("porchlight-keys"),
        description="The folder of the keys; never in the same backup as the database.",
    )
    master_key: SecretStr | None = Field(
        default=None,
        description="64 hex digits that wrap the keys; else the file master.key beside them.",
    )
    backups: Path | None = Field(
        default=None, description="The folder for copies of the database (porchlight backup)."
    )
    key_backups: Path | None = Field(
        default=None,
        description="The folder for copies of the keys, apart; none there outlives seven days.",
    )
    language: str = Field(
        default="en",
        description="The language of the moderators' rooms, until /setup says another.",
    )
    country: CountryCode | None = Field(
        default=None, description="Country of members who chose none, until /setup says another."
    )
    owners: tuple[PersonId, ...] = Field(
        default=(), description="Who is called when no moderator answers, as platform:id."
    )
    custodians: tuple[CustodianId, ...] = Field(
        default=(),
        description="Who may break a seal, two together, as platform:id; the accounts of one "
        "person joined by &, so that nobody is two.",
    )
    admins: tuple[PersonId, ...] = Field(
        default=(), description="Who may set the bot up, as platform:id; owners always may."
    )
    pagers: tuple[SecretStr, ...] = Field(
        default=(),
        description="Apprise addresses that ring outside the chat platforms; never content.",
    )
    deadman_url: SecretStr | None = Field(
        default=None, description="Address that is fetched each minute while every audit passes."
    )
    ladder: LadderSettings = Field(
        default_factory=LadderSettings, description="The times of escalation."
    )
    lexicon_overlay: Path | None = Field(
        default=None, description="Your own additions to the lexicon (TOML)."
    )
    directory_overlay: Path | None = Field(
        default=None, description="Your own additions to the directory (TOML)."
    )
    guides_overlay: Path | None = Field(
        default=None, description="Your own guides: a folder with guides.toml, en/, de/ …"
    )
    semantic: bool = Field(
        default=False,
        description="Let a language model on this machine read what weighs nearly enough (extra "
        "semantic).",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much is logged; never what people wrote, at any level."
    )
    discord: DiscordSettings = Field(
        default_factory=DiscordSettings, description="The community on Discord."
    )
    matrix: MatrixSettings = Field(
        default_factory=MatrixSettings, description="The community on Matrix."
    )
    town: TownSettings = Field(
        default_factory=TownSettings, description="A rehearsal town on this machine."
    )


class GivenSettings(Settings):
    """Settings from the call alone: the environment and its files are not read."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        *others: PydanticBaseSettingsSource, **more: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        """Only what is given."""
        del settings_cls, others, more
        return (init_settings,)
