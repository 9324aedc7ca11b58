"""The approximate network of a client's address: what a device list may show and a throttle may count."""

from ipaddress import IPv4Address, ip_address, ip_network


def network_of(address: str) -> str:
    """`203.0.113.9` gives `203.0.113.0/24`, an IPv6 address its /48; what is no address gives `unknown`."""
    try:
        read = ip_address(address)
    except ValueError:
        return "unknown"
    bits = 24 if isinstance(read, IPv4Address) else 48
    return str(ip_network(f"{read}/{bits}", strict=False))
