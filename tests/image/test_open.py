"""Which source a text means."""

import subprocess
import sys

import msgspec
import pytest

from image.sources.opening import opened
from images.build import image, layer
from mooring.base.config import RegistryConfig
from mooring.base.errors import DamagedImage, ImageUnavailable, RegistryUnreachable, UsageError
from mooring.image import open as open_module
from mooring.image.open import all_sources, guess, open_image
from mooring.image.sources.source import SourceOptions
from registry.fake import fake_registry


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("-", "stdin"),
        ("alpine", "registry"),
        ("alpine:3.20", "registry"),
        ("registry.example:5000/team/app@sha256:" + "a" * 64, "registry"),
    ],
)
def test_a_text_without_scheme_is_guessed(text, source):
    options = SourceOptions(environment={"DOCKER_HOST": "unix:///nowhere", "CONTAINER_HOST": "unix:///nowhere"})

    assert guess(text, all_sources(), options).name == source


def test_a_folder_wins_over_an_image_of_the_same_name(tmp_path, monkeypatch):
    (tmp_path / "alpine").mkdir()
    monkeypatch.chdir(tmp_path)

    assert open_image("alpine", SourceOptions()).notes == ("read 'alpine' as dir",)


@pytest.mark.parametrize("text", ["./gone.tar", "/gone.tar", "../gone", "~/gone"])
def test_a_path_that_is_not_there_is_not_taken_for_an_image(text):
    with pytest.raises(ImageUnavailable, match="does not exist"):
        open_image(text, SourceOptions())


def test_a_text_that_nothing_recognises_is_a_mistake_of_use():
    with pytest.raises(UsageError, match="is neither a file, a folder nor an image reference"):
        open_image("Not An Image!", SourceOptions())


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_is_a_mistake_of_use(text):
    with pytest.raises(UsageError, match="is empty"):
        open_image(text, SourceOptions())


def test_offline_asks_no_registry():
    with pytest.raises(UsageError, match="registry needs a connection"):
        open_image("registry:alpine", SourceOptions(offline=True))
    with pytest.raises(ImageUnavailable, match="there is no file or folder 'alpine' on this machine"):
        open_image("alpine", SourceOptions(offline=True))


@pytest.mark.parametrize("prefix", ["", "registry:", "docker://"])
def test_a_registry_may_be_named_in_three_ways(prefix):
    built = image(layer({"a": b"1"}))
    with fake_registry() as fake:
        fake.add("app", built)

        found = opened(f"{prefix}{fake.host}/app:1.0")

        assert found.description.digest == built.digest


def test_a_mirror_is_asked_first_and_told_when_it_lacks_the_image():
    built = image(layer({"a": b"1"}))
    with fake_registry() as fake, fake_registry() as mirror:
        fake.add("app", built)
        options = SourceOptions(registry=RegistryConfig(mirrors={fake.host: (mirror.host,)}))

        found = opened(f"{fake.host}/app:1.0", options)

        assert found.notes[0].startswith(f"mirror {mirror.host}: {mirror.host} has no 'app:1.0' (HTTP 404")
        assert found.description.tags == (f"{fake.host}/app:1.0",)
        assert mirror.requests("manifests")


def test_a_scheme_that_is_an_image_too_tells_how_to_name_the_image(tmp_path):
    options = SourceOptions(environment={"DOCKER_HOST": f"unix://{tmp_path}/none.sock"})

    with pytest.raises(RegistryUnreachable) as error:
        open_image("docker:24", options)

    assert "if the image 'docker:24' of a registry is meant, write registry:docker:24" in str(error.value.hint)


def test_a_host_with_port_is_no_scheme():
    options = SourceOptions(registry=RegistryConfig(max_attempts=1))

    with pytest.raises(RegistryUnreachable, match="^registry:1"):
        open_image("registry:1/app", options)


def test_importing_sources_imports_no_http_library():
    program = (
        "import sys; from mooring.image.open import all_sources; all_sources();"
        "print([name for name in ('urllib3', 'ssl', 'http.client', 'yaml', 'jinja2') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_what_mirrors_said_is_in_the_hint_of_the_registrys_error():
    with fake_registry() as fake, fake_registry() as mirror:
        options = SourceOptions(registry=RegistryConfig(mirrors={fake.host: (mirror.host,)}))

        with pytest.raises(ImageUnavailable) as error:
            open_image(f"{fake.host}/app:1.0", options)

        assert f"mirror {mirror.host}: {mirror.host} has no 'app:1.0'" in str(error.value.hint)


def test_a_mirror_may_keep_images_below_a_path():
    built = image(layer({"a": b"1"}))
    with fake_registry() as fake, fake_registry() as mirror:
        mirror.add("hub/app", built)
        options = SourceOptions(registry=RegistryConfig(mirrors={fake.host: (f"{mirror.host}/hub",)}))

        assert opened(f"{fake.host}/app:1.0", options).description.digest == built.digest
        assert not fake.seen


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("nosuch.tar", "there is no file 'nosuch.tar' here"),
        ("dokcer-archive:x.tar", "did you mean 'docker-archive:x.tar'?"),
    ],
)
def test_a_mistyped_file_or_scheme_is_suspected_when_no_registry_has_it(text, hint, monkeypatch):
    source = next(source for source in all_sources() if source.name == "registry")
    unreachable = msgspec.structs.replace(
        source, open=lambda text, options: (_ for _ in ()).throw(RegistryUnreachable("no host"))
    )
    monkeypatch.setattr(
        open_module, "all_sources", lambda: (unreachable, *(s for s in all_sources() if s.name == "docker-archive"))
    )

    with pytest.raises(RegistryUnreachable) as caught:
        open_image(text, SourceOptions())

    assert hint in str(caught.value.hint)


@pytest.mark.parametrize("name", ["app.tar", "app.tgz", "app.tar.zst"])
def test_what_is_called_an_archive_and_is_none_does_not_look_clean(name, tmp_path):
    (tmp_path / name).write_bytes(b"no archive")

    with pytest.raises(ImageUnavailable, match="is no archive"):
        open_image(str(tmp_path / name), SourceOptions())


def test_a_truncated_archive_without_its_manifest_does_not_look_clean(tmp_path):
    whole = image(layer({"a": b"1" * 5000})).docker_archive(style="docker-24")
    (tmp_path / "app").write_bytes(whole[:3000])

    with pytest.raises(DamagedImage, match="within an entry"):
        open_image(str(tmp_path / "app"), SourceOptions())


def test_a_tar_archive_of_other_files_is_no_image(tmp_path):
    (tmp_path / "files").write_bytes(layer({"etc/os-release": b"ID=alpine"}).tar)

    with pytest.raises(ImageUnavailable, match="holds no image"):
        open_image(str(tmp_path / "files"), SourceOptions())
