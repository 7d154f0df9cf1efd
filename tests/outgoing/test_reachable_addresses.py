"""No request that others cause goes to an address inside, however the address is written."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.config import OWN_NETWORKS
from opendata.outgoing.reachable_addresses import is_port_for_the_web, is_reachable

# Addresses inside of every sort; each can also stand behind a translation of IPv6.
INSIDE = """0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.9 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255""".split()
INSIDE_OF_IPV6 = """:: ::1 ::127.0.0.1 fe80::1 fe80::1%eth0 2606:4700::1%eth0 fc00::1 fd00:ec2::254
fec0::1 ff02::1 ff0e::1 100::1 64:ff9b:1::808:808 2001::1 2001:0:7f00:1::1 2001:20::1 2001:db8::1
3fff::1 5f00::1 4000::1""".split()
PUBLIC = ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "192.167.255.255", "223.255.255.255"]


def translated(address: str) -> list[str]:
    """The addresses of IPv6 that packets for this one may go by: mapped, NAT64, 6to4, ISATAP."""
    number = int(IPv4Address(address))
    high, low = number >> 16, number & 0xFFFF
    return [
        f"::ffff:{address}",
        f"64:ff9b::{high:x}:{low:x}",
        f"2002:{high:x}:{low:x}::1",
        f"2606:4700::5efe:{high:x}:{low:x}",
        f"2606:4700::200:5efe:{high:x}:{low:x}",
    ]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_reachable_by_any_way(address: str):
    assert [way for way in (address, *translated(address)) if is_reachable(way)] == []


def test_addresses_of_ipv6_that_are_not_of_the_internet_are_not_reachable():
    assert [address for address in INSIDE_OF_IPV6 if is_reachable(address)] == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_reachable_by_every_way(address: str):
    assert all(is_reachable(way) for way in (address, *translated(address)))
    assert is_reachable("2606:2800:220:1:248:1893:25c8:1946")


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6, network="2000::/3"))
def test_nothing_is_reachable_that_python_calls_private(address: IPv4Address | IPv6Address):
    if is_reachable(str(address)):
        assert address.is_global or address in ip_network("2002::/16")
        assert not (address.is_multicast or address.is_link_local or address.is_reserved)


def test_what_the_operator_opens_is_reachable_and_nothing_beside_it():
    opened = [ip_network("127.0.0.1/32"), ip_network("fd00:1::/64")]

    assert is_reachable("127.0.0.1", opened) and is_reachable("fd00:1::9", opened)
    assert is_reachable("::ffff:127.0.0.1", opened)
    assert not any(is_reachable(address, opened) for address in ("127.0.0.2", "::1", "fd00:2::9", "10.0.0.1"))
    assert not is_reachable("fd00:1::9%eth0", opened)


def test_ports_are_those_of_the_web():
    assert all(map(is_port_for_the_web, (80, 443, 8080, 8443, 5000, 65535)))
    assert not any(map(is_port_for_the_web, (0, 22, 25, 110, 443 + 1, 2049, 6000, 6667, 65536)))


def test_what_a_cloud_tells_a_machine_is_not_opened_with_the_network_around_it():
    own = [ip_network(each) for each in OWN_NETWORKS.split(",")]
    of_clouds = ("fd00:ec2::254", "100.100.100.200", "169.254.169.254", "::ffff:100.100.100.200")

    assert [address for address in of_clouds if is_reachable(address, own)] == []
    assert is_reachable("fd00:ec2::253", own) and is_reachable("100.100.100.201", own)
    assert is_reachable("fd00:ec2::254", [ip_network("fd00:ec2::254")])
