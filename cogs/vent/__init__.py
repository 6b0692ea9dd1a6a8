"""Anonymous venting: written, looked at, posted under a made-up name, answered, looked after."""
