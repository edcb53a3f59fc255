"""Which addresses a partner may have: public ones, unless the operator allowed it to be on our own network."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_EMBEDDING = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))
"""Networks whose addresses lead to IPv4 ones."""


class Blocked(Exception):
    """A partner's host is not one that we may talk to."""


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet."""
    known: IPv4Address | IPv6Address = ip_address(address.split("%", 1)[0])
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped is not None:
            known = known.ipv4_mapped
        elif any(known in network for network in _EMBEDDING):
            return False
    return known.is_global and not known.is_multicast


async def public_address(host: str, port: int) -> str:
    """One address of ``host`` to connect to; looked up once, so that it cannot change in between. Raises ``Blocked``.

    A host of which any address is private is refused altogether. ``OSError``: it has no address.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not addresses or not all(is_public(address) for address in addresses):
        raise Blocked(f"{host} is not on the open internet")
    return addresses[0]
