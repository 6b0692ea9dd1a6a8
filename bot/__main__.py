"""The command `porchlight`."""

from bot.app.commands import entry as main

if __name__ == "__main__":
    main()
