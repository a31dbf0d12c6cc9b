"""Why the embedded server does not start; each says what to do."""


class EmbeddedFault(Exception):
    """The embedded database cannot be used as it is."""


class PathTooLong(EmbeddedFault):
    """The system limits the length of a socket's path."""


class Unreachable(EmbeddedFault):
    """The account that runs the server cannot enter the folder, or the data is kept elsewhere."""


class WrongVersion(EmbeddedFault):
    """The data was written by another major version of PostgreSQL."""


class FolderInUse(EmbeddedFault):
    """Another server, which this process cannot see, works on the folder."""


class StartFailed(EmbeddedFault):
    """PostgreSQL ended while starting; the message holds its last words."""
