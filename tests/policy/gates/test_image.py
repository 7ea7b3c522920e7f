"""Gate `image`: each trigger on the smallest image that it fires on, and on one that it does not."""

from datetime import timedelta

import pytest

from mooring.model.evidence.content import Need, RetrievedFile, Secret, Surface
from mooring.model.evidence.dockerfile import Dockerfile, DockerfileMode, Instruction, Stage
from mooring.model.evidence.signature import BaseImage
from mooring.model.image import ImageConfig, ImageDescription, Layer, Platform
from mooring.policy.evidence import JudgedName
from mooring.policy.gates.image import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import NOW, evidence, failure, ids, messages, rule, searched

DIGEST = "sha256:" + "ab" * 32
OCI = "application/vnd.oci.image.manifest.v1+json"


def layers(count: int) -> ImageDescription:
    return ImageDescription(
        layers=tuple(Layer(index=at, diff_id=str(at), size=1024) for at in range(count)), size=count << 10
    )


def with_passwd(user: str, passwd: bytes | None) -> object:
    kept = () if passwd is None else (RetrievedFile(path="/etc/passwd", content=passwd, size=len(passwd), sha256=""),)
    return evidence(config=ImageConfig(user=user), content=searched(Need.RETRIEVED_FILES, retrieved=kept))


def test_too_many_layers_fire():
    assert ["The image has 3 layers; the limit is 2"] == messages(
        GATE, "layer_count", evidence(image=layers(3)), max_layers="2"
    )
    assert [] == messages(GATE, "layer_count", evidence(image=layers(3)), max_layers="3")


def test_too_large_an_image_fires_with_an_id_without_the_size():
    judged = evidence(image=layers(3))

    assert ["The image has 3072 bytes; the limit is 2048"] == messages(GATE, "size", judged, max_size="2kb")
    assert ["size"] == ids(GATE, "size", judged, max_size="2kb")
    assert [] == messages(GATE, "size", judged, max_size="3KB")
    with pytest.raises(BadParameter, match="expected a size"):
        rule(GATE, "size", max_size="two")


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        ((NOW - timedelta(days=31)).isoformat(), "age"),
        ((NOW - timedelta(days=29)).isoformat(), None),
        ((NOW + timedelta(hours=3)).isoformat(), None),
        ((NOW + timedelta(days=3)).isoformat(), "age+unknown"),
        ("2026-10-01T10:00:00.123456789Z", "age"),
        ("2026-10-01T10:00:00", "age"),
        ("1970-01-01T00:00:00Z", "age+unknown"),
        ("0001-01-01T00:00:00Z", "age+unknown"),
        ("", "age+unknown"),
        ("yesterday", "age+unknown"),
        ("9" * 10_000, "age+unknown"),
    ],
)
def test_an_old_image_fires_and_one_that_does_not_tell_its_age_does_too(created, expected):
    judged = evidence(config=ImageConfig(created=created))

    assert [expected] * bool(expected) == ids(GATE, "age", judged, max_days="30")
    ignored = ids(GATE, "age", judged, max_days="30", unknown="ignore")
    assert ["age"] * (expected == "age") == ignored


@pytest.mark.parametrize(
    ("base", "texts", "expected"),
    [
        (None, {"allowed": "*"}, "base_image+unknown"),
        (BaseImage(known_by="given"), {"allowed": "*"}, "base_image+unknown"),
        (BaseImage(name="debian:12", known_by="annotation"), {"allowed": "docker.io/library/debian:*"}, None),
        (BaseImage(name="debian:12", known_by="annotation"), {"allowed": "debian:12"}, None),
        (BaseImage(name="debian:12", known_by="annotation"), {"allowed": "alpine:*"}, "base_image+debian:12"),
        (BaseImage(name="debian:12", known_by="given"), {"denied": "*debian*"}, "base_image+debian:12"),
        (BaseImage(name="debian:12", known_by="history"), {"allowed": "*"}, "base_image+unproven+debian:12"),
        (BaseImage(name="debian:12", known_by="history"), {"allowed": "*", "known_by": "given,history"}, None),
        (BaseImage(name="debian:12", known_by="annotation"), {"allowed": "*", "known_by": "given"}, "base_image+unproven+debian:12"),
        (BaseImage(name="Not A Name", digest=DIGEST, known_by="given"), {"allowed": DIGEST}, None),
        (BaseImage(name="x", digest=DIGEST, known_by="given"), {"allowed": "x", "denied": DIGEST}, "base_image+x"),
    ],
)  # fmt: skip
def test_the_base_image_must_be_known_and_allowed(base, texts, expected):
    assert [expected] * bool(expected) == ids(GATE, "base_image", evidence(base=base), **texts)


