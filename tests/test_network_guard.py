"""Whoever names an address cannot make us ask a private one."""

from __future__ import annotations

import socket
from ipaddress import IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.outbound import Target, Unanswered, is_public, target_of
from tests.receivers import HOST, PUBLIC, Receiver, ask


def nobody() -> Receiver:
    """A receiver that fails the test when somebody connects."""
    return Receiver(port=0)


PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.1.2.3
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.1 192.88.99.1
192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::7f00:1
64:ff9b::808:808 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:0:7f00:1::1 2001:2::1 2001:10::1
2001:20::1 2001:1ff:ffff::1 2001:db8::1 2002::1 2002:7f00:1::1 2002:a9fe:a9fe::1 3ffe::1 3fff::1
3fff:fff:ffff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 febf::1 fec0::1
feff::1 ff02::1 ff0e::1 2600::1%eth0 1fff::1
""".split()
OPEN = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 93.184.215.14 100.63.255.255 100.128.0.1 126.255.255.255
128.0.0.1 169.253.255.255 172.15.255.255 172.32.0.1 191.255.255.255 192.0.1.1 192.167.255.255
192.169.0.1 198.17.255.255 198.20.0.1 223.255.255.255 2001:200::1 2001:4860:4860::8888
2003::1 2400:cb00::1 2606:4700::1111 2a00:1450::1
""".split()
NO_ADDRESSES = [
    "",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "1.2.3.4.5",
    "localhost",
    "[::1]",
]


@pytest.mark.parametrize("address", PRIVATE + NO_ADDRESSES)
def test_nobody_is_asked_at_an_address_that_is_not_public(address):
    assert not is_public(address)
    receiver = nobody()
    receiver.addresses = [PUBLIC, address]

    with pytest.raises(Unanswered, match="forbidden"):
        ask(receiver.way())

    assert receiver.connected == []


@pytest.mark.parametrize("address", OPEN)
def test_public_addresses_are_public(address):
    assert is_public(address)


@given(st.ip_addresses())
def test_what_python_calls_private_is_not_public(address):
    """Its list has gaps, which is why there is another one; the other way round ours has none."""
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_no_address_of_version_4_hides_in_one_of_version_6(address):
    packed = int(address)
    hidden = [
        IPv6Address(packed),
        IPv6Address((0xFFFF << 32) | packed),
        IPv6Address((0x64FF9B << 96) | packed),
        IPv6Address((0x2002 << 112) | (packed << 80)),
        IPv6Address((0x20010000 << 96) | (packed ^ 0xFFFFFFFF)),
    ]

    assert not any(is_public(str(one)) for one in hidden)


