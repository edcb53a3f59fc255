"""Which sites may open a line: the server's own, and those on an exact list."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from server.settings import ServerSettings


def origin_allowed(connection: HTTPConnection, settings: ServerSettings) -> bool:
    """A browser always says where its page comes from; a client that says nothing is no browser."""
    origin = connection.headers.get("origin")
    if origin is None or origin in settings.origins:
        return True
    return urlsplit(origin).netloc == connection.headers.get("host")
