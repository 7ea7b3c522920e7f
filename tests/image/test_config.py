"""Image configs as tools write them, and as they should not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from images.build import as_json
from mooring.base.errors import DamagedImage
from mooring.image.config import parse_config

DIFF_ID = "sha256:" + "a" * 64


def _parse(run: object = None, **fields):
    document = {"rootfs": {"type": "layers", "diff_ids": [DIFF_ID]}, "config": run, **fields}
    return parse_config(as_json(document), name="the config")


def test_what_an_image_runs_is_read():
    config = _parse(
        {
            "User": "app",
            "WorkingDir": "/srv",
            "Env": ["A=1"],
            "Entrypoint": ["/bin/app"],
            "Cmd": ["serve"],
            "ExposedPorts": {"80/tcp": {}, "443/tcp": {}},
            "Volumes": {"/data": {}},
            "Labels": {"a": "b"},
            "Healthcheck": {"Test": ["CMD", "true"]},
            "StopSignal": "SIGINT",
            "OnBuild": ["RUN make"],
            "Shell": ["/bin/ash", "-c"],
        },
        architecture="x86_64",
        os="linux",
        author="me",
        created="2024-01-02T03:04:05Z",
    )

    assert (config.user, config.working_directory, config.environment) == ("app", "/srv", ("A=1",))
    assert (config.entrypoint, config.command) == (("/bin/app",), ("serve",))
    assert (config.exposed_ports, config.volumes) == (("443/tcp", "80/tcp"), ("/data",))
    assert (config.labels, config.healthcheck, config.stop_signal) == ({"a": "b"}, ("CMD", "true"), "SIGINT")
    assert (config.onbuild, config.shell) == (("RUN make",), ("/bin/ash", "-c"))
    assert (str(config.platform), config.author) == ("linux/amd64", "me")
    assert config.diff_ids == (DIFF_ID,)


@pytest.mark.parametrize("run", [None, {}, [], {"Env": None, "Labels": None, "Cmd": None}, {"Env": "A=1", "Labels": 3}])
def test_odd_descriptions_are_passed_over(run):
    assert _parse(run).diff_ids == (DIFF_ID,)


def test_a_command_that_is_one_text_is_a_list_of_one():
    assert _parse({"Entrypoint": "/bin/app"}).entrypoint == ("/bin/app",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"rootfs": []}',
        b'{"rootfs": {"diff_ids": "x"}}',
        b'{"rootfs": {"diff_ids": ["sha256:1"]}}',
        b'{"rootfs": {"diff_ids": [3]}}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_config_without_layers_to_compare_is_damaged(content):
    with pytest.raises(DamagedImage):
        parse_config(content, name="the config")


@given(st.binary(max_size=300))
def test_any_bytes_raise_nothing_but_damaged_image(content):
    try:
        parse_config(b'{"rootfs":{"diff_ids":[]},"history":' + content, name="the config")
    except DamagedImage:
        return