HOSTILE = {
    "no scheme": "hooks.example.org/x",
    "empty": "",
    "http": "http://hooks.example.org/",
    "file": "file:///etc/passwd",
    "ftp": "ftp://hooks.example.org/",
    "gopher": "gopher://hooks.example.org:70/_x",
    "no host": "https:///x",
    "one slash": "https:/hooks.example.org/",
    "user": "https://user@hooks.example.org/",
    "user and password": "https://a:b@hooks.example.org/",
    "user that looks like the host": "https://hooks.example.org@127.0.0.1/",
    "empty user": "https://@hooks.example.org/",
    "backslash": "https://hooks.example.org\\@127.0.0.1/",
    "backslash in the path": "https://hooks.example.org/\\evil",
    "port": "https://hooks.example.org:8443/",
    "port 80": "https://hooks.example.org:80/",
    "port 22": "https://hooks.example.org:22/",
    "port zero": "https://hooks.example.org:0/",
    "port too large": "https://hooks.example.org:99999/",
    "port of letters": "https://hooks.example.org:x/",
    "loopback": "https://127.0.0.1/",
    "public address": "https://93.184.215.14/",
    "decimal": "https://2130706433/",
    "octal": "https://0177.0.0.1/",
    "hexadecimal": "https://0x7f.0.0.1/",
    "hexadecimal whole": "https://0x7f000001/",
    "hexadecimal end": "https://a.0x7f000001/",
    "short": "https://127.1/",
    "zero": "https://0/",
    "version 6": "https://[::1]/",
    "mapped": "https://[::ffff:127.0.0.1]/",
    "zone": "https://[fe80::1%25eth0]/",
    "brackets": "https://[hooks.example.org]/",
    "half a bracket": "https://[::1/",
    "localhost": "https://localhost/",
    "one word": "https://intranet/",
    "trailing dot": "https://hooks.example.org./",
    "localhost with a dot": "https://localhost./",
    "leading dot": "https://.example.org/",
    "two dots": "https://hooks..example.org/",
    "underscore": "https://hooks_1.example.org/",
    "hyphen first": "https://-hooks.example.org/",
    "hyphen last": "https://hooks-.example.org/",
    "long label": f"https://{'a' * 64}.example.org/",
    "long host": f"https://{'a.' * 130}org/",
    "long address": f"https://hooks.example.org/{'a' * 2000}",
    "full-width digits": "https://１２７.０.０.１/",
    "circled digits": "https://①②⑦.⓪.⓪.①/",
    "ideographic full stop": "https://127。0。0。1/",
    "full-width localhost": "https://ｌｏｃａｌｈｏｓｔ/",
    "a slash that is none": "https://hooks.example.org／@127.0.0.1/",
    "percent in the host": "https://127%2e0%2e0%2e1/",
    "percent at": "https://hooks.example.org%40127.0.0.1/",
    "new line": "https://hooks.example.org/\r\nX-Evil: 1",
    "new line in the host": "https://hooks.example.org\r\n/",
    "tab in the host": "https://hooks\t.example.org/",
    "blank": "https://hooks.example.org/a b",
    "blank before": " https://hooks.example.org/",
    "NUL": "https://hooks.example.org/\x00",
    "lone surrogate": "https://\ud800.example.org/",
    "lone surrogate in the path": "https://hooks.example.org/\ud800",
    "soft hyphen alone": "https://\u00ad/",
}


@pytest.mark.parametrize("url", HOSTILE.values(), ids=list(HOSTILE))
def test_odd_addresses_are_not_asked(url):
    receiver = nobody()

    with pytest.raises(Unanswered, match="url"):
        ask(receiver.way(), url)

    assert receiver.connected == []


PLAIN = {
    "plain": ("https://hooks.example.org", Target("https", HOST, "/")),
    "port": ("https://hooks.example.org:443/a", Target("https", HOST, "/a")),
    "case": ("HTTPS://Hooks.EXAMPLE.org/A", Target("https", HOST, "/A")),
    "query": ("https://hooks.example.org?a=1&b=%20", Target("https", HOST, "/?a=1&b=%20")),
    "fragment": ("https://hooks.example.org/a#b", Target("https", HOST, "/a")),
    "han": ("https://hooks.example.org/桥?桥", Target("https", HOST, "/%E6%A1%A5?%E6%A1%A5")),
    "idna": ("https://Bücher.example/", Target("https", "xn--bcher-kva.example", "/")),
    "idna whole": ("https://例子.测试/", Target("https", "xn--fsqu00a.xn--0zwm56d", "/")),
    "punycode": (
        "https://xn--fsqu00a.xn--0zwm56d/",
        Target("https", "xn--fsqu00a.xn--0zwm56d", "/"),
    ),
    "full-width": ("https://ｈｏｏｋｓ.example.org/", Target("https", HOST, "/")),
}


@pytest.mark.parametrize(("url", "target"), PLAIN.values(), ids=list(PLAIN))
def test_plain_addresses_are_asked_as_they_stand(url, target):
    assert target_of(url) == target


def test_http_is_asked_where_the_operator_allows_it():
    assert target_of("http://hooks.example.org/", allow_http=True).port == 80
    with pytest.raises(Unanswered, match="url"):
        target_of("http://hooks.example.org:443/", allow_http=True)


@given(
    st.text(max_size=60) | st.text("htps:/@[]%.\\0127xf。①#?-", max_size=40).map("https:".__add__)
)
def test_any_text_is_refused_or_names_a_host(text):
    try:
        target = target_of(text)
    except Unanswered:
        return
    assert target.host.isascii()
    assert target.path.isascii()
    assert target.path.startswith("/")
    assert target.path.isprintable()
    with pytest.raises(ValueError, match="does not appear"):
        ip_address(target.host)
    with pytest.raises(OSError, match="illegal"):
        socket.inet_aton(target.host)
