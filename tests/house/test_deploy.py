"""The unit, the timer and the container files hold what docs/operating.md promises."""

import re
from collections import defaultdict
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # no types for it are in the environment

from bot.settings import MatrixSettings, Settings
from tests.house.rules import HOUSE

DEPLOY = HOUSE / "docs" / "deploy"
UNITS = ("porchlight.service", "porchlight-backup.service")
SERVICES = ("porchlight", "backup")


def unit(name: str) -> dict[str, list[str]]:
    """Every setting of a unit with its values in order; an empty one takes earlier ones back."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            key, _, value = line.partition("=")
            found[key].append(value)
    return found


def compose() -> dict[str, Any]:
    """The Compose file, its shared part merged in."""
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return read


def stages() -> list[str]:
    """The stages of the container file, comments left out."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return re.split(r"(?m)^(?=FROM )", "\n".join(lines))[1:]


HARD = {
    "NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "AmbientCapabilities": "",
    "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes",
    "ProtectKernelTunables": "yes", "ProtectKernelModules": "yes", "ProtectKernelLogs": "yes",
    "ProtectControlGroups": "yes", "ProtectClock": "yes", "ProtectHostname": "yes",
    "ProtectProc": "invisible", "RestrictNamespaces": "yes", "RestrictSUIDSGID": "yes",
    "RestrictRealtime": "yes", "LockPersonality": "yes", "MemoryDenyWriteExecute": "yes",
    "SystemCallArchitectures": "native", "UMask": "0077", "StateDirectoryMode": "0700",
    "LimitCORE": "0", "CoredumpFilter": "0", "MemorySwapMax": "0",
}  # fmt: skip


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_no_rights_and_leaves_no_core(name: str) -> None:
    found = unit(name)
    assert {key: found[key] for key in HARD} == {key: [value] for key, value in HARD.items()}
    assert found["User"] == ["porchlight"]
    assert found["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]


@pytest.mark.parametrize("name", UNITS)
def test_keys_lie_apart_from_data_in_a_folder_of_their_own(name: str) -> None:
    found = unit(name)
    given = dict(one.split("=", 1) for one in found["Environment"])
    assert given["PORCHLIGHT_DATABASE"].startswith("/var/lib/porchlight/")
    assert given["PORCHLIGHT_KEYS"] == "/var/lib/porchlight-keys"
    assert {"porchlight", "porchlight-keys"} <= set(found["StateDirectory"][0].split())


def test_the_bot_can_write_its_data_and_keys_and_nothing_else() -> None:
    found = unit("porchlight.service")
    assert found["StateDirectory"] == ["porchlight porchlight-keys porchlight-matrix"]
    assert not found["ReadWritePaths"]
    hidden = found["InaccessiblePaths"][0]
    assert "/var/backups/porchlight" in hidden
    assert "/var/lib/porchlight-key-copies" in hidden
    assert found["SocketBindDeny"] == ["any"]
    assert found["RestrictAddressFamilies"] == ["AF_INET AF_INET6 AF_UNIX"]


def test_the_bot_comes_back_when_it_dies() -> None:
    found = unit("porchlight.service")
    assert found["Restart"] == ["on-failure"]
    assert found["StartLimitIntervalSec"] == ["0"]


def test_a_backup_talks_to_nobody_and_keeps_copies_of_keys_apart() -> None:
    found = unit("porchlight-backup.service")
    given = dict(one.split("=", 1) for one in found["Environment"])
    assert found["PrivateNetwork"] == ["yes"]
    assert found["ReadWritePaths"] == [given["PORCHLIGHT_BACKUPS"]]
    assert given["PORCHLIGHT_KEY_BACKUPS"] == "/var/lib/porchlight-key-copies"
    assert "porchlight-key-copies" in found["StateDirectory"][0].split()
    assert re.search(r"porchlight backup\b", found["ExecStart"][0])


def test_backups_are_daily_in_utc_and_made_up_for_so_that_keys_live_seven_days() -> None:
    found = unit("porchlight-backup.timer")
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d UTC", found["OnCalendar"][0])
    assert found["Persistent"] == ["yes"]
    assert not found["RandomizedDelaySec"]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_names_only_settings_that_exist(name: str) -> None:
    names = {f"PORCHLIGHT_{field.upper()}" for field in Settings.model_fields}
    names |= {f"PORCHLIGHT_MATRIX__{field.upper()}" for field in MatrixSettings.model_fields}
    assert {one.split("=")[0] for one in unit(name)["Environment"]} <= names


# containers ----------------------------------------------------------------------------------


def test_every_base_image_is_slim_and_pinned_to_one_version() -> None:
    named = [re.match(r"FROM (\S+)", one) for one in stages()]
    assert [one and one[1] for one in named] == [named[0] and named[0][1]] * 2
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", named[0][1] if named[0] else "")


def test_what_is_installed_comes_from_the_lock_by_its_hash() -> None:
    build, _ = stages()
    assert re.search(r"--require-hashes .*-r requirements\.lock", build)
    assert "--no-deps --no-build-isolation ." in build


def test_the_image_that_runs_has_no_tools_and_no_rights() -> None:
    _, final = stages()
    assert re.search(r"^USER [1-9]\d{3,}:[1-9]\d{3,}$", final, re.MULTILINE)
    assert not re.search(r"apt-get|pip install|gcc", final)
    assert "pip uninstall --yes pip" in final
    assert 'VOLUME ["/data", "/keys", "/matrix"]' in final
    assert "install -d -m 0700" in final
    assert final.index("\nUSER ") < final.index("\nENTRYPOINT ")


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_is_read_only_and_without_rights(name: str) -> None:
    found = compose()["services"][name]
    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert found["ulimits"] == {"core": 0}
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", found["user"])
    assert re.match(r"\Wtmp:rw,noexec,nosuid,nodev,size=", found["tmpfs"][0])
    assert "ports" not in found
    assert not {"privileged", "cap_add", "devices", "pid", "ipc"} & set(found)


def test_the_master_key_is_a_secret_and_a_setting() -> None:
    found = compose()
    for name in SERVICES:
        assert found["services"][name]["secrets"] == ["porchlight_master_key"]
    assert "master_key" in Settings.model_fields


def test_data_keys_device_and_copies_are_five_volumes() -> None:
    found = compose()
    assert set(found["volumes"]) == {"data", "keys", "matrix", "copies", "key-copies"}
    assert found["services"]["porchlight"]["volumes"] == [
        "data:/data",
        "keys:/keys",
        "matrix:/matrix",
    ]
    assert found["services"]["backup"]["network_mode"] == "none"
