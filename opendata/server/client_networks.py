"""Whose connection it is: addresses that belong to one client, as far as can be told."""

import ipaddress


def group_of(address: str) -> str:
    """The address whose connections count together: of IPv6 the network of one household (/64)."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
