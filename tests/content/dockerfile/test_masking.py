"""No value of a secret is stored, wherever in a Dockerfile it stands."""

import pytest

from mooring.content.dockerfile.read import dockerfile_of
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription

VALUE = "zq8Gh2-Lw5tR"


def written(text, mask=None):
    return repr(dockerfile_of(ImageDescription(), text.encode(), mask=mask))


@pytest.mark.parametrize(
    "line",
    [
        f"ENV API_TOKEN={VALUE}",
        f'ENV A=1 DB_PASSWORD="{VALUE}"',
        f"ENV DB_PASSWORD {VALUE} and more",
        f"ARG GITHUB_TOKEN={VALUE}",
        f"ENV VITE_API_KEY='{VALUE}'",
        f"LABEL secret={VALUE}",
        f"RUN DB_PASSWORD={VALUE} make",
        f"RUN export DB_PASSWORD='{VALUE}' && make",
        f"RUN curl -u user:{VALUE} https://a.example",
        f"RUN curl https://user:{VALUE}@a.example",
        f"RUN curl -H 'Authorization: Bearer {VALUE}' https://a.example",
        f'RUN ["curl", "--token", "{VALUE}", "https://a.example"]',
        f"RUN mysql --password={VALUE}",
        f"RUN tool --api-key {VALUE}",
        f"RUN docker login -u x -p {VALUE} registry.example",
        f"RUN sshpass -p {VALUE} ssh x",
        f"RUN echo 'root:{VALUE}' | chpasswd",
        f"RUN aws configure set aws_secret_access_key {VALUE}",
        f"RUN echo '//registry.example/:_authToken={VALUE}' > .npmrc",
        f"ADD https://user:{VALUE}@a.example/x /",
        f"ENV API_TOKEN={VALUE}\nRUN echo {VALUE}",
        f"ENV API_TOKEN={VALUE}\nRUN <<EOF\necho {VALUE}\nEOF",
        f"ENV API_TOKEN={VALUE}\nONBUILD RUN echo {VALUE}",
        f"ENV API_TOKEN={VALUE}\nWORKDIR /$API_TOKEN",
        f"ENV API_TOKEN={VALUE}\nUSER $API_TOKEN\nVOLUME $API_TOKEN\nEXPOSE $API_TOKEN\nCOPY $API_TOKEN x y",
        f"ARG API_TOKEN={VALUE}\nRUN cd /{VALUE} && apt-get install {VALUE}",
    ],
)
def test_the_value_is_gone(line):
    assert VALUE not in written(f"FROM a:1\n{line}\n")


def test_a_value_in_from_is_gone():
    assert VALUE not in written(f"ARG TOKEN={VALUE}\nFROM registry.example/{VALUE}\nFROM registry.example/$TOKEN")


def test_a_value_in_a_history_is_gone():
    entry = HistoryEntry(created_by=f"RUN |1 NPM_TOKEN={VALUE} /bin/sh -c npm ci --token {VALUE} # buildkit")
    image = ImageDescription(config=ImageConfig(history=(entry,), environment=(f"DB_PASSWORD={VALUE}",)))

    assert VALUE not in repr(dockerfile_of(image))


@pytest.mark.parametrize(
    "line",
    [
        "RUN make TOKEN=$TOKEN",
        'ENV TOKEN="$TOKEN"',
        "ENV MYSQL_ALLOW_EMPTY_PASSWORD=yes",
        "ENV TOKEN_FILE=/run/secrets/token",
        "RUN tool --password-file /run/secrets/x --token $TOKEN",
        "ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
        "ENV TOKENIZERS_PARALLELISM=false",
    ],
)
def test_what_is_no_secret_stays(line):
    assert "****" not in written(f"FROM a:1\n{line}\n")


def test_a_short_value_is_masked_where_its_name_stands_and_nowhere_else():
    found = dockerfile_of(ImageDescription(), b"FROM a:1\nENV PASSWORD=root\nUSER root\n")

    assert found is not None
    assert [instruction.value for instruction in found.instructions[1:]] == ["PASSWORD=****", "root"]


def test_a_further_search_sees_every_text():
    assert "shape" not in written("FROM a:shape\nRUN shape\nUSER shape", lambda text: text.replace("shape", "#"))
