"""Where nobody is configured: an honest "no"."""


class NoPager:
    """No pager outside the platforms. Implements bot.ports.pager.Pager."""

    @property
    def configured(self) -> bool:
        """There is nobody to page."""
        return False

    async def page(self, title: str, text: str) -> bool:
        """Reach nobody."""
        del title, text
        return False


class NoDeadMan:
    """No watchdog elsewhere. Implements bot.ports.pager.DeadMan."""

    async def ping(self) -> bool:
        """Nobody hears it."""
        return False