def test_a_rule_about_base_images_must_say_which():
    with pytest.raises(BadParameter, match="neither allowed nor denied"):
        rule(GATE, "base_image")
    with pytest.raises(BadParameter, match="known_by 'guess'"):
        rule(GATE, "base_image", allowed="*", known_by="guess")


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("", ["user+root"]),
        ("root", ["user+root"]),
        ("0", ["user+0"]),
        ("0:0", ["user+0"]),
        ("000:5", ["user+000"]),
        (" root : wheel", ["user+root"]),
        ("admin", ["user+admin"]),
        ("app", []),
        ("app:root", []),
        ("1000", []),
        ("ghost", ["user+unknown+ghost"]),
    ],
)
def test_root_is_found_by_whatever_name_the_image_runs_as_it(user, expected):
    passwd = b"root:x:0:0::/:/bin/sh\nadmin:x:00:0::/:/bin/sh\napp:x:1000:1000::/:\n"

    assert expected == ids(GATE, "user", with_passwd(user, passwd))


def test_users_can_be_denied_and_allowed_by_name_and_id():
    judged = with_passwd("app", b"app:x:1000:1000::/:\n")

    assert ["The image runs as app (id 1000), which is denied"] == messages(GATE, "user", judged, denied="01000")
    assert ["The image runs as app (id 1000), which is not allowed"] == messages(GATE, "user", judged, allowed="web")
    assert [] == messages(GATE, "user", judged, allowed="1000")
    assert ["user+name"] == ids(GATE, "user", judged, require_number="true")


def test_a_name_whose_id_nobody_kept_fails_the_rule():
    assert "/etc/passwd" in failure(GATE, "user", evidence(config=ImageConfig(user="app")))
    other = evidence(config=ImageConfig(user="app"), content=searched(Need.RETRIEVED_FILES, "/etc/group"))
    assert "was not looked for" in failure(GATE, "user", other)
    assert "" == failure(GATE, "user", evidence(config=ImageConfig(user="12")))
    assert ("/etc/passwd",) == rule(GATE, "user").retrieves()


def test_an_image_without_passwd_knows_root_and_numbers():
    assert ["user+root"] == ids(GATE, "user", with_passwd("root", None))
    assert ["user+unknown+app"] == ids(GATE, "user", with_passwd("app", None))


@pytest.mark.parametrize(("user", "expected"), [("", []), ("ContainerAdministrator", ["user+ContainerAdministrator"])])
def test_on_windows_the_administrator_is_root(user, expected):
    judged = evidence(config=ImageConfig(user=user, platform=Platform(os="windows")))

    assert expected == ids(GATE, "user", judged)


def test_entry_points_are_judged_as_they_are_started():
    judged = evidence(config=ImageConfig(entrypoint=("/bin/sh", "-c", "exec sshd"), command=("-D",)))

    assert ["entrypoint+/bin/sh"] == ids(GATE, "entrypoint", judged, denied="*sshd*")
    assert ["entrypoint+/bin/sh"] == ids(GATE, "entrypoint", judged, allowed="/app*")
    assert [] == ids(GATE, "entrypoint", judged, allowed="/bin/sh *")
    assert ["entrypoint+shell"] == ids(GATE, "entrypoint", judged, refuse_shell_form="true")
    assert ["entrypoint+none"] == ids(GATE, "entrypoint", evidence(config=ImageConfig()))


ENVIRONMENT = evidence(config=ImageConfig(environment=("PATH=/bin", "HTTP_PROXY=http://x", "EMPTY", "TOKEN=***")))


