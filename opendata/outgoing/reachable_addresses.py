"""Reachable addresses: to which internet addresses and ports a request that somebody else named may go.

Here: judging addresses, whatever they stand for. Not here: finding the addresses of a name, and connecting
(guarded_client.py).
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

# The registries of special addresses of IANA, written out: what Python itself knows of them differs by its release.
SPECIAL: Sequence[Network] = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            *("224.0.0.0/4", "240.0.0.0/4"),
            "168.63.129.16/32",  # in Microsoft's cloud: the machine that runs this one
            # Of IPv6 only 2000::/3 is given to anybody (UNICAST); these parts of it are special.
            *("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20"),
        ),
    )
)
UNICAST = IPv6Network("2000::/3")
# Where clouds tell a machine its secrets, beside 169.254.0.0/16: Amazon by IPv6, Alibaba, Oracle, and Microsoft.
# They lie in networks that look like one's own, so they are opened by their own addresses alone.
OF_CLOUDS = frozenset(map(ip_address, ("fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16")))
# Addresses of IPv6 that stand for one of IPv4, and how many bits stand behind it.
TRANSLATED: Sequence[tuple[IPv6Network, int]] = (
    (IPv6Network("::ffff:0:0/96"), 0),  # mapped
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (IPv6Network("2002::/16"), 80),  # 6to4
)
# ISATAP: whatever the first half is, the second half says that an address of IPv4 follows.
ISATAP = (0x0000_5EFE, 0x0200_5EFE)

# Ports below 1024 belong to other protocols, apart from those of the web.
WEB_PORTS, FIRST_FREE_PORT = (80, 443), 1024
# Ports above them on which browsers refuse to speak HTTP as well, since other protocols could take it for theirs.
# https://fetch.spec.whatwg.org/#port-blocking
OTHERS_PORTS = frozenset(
    (1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697)
) | {10080}


def is_reachable(address: str, allowed: Sequence[Network] = ()) -> bool:
    """Whether a request may go to this address: it is public, or in a network that the operator allows.

    An address that stands for one of IPv4 is judged as that one.
    """
    if "%" in address:
        return False  # with the name of an interface, it is an address of this link
    if is_opened(address, allowed):
        return True
    meant = _meant(ip_address(address))
    if isinstance(meant, IPv6Address) and meant not in UNICAST:
        return False
    return not any(meant in network for network in SPECIAL)


def is_opened(address: str, allowed: Sequence[Network]) -> bool:
    """Whether the operator allows this address, whatever it is; raises ValueError for what is no address."""
    if "%" in address:
        return False
    meant = _meant(ip_address(address))
    return any(meant in each and (meant not in OF_CLOUDS or each.num_addresses == 1) for each in allowed)


def is_port_for_the_web(port: int) -> bool:
    """Whether a request may go to this port."""
    return port in WEB_PORTS or (FIRST_FREE_PORT <= port <= 65535 and port not in OTHERS_PORTS)


def _meant(address: Address) -> Address:
    """The address to which packets for this one are brought in the end."""
    if isinstance(address, IPv4Address):
        return address
    number = int(address)
    for network, behind in TRANSLATED:
        if address in network:
            return IPv4Address((number >> behind) & 0xFFFF_FFFF)
    if (number >> 32) & 0xFFFF_FFFF in ISATAP:
        return IPv4Address(number & 0xFFFF_FFFF)
    return address
