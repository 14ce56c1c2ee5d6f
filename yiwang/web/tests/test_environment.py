"""What the environment may say, and what follows when it says nothing."""

from __future__ import annotations

import stat

import pytest

from yiwang.web import environment


def test_a_dsn_becomes_djangos_database():
    database = environment.databases({"YIWANG_DATABASE": "postgresql://app:pw@db:5433/city?sslmode=require"})

    assert database["default"]["NAME"] == "city"
    assert database["default"]["PORT"] == "5433"
    assert database["default"]["OPTIONS"] == {"sslmode": "require", "connect_timeout": 2}
    assert environment.databases({}) == {}


def test_a_socket_folder_is_a_host_too():
    database = environment.databases({"YIWANG_DATABASE": "host=/run/yiwang user=app dbname=city"})

    assert database["default"]["HOST"] == "/run/yiwang"


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = environment.secret_key({}, tmp_path / "state")
    path = tmp_path / "state" / "secret-key"

    assert environment.secret_key({}, tmp_path / "state") == first
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert environment.secret_key({"YIWANG_SECRET_KEY": "given"}, tmp_path) == "given"


def test_the_public_address_is_an_allowed_host():
    environ = {"YIWANG_ORIGIN": "https://yw.example.cn", "YIWANG_HOSTS": "a.example, b.example"}

    assert environment.allowed_hosts(environ)[3:] == ["a.example", "b.example", "yw.example.cn"]
    assert environment.origin(environ) == ("https", "yw.example.cn")
    with pytest.raises(ValueError, match="YIWANG_ORIGIN"):
        environment.origin({"YIWANG_ORIGIN": "yw.example.cn"})


@pytest.mark.parametrize(("value", "on"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_a_switch_is_on_only_when_it_says_so(value, on):
    assert environment.flag({"X": value}, "X") is on