def test_denied_variables_fire_by_name_and_value_and_are_not_shown():
    names = {"names": "HTTP_*,EMPTY", "check": "denied"}

    assert [
        "Environment variable 'HTTP_PROXY' is set and is denied",
        "Environment variable 'EMPTY' is set and is denied",
    ] == messages(GATE, "environment", ENVIRONMENT, **names)
    assert ["environment variable+HTTP_PROXY"] == ids(GATE, "environment", ENVIRONMENT, value="^http://", **names)


def test_required_variables_fire_where_they_are_not_there_or_have_another_value():
    wanted = {"check": "required", "names": "PATH,LANG"}

    assert ["Environment variable 'LANG' is not set"] == messages(GATE, "environment", ENVIRONMENT, **wanted)
    assert 2 == len(messages(GATE, "environment", ENVIRONMENT, value="^/usr", **wanted))


def test_the_value_of_a_masked_variable_cannot_be_judged():
    assert ["environment variable+TOKEN"] == ids(GATE, "environment", ENVIRONMENT, names="TOKEN", check="denied")
    for check in ("denied", "required"):
        assert "is masked" in failure(GATE, "environment", ENVIRONMENT, names="TOKEN", check=check, value="x")


def test_labels_can_be_required_and_denied():
    judged = evidence(config=ImageConfig(labels={"org.opencontainers.image.source": "git://x", "debug": "1"}))

    source = {"names": "org.opencontainers.image.source", "check": "required"}
    assert [] == messages(GATE, "label", judged, **source)
    [message] = messages(GATE, "label", judged, value="^https://", **source)
    assert "Label 'org.opencontainers.image.source' has another value than '^https://'" == message
    assert ["label+missing+maintainer"] == ids(GATE, "label", judged, names="maintainer", check="required")
    assert ["label+debug"] == ids(GATE, "label", judged, names="debug*", check="denied")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"denied": "22,53"}, ["port+22/tcp", "port+53/udp", "port+x"]),
        ({"allowed": "22,53,8080,8081,8082"}, ["port+x"]),
        ({"allowed": "8080"}, ["port+22/tcp", "port+53/udp", "port+8080-8082", "port+x"]),
        ({"denied": "8081"}, ["port+8080-8082", "port+x"]),
        ({"refuse_privileged": "true"}, ["port+22/tcp", "port+53/udp", "port+x"]),
    ],
)
def test_ports_are_refused_by_number_and_in_ranges(texts, expected):
    judged = evidence(config=ImageConfig(exposed_ports=("22/tcp", "53/udp", "8080-8082", "x")))

    assert expected == ids(GATE, "exposed_ports", judged, **texts)


def test_a_rule_about_ports_must_say_which():
    with pytest.raises(BadParameter, match="has no ports"):
        rule(GATE, "exposed_ports")


def test_volumes_fire_unless_they_are_allowed():
    judged = evidence(config=ImageConfig(volumes=("/data", "/var/lib/x")))

    assert ["volume+/var/lib/x"] == ids(GATE, "volumes", judged, allowed="/data")
    assert 2 == len(messages(GATE, "volumes", judged))


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("docker.io/library/nginx:latest", {}, ["tag+latest"]),
        ("nginx", {}, ["tag+latest"]),
        ("nginx:1.27", {}, []),
        ("nginx:1.27", {"require_digest": "true"}, ["tag+no-digest"]),
        (f"nginx@{DIGEST}", {"require_digest": "true"}, []),
        (f"nginx:latest@{DIGEST}", {"require_digest": "true"}, ["tag+latest"]),
        ("nginx:1-snapshot", {"denied": "*-snapshot"}, ["tag+1-snapshot"]),
    ],
)
def test_a_movable_tag_fires(name, texts, expected):
    judged = evidence(image=ImageDescription(source="registry", name=name))

    assert expected == ids(GATE, "tag", judged, **texts)


def test_the_name_that_is_judged_comes_first():
    image = ImageDescription(source="docker-archive", name="x.tar", tags=("docker.io/library/a:latest",))
    judged = JudgedName(registry="registry.example", repository="a", tag="1")

    assert ["tag+latest"] == ids(GATE, "tag", evidence(image=image))
    assert [] == ids(GATE, "tag", evidence(image=image, name=judged))
    assert "name of the image is not known" in failure(GATE, "tag", evidence())
    assert "name of the image is not known" in failure(GATE, "registry", evidence(), allowed="*")
    untagged = JudgedName(registry="registry.example", repository="a")
    assert ["tag+none"] == ids(GATE, "tag", evidence(image=image, name=untagged))


