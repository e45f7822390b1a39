"""Attempts to log in are counted by address and by name, and answers give nothing away."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.test import Client
from django.urls import reverse


def test_no_link_out_of_the_log_in_is_followed(client, chief):
    data = {"username": "chief", "password": "correct horse", "next": "//evil.example/"}

    response = client.post(reverse("admin:login"), data)

    assert response.status_code == 302
    assert "evil" not in response["Location"]


ADDRESS = "admin:login"


def attempt(name: str, password: str = "", ip: str = "192.0.2.1") -> Any:
    data = {"username": name, "password": password or "wrong"}
    return Client(REMOTE_ADDR=ip).post(reverse(ADDRESS), data)


@pytest.fixture(autouse=True)
def rate(settings):
    settings.NEWSROOM_LOGIN_RATE = "3/hour"


def test_an_address_is_stopped(chief):
    for number in range(3):
        attempt(f"name{number}")

    assert "Too many attempts" in attempt("chief", "correct horse").content.decode()
    assert attempt("chief", "correct horse", ip="192.0.2.2").status_code == 302


def test_a_name_is_stopped_wherever_it_is_tried(chief):
    for number in range(3):
        attempt("Chief", ip=f"192.0.2.{number + 10}")

    response = attempt("chief", "correct horse", ip="192.0.2.99")
    assert "Too many attempts" in response.content.decode()


def test_a_name_that_is_known_and_one_that_is_not_are_answered_alike(chief, reader):
    def page(name: str) -> str:
        response = attempt(name, ip=f"198.51.100.{len(name)}")
        return str(response.context["form"].non_field_errors())

    assert page("chief") == page("nobody-at-all") == page("reader")
    for _number in range(3):
        page("chief"), page("nobody-at-all")
    assert page("chief") == page("nobody-at-all")


def test_a_right_password_gives_the_attempt_back(chief):
    for _number in range(6):
        assert attempt("chief", "correct horse").status_code == 302


def test_one_good_account_does_not_free_an_address(chief):
    for number in range(3):
        attempt(f"name{number}")
        attempt("chief", "correct horse")

    assert "Too many attempts" in attempt("other").content.decode()


class Meanwhile(ModelBackend):
    """Somebody tries other names from the same address while a right password is looked at."""

    def authenticate(self, request, username=None, password=None, **more):
        if username == "chief":
            attempt("one")
            attempt("another")
        return super().authenticate(request, username, password, **more)


def test_a_good_account_gives_back_no_attempt_but_its_own(chief, settings):
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.Meanwhile"]
    assert attempt("chief", "correct horse").status_code == 302

    told = ["Too many attempts" in attempt(name).content.decode() for name in ("third", "fourth")]

    assert told == [False, True]


def test_the_throttle_can_be_turned_off(settings, chief):
    settings.NEWSROOM_LOGIN_RATE = ""
    pages = [attempt("chief").content.decode() for _number in range(20)]

    assert not any("Too many attempts" in page for page in pages)


def test_a_session_begins_anew_at_the_log_in(client, chief):
    client.get(reverse("admin:login"))
    client.session["seen"] = "before"
    before = client.session.session_key

    client.post(reverse("admin:login"), {"username": "chief", "password": "correct horse"})

    assert client.session.session_key != before


@pytest.mark.parametrize("name", ["", "\0", "x" * 300, "名字 \n"])
def test_any_name_is_answered(db, name):
    assert attempt(name).status_code == 200
