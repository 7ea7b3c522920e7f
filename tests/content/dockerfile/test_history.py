"""Histories of every builder become Dockerfiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.content.dockerfile.history import BASE_NAME, rebuilt
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription, Platform

DOCKER = [
    ("/bin/sh -c #(nop) ADD file:4f8b2 in / ", False),
    ('/bin/sh -c #(nop)  CMD ["bash"]', True),
    ("/bin/sh -c #(nop)  ENV NAME=two words OTHER=1", True),
    ("/bin/sh -c #(nop) WORKDIR /app", True),
    ("|1 MODE=fast run /bin/sh -c apt-get update \t&& apt-get install -y curl", False),
    ("/bin/sh -c #(nop)  EXPOSE 80/tcp", True),
    ('/bin/sh -c #(nop)  ENTRYPOINT ["/bin/sh" "-c" "serve --all"]', True),
    ('/bin/sh -c #(nop)  CMD ["-v"]', True),
]
BUILDKIT = [
    ("# debian.sh --arch 'amd64' out/ 'bookworm'", False),
    ('CMD ["bash"]', True),
    ("RUN |2 A=1 B= /bin/sh -c apk add curl # buildkit", False),
    ("COPY --from=build /out /app # buildkit", False),
    ("EXPOSE map[443/tcp:{} 80/tcp:{}]", True),
    ("VOLUME [/data /var/log]", True),
    ("SHELL [/bin/bash -o pipefail -c]", True),
    ("RUN /bin/bash -o pipefail -c curl x | sh # buildkit", False),
    ("USER app", True),
    ('HEALTHCHECK &{["CMD-SHELL" "curl -f http://localhost || exit 1"] "30s" "3s" "0s" "0s" \'\\x00\'}', True),
    ('ENTRYPOINT ["serve" "--all"]', True),
]
BUILDAH = [
    ("/bin/sh -c #(nop) COPY file:11aa in /x |inheritLabels=false", False),
    ("|1 A=1 /bin/sh -c make install|unsetLabel=true", False),
    ("/bin/sh -c #(nop) USER 1000", True),
]
KANIKO = [("RUN apk add curl", False), ("COPY . /app", False), ('CMD ["serve"]', True), ("LABEL a=b", True)]


def image(entries, **config):
    annotations = config.pop("annotations", {})
    history = tuple(HistoryEntry(created_by=text, empty_layer=is_empty) for text, is_empty in entries)
    return ImageDescription(config=ImageConfig(history=history, **config), annotations=annotations)


def lines_of(entries, **config):
    return [(step.line, step.directive, step.instruction.value) for step in rebuilt(image(entries, **config)).steps]


def test_the_history_of_docker():
    assert lines_of(DOCKER, environment=("NAME=two words", "OTHER=1")) == [
        (0, "FROM", "scratch"),
        (1, "ADD", "file:4f8b2 in /"),
        (2, "CMD", '["bash"]'),
        (3, "ENV", 'NAME="two words" OTHER=1'),
        (4, "WORKDIR", "/app"),
        (5, "RUN", "apt-get update \t&& apt-get install -y curl"),
        (6, "EXPOSE", "80/tcp"),
        (7, "ENTRYPOINT", "serve --all"),
        (8, "CMD", '["-v"]'),
    ]


def test_metadata_instructions_of_buildkit_are_no_commands():
    """anchore-engine#1099: each of them was taken for a RUN."""
    assert lines_of(BUILDKIT, user="app") == [
        (0, "FROM", "scratch"),
        (2, "CMD", '["bash"]'),
        (3, "RUN", "apk add curl"),
        (4, "COPY", "--from=build /out /app"),
        (5, "EXPOSE", "443/tcp 80/tcp"),
        (6, "VOLUME", '["/data", "/var/log"]'),
        (7, "SHELL", '["/bin/bash", "-o", "pipefail", "-c"]'),
        (8, "RUN", "curl x | sh"),
        (9, "USER", "app"),
        (10, "HEALTHCHECK", "CMD curl -f http://localhost || exit 1"),
        (11, "ENTRYPOINT", '["serve", "--all"]'),
    ]


def test_what_buildah_writes_behind_is_taken_away():
    assert lines_of(BUILDAH, user="1000") == [
        (0, "FROM", "scratch"),
        (1, "COPY", "file:11aa in /x"),
        (2, "RUN", "make install"),
        (3, "USER", "1000"),
    ]


def test_the_history_of_kaniko():
    assert [(directive, value) for _, directive, value in lines_of(KANIKO)][1:] == [
        ("RUN", "apk add curl"),
        ("COPY", ". /app"),
        ("CMD", '["serve"]'),
        ("LABEL", "a=b"),
    ]


def test_build_arguments_and_the_shell_of_a_command_are_kept():
    steps = rebuilt(image(DOCKER)).steps
    run = next(step for step in steps if step.directive == "RUN")

    assert [(pair.name, pair.value) for pair in run.build_arguments] == [("MODE", "fast run")]
    assert run.shell == ("/bin/sh", "-c")