def test_another_registry_fires():
    judged = evidence(name=JudgedName(registry="registry.example", repository="team/app", tag="1"))

    assert [] == ids(GATE, "registry", judged, allowed="registry.example")
    assert [] == ids(GATE, "registry", judged, allowed="docker.io,registry.example/team/*")
    assert ["registry+registry.example/team/app"] == ids(
        GATE, "registry", judged, allowed="docker.io,registry.example/other/*"
    )


def test_secrets_of_config_and_history_fire_and_those_of_files_do_not():
    secrets = (
        Secret(place="/a", rule="r"),
        Secret(place="config:environment/TOKEN", rule="r", surface=Surface.CONFIG),
        Secret(place="history:3", rule="r", surface=Surface.HISTORY),
        Secret(place="history:4", rule="r", surface=Surface.HISTORY, accepted_by="baseline"),
    )
    judged = evidence(content=searched(Need.SECRETS, secrets=secrets))

    assert ["r+config:environment/TOKEN", "r+history:3"] == ids(GATE, "history_secret", judged)
    assert (Need.SECRETS,) == rule(GATE, "history_secret").needs()


def dockerfile(*directives: str, mode: DockerfileMode = DockerfileMode.ACTUAL) -> Dockerfile:
    first = Instruction(directive="USER", value="x", line=1, stage=0)
    own = tuple(Instruction(directive=one, value="x", line=2, stage=1) for one in directives)
    return Dockerfile(
        mode=mode, instructions=(first, *own), stages=(Stage(index=0, base="a"), Stage(index=1, base="b"))
    )


def test_an_image_without_a_health_check_fires():
    def judged(test: tuple[str, ...], media_type: str = "", **fields: object) -> object:
        return evidence(
            image=ImageDescription(manifest_media_type=media_type, config=ImageConfig(healthcheck=test)), **fields
        )

    assert ["The image has no health check"] == messages(GATE, "healthcheck", judged(()))
    assert ["healthcheck"] == ids(GATE, "healthcheck", judged(("NONE",), dockerfile=dockerfile("HEALTHCHECK")))
    assert [] == ids(GATE, "healthcheck", judged(("CMD", "true")))
    assert [] == ids(GATE, "healthcheck", judged((), OCI, dockerfile=dockerfile("HEALTHCHECK")))
    assert ["healthcheck"] == ids(GATE, "healthcheck", judged((), OCI))
    assert [] == ids(GATE, "healthcheck", judged((), OCI), ignore_oci="true")


def test_what_another_build_would_make_otherwise_fires():
    clock = ImageConfig(created="2026-01-02T03:04:05.678901234Z")
    fixed = ImageConfig(created="2026-01-02T03:04:05Z", user="1000", entrypoint=("/app",))

    parts = ["reproducible+created", "reproducible+user", "reproducible+entrypoint"]
    assert parts == ids(GATE, "reproducible", evidence(config=clock))
    assert parts[1:2] == ids(GATE, "reproducible", evidence(config=clock), parts="user")
    assert [] == ids(GATE, "reproducible", evidence(config=fixed))
    assert parts[1:] == ids(GATE, "reproducible", evidence(config=fixed, dockerfile=dockerfile("RUN")))
    assert [] == ids(GATE, "reproducible", evidence(config=fixed, dockerfile=dockerfile("USER", "CMD")))
    guessed = dockerfile("RUN", mode=DockerfileMode.GUESSED)
    assert [] == ids(GATE, "reproducible", evidence(config=fixed, dockerfile=guessed))
    with pytest.raises(BadParameter, match="parts 'shell'"):
        rule(GATE, "reproducible", parts="shell")


@pytest.mark.parametrize("name", ["age", "user", "entrypoint", "healthcheck", "volumes", "reproducible"])
def test_a_report_without_an_image_config_passes_nothing(name):
    texts = {"age": {"max_days": "1"}}.get(name, {})

    assert "has no image config" in failure(GATE, name, evidence(image=ImageDescription(kind="directory")), **texts)
