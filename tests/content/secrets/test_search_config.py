"""What an image says of itself holds no secret afterwards."""

import pytest

from content.secrets.world import github_token
from mooring.base.errors import HostileInput
from mooring.content.options import NO_CONTENT, ContentOptions
from mooring.content.secrets.baseline import baseline_bytes
from mooring.content.secrets.search_config import MAX_TEXTS, search_description
from mooring.model.codec import encode
from mooring.model.evidence.content import Surface
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription, Layer

TOKEN = github_token()


def described(**config) -> ImageDescription:
    """An image with this config."""
    return ImageDescription(config=ImageConfig(**config))


def found_in(image: ImageDescription) -> list[tuple[str, str, Surface]]:
    """Place, rule and surface of each secret."""
    return [(one.place, one.rule, one.surface) for one in search_description(image, NO_CONTENT)[1]]


@pytest.mark.parametrize(
    ("config", "place", "surface"),
    [
        ({"environment": ("PATH=/bin", f"X={TOKEN}")}, "config:environment/X", Surface.CONFIG),
        ({"labels": {"org.x": TOKEN}}, "config:label/org.x", Surface.CONFIG),
        ({"command": ("run", TOKEN)}, "config:command", Surface.CONFIG),
        ({"entrypoint": ("sh", "-c", f"run --token={TOKEN}")}, "config:entrypoint", Surface.CONFIG),
        ({"healthcheck": ("CMD-SHELL", f"curl -H {TOKEN}")}, "config:healthcheck", Surface.CONFIG),
        ({"shell": ("sh", "-c", TOKEN)}, "config:shell", Surface.CONFIG),
        ({"onbuild": ("RUN make", f"RUN x {TOKEN}")}, "config:onbuild", Surface.CONFIG),
        ({"volumes": (f"/data/{TOKEN}",)}, "config:volume", Surface.CONFIG),
        ({"exposed_ports": (TOKEN,)}, "config:exposed-port", Surface.CONFIG),
        ({"author": f"me <{TOKEN}>"}, "config:author", Surface.CONFIG),
        ({"user": TOKEN}, "config:user", Surface.CONFIG),
        ({"working_directory": f"/app/{TOKEN}"}, "config:working-directory", Surface.CONFIG),
        ({"stop_signal": TOKEN}, "config:stop-signal", Surface.CONFIG),
        ({"history": (HistoryEntry(), HistoryEntry(created_by=f"RUN x {TOKEN}"))}, "history:2", Surface.HISTORY),
        ({"history": (HistoryEntry(comment=TOKEN),)}, "history:1", Surface.HISTORY),
    ],
)
def test_a_secret_is_told_by_place_and_masked(config, place, surface):
    image, (secret,) = search_description(described(**config), NO_CONTENT)

    assert (secret.place, secret.rule, secret.surface, secret.category) == (place, "github-pat", surface, "github")
    assert TOKEN.encode() not in encode(image) + encode(secret)
    assert b"***" in encode(image)


def test_annotations_and_the_steps_of_layers_are_masked():
    step = f"RUN x {TOKEN}"
    image = ImageDescription(
        config=ImageConfig(history=(HistoryEntry(created_by=step),)),
        annotations={"a": TOKEN},
        layers=(Layer(index=0, diff_id="d", created_by=step), Layer(index=1, diff_id="e", created_by=f"ADD {TOKEN}")),
    )

    cleaned, secrets = search_description(image, NO_CONTENT)

    assert [secret.place for secret in secrets] == ["config:annotation/a", "history:1", "history:2"]
    assert TOKEN.encode() not in encode(cleaned)


def test_a_variable_is_known_by_its_name():
    image, (secret,) = search_description(described(environment=("DB_PASSWORD=correct horse",)), NO_CONTENT)

    assert (secret.place, secret.rule, secret.category) == ("config:environment/DB_PASSWORD", "named-secret", "generic")
    assert image.config.environment == ("DB_PASSWORD=***",)


def test_a_rule_that_knows_the_value_of_a_named_variable_is_told():
    assert found_in(described(environment=(f"GITHUB_TOKEN={TOKEN}",))) == [
        ("config:environment/GITHUB_TOKEN", "github-pat", Surface.CONFIG)
    ]


@pytest.mark.parametrize(
    "variable",
    ["PATH=/usr/bin", "GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568", "DB_PASSWORD=", "DB_PASSWORD=${X}", "NO_EQUALS", "="],
)  # fmt: skip
def test_an_ordinary_variable_stays(variable):
    image = described(environment=(variable,))

    assert search_description(image, NO_CONTENT) == (image, ())


def test_arguments_keep_their_number():
    image, _ = search_description(described(command=("a", f"--token={TOKEN}", "b")), NO_CONTENT)

    assert image.config.command == ("a", "--token=***", "b")


def test_a_secret_of_two_arguments_is_masked_in_both():
    image, (secret,) = search_description(described(command=("sh", "DB_PASSWORD=hunter22", "x")), NO_CONTENT)

    assert (image.config.command, secret.rule) == (("sh", "DB_PASSWORD=***", "x"), "named-secret")


def test_a_baseline_holds_for_the_config_too(tmp_path):
    image = described(environment=(f"X={TOKEN}",))
    path = tmp_path / "b.json"
    path.write_bytes(baseline_bytes(search_description(image, NO_CONTENT)[1]))

    _, (secret,) = search_description(image, ContentOptions(secret_baselines=(str(path),)))

    assert secret.accepted_by == f"baseline {path}"


def test_a_config_of_too_many_texts_is_refused():
    with pytest.raises(HostileInput, match="the limit is"):
        search_description(described(environment=("A=b",) * (MAX_TEXTS + 1)), NO_CONTENT)


def test_text_that_cannot_be_encoded_does_no_harm():
    assert found_in(described(environment=(f"\udc80={TOKEN}\udcff",))) != []
