"""Settings and where they come from."""

import pytest

from mooring.base.config import SecretText
from mooring.base.errors import BadConfig
from mooring.base.limits import GIB
from mooring.base.settings import load_config, settings_of


def _file(folder, text: str):
    (folder / ".mooring.toml").write_text(text)
    return folder


def test_without_anything_the_defaults_hold(tmp_path):
    config = load_config({}, folder=tmp_path)

    assert config.registry.max_attempts == 5
    assert config.origins["registry.max_attempts"] == "default"


def test_flags_beat_the_environment_which_beats_the_file(tmp_path):
    folder = _file(tmp_path, "[scan]\njobs = 1\nmax_layers = 11\n[registry]\nmax_attempts = 7\n")
    environment = {"MOORING_SCAN_JOBS": "2", "MOORING_SCAN_MAX_LAYERS": "12"}

    config = load_config(environment, folder=folder, flags={"scan.jobs": "3"})

    assert (config.scan.jobs, config.scan.max_layers, config.registry.max_attempts) == (3, 12, 7)
    assert config.origins["scan.jobs"] == "flag"
    assert config.origins["scan.max_layers"] == "environment MOORING_SCAN_MAX_LAYERS"
    assert f"file {folder / '.mooring.toml'}" == config.origins["registry.max_attempts"]


def test_an_unknown_key_names_the_nearest_one(tmp_path):
    folder = _file(tmp_path, "[registry]\ninsecure_host = ['a']\n")

    with pytest.raises(BadConfig, match=r"there is no setting 'registry\.insecure_host'") as error:
        load_config({}, folder=folder)

    assert error.value.hint == "did you mean 'insecure_hosts'?"


def test_an_unknown_section_is_an_error(tmp_path):
    with pytest.raises(BadConfig, match=r"there is no setting '\[registri\]'") as error:
        load_config({}, folder=_file(tmp_path, "[registri]\n"))

    assert error.value.hint == "did you mean 'registry'?"


def test_an_unknown_key_in_the_environment_is_an_error(tmp_path):
    with pytest.raises(BadConfig, match="MOORING_REGISTRY_MIRROR"):
        load_config({"MOORING_REGISTRY_MIRROR": "x"}, folder=tmp_path)


def test_lists_and_tables_are_written_with_commas(tmp_path):
    environment = {
        "MOORING_REGISTRY_INSECURE_HOSTS": "a.example, b.example:5000",
        "MOORING_REGISTRY_MIRRORS": "docker.io=m1.example,docker.io=m2.example",
        "MOORING_REGISTRY_CA_FILES": "a.example=/ca.pem",
    }

    registry = load_config(environment, folder=tmp_path).registry

    assert registry.insecure_hosts == ("a.example", "b.example:5000")
    assert registry.mirrors == {"docker.io": ("m1.example", "m2.example")}
    assert registry.ca_files == {"a.example": "/ca.pem"}


@pytest.mark.parametrize(("text", "size"), [("20 GiB", 20 * GIB), ("1GB", 10**9), ("512", 512), ("1_000", 1000)])
def test_sizes_may_have_a_unit(tmp_path, text, size):
    assert size == load_config({"MOORING_SCAN_MAX_LAYER_BYTES": text}, folder=tmp_path).scan.max_layer_bytes


@pytest.mark.parametrize(
    ("variable", "text"),
    [("SCAN_JOBS", "many"), ("SCAN_JOBS", "2 GiB"), ("SCAN_JOBS", "-1"), ("CACHE_ENABLED", "perhaps")],
)
def test_a_value_of_the_wrong_kind_is_named(tmp_path, variable, text):
    with pytest.raises(BadConfig, match=f"MOORING_{variable} is '{text}'"):
        load_config({f"MOORING_{variable}": text}, folder=tmp_path)


def test_a_value_of_the_wrong_kind_in_the_file_is_named(tmp_path):
    folder = _file(tmp_path, "[registry]\ninsecure_hosts = 3\n")

    with pytest.raises(BadConfig, match=r"registry\.insecure_hosts: expected `array`, got `int`"):
        load_config({}, folder=folder)


def test_a_damaged_file_is_named(tmp_path):
    with pytest.raises(BadConfig, match=r"\.mooring\.toml: cannot be read"):
        load_config({}, folder=_file(tmp_path, "[registry"))


def test_a_file_that_was_named_must_exist(tmp_path):
    with pytest.raises(BadConfig, match="does not exist"):
        load_config({"MOORING_CONFIG": "/nowhere.toml"}, folder=tmp_path)


def test_the_users_file_is_read_where_the_folder_has_none(tmp_path):
    (tmp_path / "home" / "mooring").mkdir(parents=True)
    (tmp_path / "home" / "mooring" / "config.toml").write_text("[cache]\nmax_bytes = '1 GiB'\n")

    config = load_config({"XDG_CONFIG_HOME": str(tmp_path / "home")}, folder=tmp_path)

    assert config.cache.max_bytes == GIB


def test_credentials_are_not_shown(tmp_path):
    config = load_config({"MOORING_REGISTRY_PASSWORD": "s3cret"}, folder=tmp_path)

    assert SecretText("s3cret") == config.registry.password
    assert "s3cret" not in repr(config) + str(settings_of(config))


def test_every_setting_has_an_origin(tmp_path):
    rows = settings_of(load_config({"HOME": "/home/mo"}, folder=tmp_path))

    assert ("cache.directory", "/home/mo/.cache/mooring", "default") in rows
    assert all(origin == "default" for _, _, origin in rows)


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"MOORING_REGISTRY_MIRRORS": "docker.io"}, "expected host=value, joined by commas"),
        ({"MOORING_REGISTRY_IDLE_TIMEOUT_SECONDS": "soon"}, "expected a number"),
        ({"MOORING_SCAN_MAX_LAYER_BYTES": "2 parsecs"}, "expected a whole number of bytes"),
    ],
)
def test_a_text_of_the_wrong_form_says_what_was_expected(tmp_path, environment, message):
    with pytest.raises(BadConfig, match=message):
        load_config(environment, folder=tmp_path)


def test_numbers_and_switches_are_read_from_the_environment(tmp_path):
    environment = {"MOORING_REGISTRY_IDLE_TIMEOUT_SECONDS": "2.5", "MOORING_CACHE_ENABLED": "no"}

    config = load_config(environment, folder=tmp_path)

    assert (config.registry.idle_timeout_seconds, config.cache.enabled) == (2.5, False)


@pytest.mark.parametrize("content", ["scan = 3", "[registry]\npassword = 3"])
def test_a_file_of_the_wrong_shape_is_named(tmp_path, content):
    with pytest.raises(BadConfig):
        load_config({}, folder=_file(tmp_path, content))


def test_the_file_that_the_environment_names_is_read(tmp_path):
    (tmp_path / "mine.toml").write_text("[scan]\njobs = 4\n")

    assert load_config({"MOORING_CONFIG": str(tmp_path / "mine.toml")}, folder=tmp_path).scan.jobs == 4


def test_variables_of_other_programs_are_left_alone(tmp_path):
    assert load_config({"MOORING_SERVER_PORT": "1"}, folder=tmp_path).scan.jobs == 0


def test_a_flag_of_an_unknown_section_is_an_error(tmp_path):
    with pytest.raises(BadConfig, match="there is no setting 'scam'"):
        load_config({}, folder=tmp_path, flags={"scam.jobs": "1"})