def test_windows_shells_are_told():
    parsed = rebuilt(
        image(
            [
                ("Apply image 10.0.20348", False),
                ("cmd /S /C #(nop) ENV A=b", True),
                ("cmd /S /C dir c:\\x", False),
                ("powershell -Command $ErrorActionPreference = 'Stop'; Install-X", False),
            ],
            platform=Platform(os="windows"),
            environment=("A=b",),
        )
    )

    assert [(step.directive, step.instruction.value, step.has_posix_shell) for step in parsed.steps[2:]] == [
        ("RUN", "dir c:\\x", False),
        ("RUN", "$ErrorActionPreference = 'Stop'; Install-X", False),
    ]
    assert parsed.problems == ()


def test_a_command_without_a_shell_is_kept():
    assert lines_of([("apt-get update", False), ("/usr/bin/make all", False), ("RUN python -m x # buildkit", False)])[
        1:
    ] == [
        (1, "RUN", "apt-get update"),
        (2, "RUN", "/usr/bin/make all"),
        (3, "RUN", "python -m x"),
    ]


def test_build_arguments_stand_before_a_command_without_a_shell_too():
    run = rebuilt(image([("RUN |2 A=1 B=x python -m y # buildkit", False)])).steps[1]

    assert run.instruction.value == "python -m y"
    assert [(pair.name, pair.value) for pair in run.build_arguments] == [("A", "1"), ("B", "x")]


def test_what_no_builder_writes_is_a_problem_and_no_command():
    parsed = rebuilt(image([("umoci config", True), ("a copy of documents", False), ("", False)]))

    assert [step.directive for step in parsed.steps] == ["FROM"]
    assert parsed.problems == (
        "history entry 2 is no instruction that is known; what it did is not checked",
        "history entry 3 does not say what made the layer",
    )


@pytest.mark.parametrize(
    ("entries", "user", "expected"),
    [
        ([("USER app", True)], "app", ["app"]),
        ([("USER app", True)], "0", ["app", "0"]),
        ([("USER app", True)], "", ["app", "root"]),
        ([], "nobody", ["nobody"]),
        ([], "", []),
    ],
)
def test_the_user_of_the_config_is_the_last_one(entries, user, expected):
    assert [value for _, directive, value in lines_of(entries, user=user) if directive == "USER"] == expected


def test_the_health_check_of_the_config_decides():
    entries = [('HEALTHCHECK &{["CMD" "old"] "1s"}', True), ('HEALTHCHECK &{["CMD" "new"] "1s"}', True)]

    found = [
        value
        for _, directive, value in lines_of(entries, healthcheck=("CMD", "a b", "c"))
        if directive == "HEALTHCHECK"
    ]

    assert found == ['CMD ["old"]', 'CMD ["a b", "c"]']


def test_an_image_without_a_history_is_told_by_its_config():
    lines = lines_of(
        [],
        environment=("A=x y",),
        exposed_ports=("80/tcp",),
        working_directory="/app",
        volumes=("/data",),
        stop_signal="SIGQUIT",
        healthcheck=("NONE",),
        entrypoint=("serve",),
        command=("/bin/sh", "-c", "a b"),
        user="app",
    )

    assert lines[1:] == [
        (1, "ENV", 'A="x y"'),
        (1, "EXPOSE", "80/tcp"),
        (1, "WORKDIR", "/app"),
        (1, "VOLUME", '["/data"]'),
        (1, "STOPSIGNAL", "SIGQUIT"),
        (1, "HEALTHCHECK", "NONE"),
        (1, "ENTRYPOINT", '["serve"]'),
        (1, "CMD", "a b"),
        (1, "USER", "app"),
    ]


def test_an_annotation_names_the_base_image():
    parsed = rebuilt(image(KANIKO, annotations={BASE_NAME: "registry.example/base:1"}))

    assert parsed.steps[0].instruction.value == "registry.example/base:1"
    assert parsed.stages[0].stage.base == "registry.example/base:1"


def test_a_base_image_that_nobody_names_is_not_known():
    assert rebuilt(image(KANIKO)).stages[0].stage.base == ""


def test_steps_up_to_the_command_of_the_base_image_are_not_its_own():
    assert [step.line for step in rebuilt(image(DOCKER)).steps if step.is_own] == [3, 4, 5, 6, 7, 8]


@given(
    st.lists(
        st.one_of(st.text(max_size=60), st.sampled_from([text for text, _ in DOCKER + BUILDKIT + BUILDAH])), max_size=8
    )
)
def test_any_history_is_read(texts):
    parsed = rebuilt(image([(text, False) for text in texts]))

    assert all(0 <= step.line <= len(texts) + 1 for step in parsed.steps)


@pytest.mark.parametrize(
    "text", ["|9 " + "A=1 " * 50_000, "/bin/sh -c " * 20_000, "RUN x" + "|aB=1" * 50_000, "ENV " + "A=b " * 50_000]
)
def test_hostile_histories_end(text):
    rebuilt(image([(text, False)], environment=("A=b",)))
