"""Every check fires on its bad examples, on the line that is meant, and is silent on the good ones."""

import re

import pytest

from mooring.content.dockerfile.checks.all import CHECKS
from mooring.content.dockerfile.ignores import names_of
from mooring.content.dockerfile.read import dockerfile_of
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription
from mooring.model.severity import Severity

IMAGE = ImageDescription()
TRIVY = [f"DS-{number:04d}" for number in range(1, 32) if number not in (3, 18, 28)]
BY_ID = {check.id: check for check in CHECKS}

BAD = {
    "MD001": [
        "FROM debian:latest",
        "FROM registry.example:5000/app",
        "ARG V=latest\nFROM debian:$V",
        "FROM a AS b\nFROM b",
    ],
    "MD002": [
        "FROM a:1",
        "FROM a:1\nUSER 0",
        "FROM a:1\nUSER root:root",
        "FROM a:1\nUSER app\nUSER 0:0",
        "FROM a:1 AS x\nUSER app\nFROM b:1",
        "FROM a:1\nENV U=root\nUSER $U",
    ],
    "MD003": ["FROM a:1\nEXPOSE 80 22/tcp", "FROM a:1\nEXPOSE 20-25", "FROM a:1\nENV P=22\nEXPOSE $P"],
    "MD004": ["FROM a:1\nADD x /y", 'FROM a:1\nADD ["a b", "/c/"]'],
    "MD005": ["FROM a:1\nCOPY --from=0 /x /y", "FROM a:1 AS Me\nCOPY --from=me /x /y"],
    "MD007": ["FROM a:1\nEXPOSE 0", "FROM a:1\nEXPOSE http", "FROM a:1\nEXPOSE 80-70000"],
    "MD008": ["FROM a:1\nWORKDIR ./x", 'FROM a:1\nWORKDIR "x"'],
    "MD009": [
        "FROM a:1\nRUN ls && /usr/bin/sudo -E ls",
        "FROM a:1\nONBUILD RUN sudo ls",
        'FROM a:1\nRUN ["sudo", "ls"]',
        "FROM a:1\nRUN sh -c 'sudo ls'",
    ],
    "MD010": ['FROM a:1\nCOPY ["a", "b", "c"]', "FROM a:1\nADD a b c"],
    "MD012": ["FROM a:1\nRUN cd /x", "FROM a:1\nRUN cd /x; ls"],
    "MD013": ["FROM a:1\nRUN wget -q x && curl y"],
    "MD014": ["FROM a:1\nRUN yum -y update", "FROM a:1\nRUN yum clean all\nRUN yum install -y x-1"],
    "MD016": ["FROM a:1\nRUN apk update", "FROM a:1\nRUN yum -y update", "FROM a:1\nRUN apt-get -qq update && ls"],
    "MD017": ["FROM a:1\nRUN dnf -y install x-1 && yum clean metadata"],
    "MD019": [
        "FROM a:1\nRUN apt-get upgrade",
        "FROM a:1\nRUN apt-get -q install x",
        "FROM a:1\nRUN ls && apt-get remove x",
    ],
    "MD022": ["FROM a:1\nRUN apt-get -y full-upgrade", "FROM a:1\nRUN zypper -n dup"],
    "MD023": ["FROM a:1\nRUN apk --update add x", "FROM a:1\nRUN apk update && apk add -t dev x"],
    "MD027": ["FROM a:1\nWORKDIR /proc/self", "FROM a:1\nWORKDIR /etc/"],
    "MD026": ["FROM a:1\nRUN apt-get -y install x", "FROM a:1\nRUN apt-get -t stable install x -y"],
    "MD028": [
        "FROM a:1\nENV AWS_SECRET_ACCESS_KEY=x1",
        "FROM a:1\nENV VITE_OPENAI_API_KEY=x1",
        "FROM a:1\nENV REACT_APP_TOKEN x1",
        "FROM a:1\nARG CI_DEPLOY_PASSWORD=x1",
        "FROM a:1\nARG T\nENV HF_TOKEN=$T",
        "FROM a:1\nCOPY key.json /k.json\nENV GOOGLE_APPLICATION_CREDENTIALS=/k.json",
        "FROM a:1\nCOPY key.json /k/\nENV GOOGLE_APPLICATION_CREDENTIALS=/k/key.json",
        "FROM a:1\nRUN aws configure set aws_secret_access_key x1",
        "FROM a:1 AS b\nENV DB_PASSWORD=x1\nFROM b",
    ],
    "MD029": [
        "FROM a:1\nRUN a | b",
        "FROM a:1\nRUN a && (b | c)",
        'FROM a:1\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM b:1\nRUN a | b',
    ],
    "MD030": [
        "FROM a:1\nRUN wget -qO- x | tee y | bash -s -- a",
        'FROM a:1\nRUN sh -c "$(curl -fsSL x)"',
        "FROM a:1\nRUN curl x | sudo python3 -",
    ],
    "MD031": [
        "FROM a:1\nRUN curl -fsSLk x",
        "FROM a:1\nRUN wget --no-check-certificate x",
        "FROM a:1\nENV NODE_TLS_REJECT_UNAUTHORIZED=0",
        "FROM a:1\nRUN npm config set strict-ssl false",
        "FROM a:1\nRUN git -c http.sslVerify=false clone x",
        "FROM a:1\nRUN GIT_SSL_NO_VERIFY=1 git clone x",
        "FROM a:1\nRUN pip install --trusted-host h x",
    ],
    "MD032": [
        "FROM a:1\nRUN yum install -y --nogpgcheck x",
        "FROM a:1\nRUN apk add --allow-untrusted x.apk",
        "FROM a:1\nRUN echo 'deb [trusted=yes] http://x ./' > /etc/apt/sources.list.d/x.list",
        "FROM a:1\nRUN rpm -i --nosignature x.rpm",
    ],
    "MD033": ["FROM a:1\nRUN python3 -m pip install x==1", "FROM a:1\nRUN pip3 install -r requirements.txt"],
    "MD034": ["FROM a:1\nRUN npm i --omit=dev", "FROM a:1\nRUN npm --prefix /app install"],
    "MD036": [
        "FROM a:1\nRUN chmod a+rwx x",
        "FROM a:1\nRUN chmod o+w x",
        "FROM a:1\nRUN mkdir -m 0777 x",
        "FROM a:1\nRUN chmod 666 x",
    ],
    "MD037": ["FROM a:1\nRUN apt-get install -y a=1 b"],
    "MD038": ["FROM a:1\nRUN pip install a==1 b[x]"],
    "MD039": ["FROM a:1\nRUN npm install @scope/x", "FROM a:1\nRUN npm i -g x"],
    "MD042": ["FROM a:1\nCMD serve"],
    "MD043": ["FROM a:1\nADD https://g.example/x.git /x", "FROM a:1\nADD http://a.example/x.tar.gz /"],
    "MD044": ["FROM a:1\nRUN apt-get update && rm -rf /tmp/x"],
    "MD046": ["FROM a:1\nRUN zypper install x=1", "FROM a:1\nRUN microdnf install x-1"],
    "MD047": ["FROM a:1\nRUN zypper -n install curl", "FROM a:1\nRUN yum install -y python3-devel"],
    "MD048": ["FROM a:1\nCOPY --from=7 /x /y", "FROM a:1\nCOPY --from=nginx /x /y"],
    "MD052": ["FROM a:1\nRUN --network=host ls"],
    "MD053": ["FROM a:1\nVOLUME /var/run/docker.sock", 'FROM a:1\nVOLUME ["/data", "/"]'],
    "MD054": [
        "FROM a:1\nCOPY a id_rsa /x/",
        "FROM a:1\nCOPY deploy/.npmrc /x/",
        "FROM a:1\nADD .git /x/",
        "FROM a:1\nCOPY .env.production /x/",
        "FROM a:1\nCOPY certs/server.key /x/",
    ],
    "MD055": [
        "FROM a:1\nRUN git clone https://me:word@h.example/x",
        "FROM a:1\nRUN export API_TOKEN=abc",
        "FROM a:1\nRUN curl -H 'Authorization: Bearer abcdef' x",
        "FROM a:1\nRUN docker login -u me -p word h.example",
        "FROM a:1\nADD https://me:word@h.example/x /x",
    ],
    "MD056": ["FROM a:1\nRUN chmod 4755 x", "FROM a:1\nRUN chmod g+s x", "FROM a:1\nRUN install -m 2755 x y"],
    "MD058": ["FROM a:1\nONBUILD ONBUILD RUN ls", "FROM a:1\nONBUILD maintainer me"],
    "MD059": ["FROM a:1\nENV A=1 B=${A}"],
    "MD063": ["FROM a:1\nRUN yarn"],
    "MD070": ["FROM a:1\nRUN useradd a && printf 'a:word' | chpasswd"],
}
GOOD = {
    "MD001": [
        "FROM debian@sha256:" + "0" * 64,
        "FROM scratch",
        "FROM a:1 AS b\nFROM b",
        "ARG V\nFROM debian:$V",
        "FROM registry.example:5000/app:1",
    ],
    "MD002": [
        "FROM a:1\nUSER root\nUSER app",
        "FROM a:1 AS x\nUSER app\nFROM x",
        "FROM a:1\nUSER $ACCOUNT",
        "FROM a:1\nUSER 1000:0",
        "FROM registry.example/distroless/static:nonroot",
        "FROM a:1 AS x\nUSER root\nFROM b:1\nUSER app",
    ],
    "MD003": ["FROM a:1\nEXPOSE 2222 220-230", "FROM a:1\nEXPOSE $PORT"],
    "MD004": ["FROM a:1\nADD x.tar.gz /y", "FROM a:1\nADD https://a.example/x /y", "FROM a:1\nADD $FILE /y"],
    "MD005": ["FROM a:1 AS x\nFROM b:1 AS y\nCOPY --from=0 /x /y"],
    "MD006": ['FROM a:1\nENTRYPOINT ["a"]\nFROM b:1\nENTRYPOINT ["b"]'],
    "MD007": ["FROM a:1\nEXPOSE 80/tcp 443/udp 8000-9000 $P ${Q:-80}"],
    "MD008": ["FROM a:1\nWORKDIR $HOME/x", "FROM a:1\nWORKDIR C:\\\\x", 'FROM a:1\nWORKDIR "/x y"'],
    "MD009": ["FROM a:1\nRUN apt-get install -y sudo", "FROM a:1\nRUN echo 'sudo ls'"],
    "MD010": ["FROM a:1\nCOPY a b .", "FROM a:1\nCOPY a b $DIR", "FROM a:1\nCOPY a b"],
    "MD012": ["FROM a:1\nRUN ls && cd /x && make", "FROM a:1\nRUN (cd /x && make)", "FROM a:1\nRUN cd $X"],
    "MD013": ["FROM a:1\nRUN wget -q x\nFROM b:1\nRUN curl x", "FROM a:1\nRUN apt-get install -y wget curl"],
    "MD014": [
        "FROM a:1\nRUN yum install -y x-1 && rm -rf /var/cache/yum",
        "FROM a:1\nRUN --mount=type=cache,target=/var/cache yum install -y x-1",
        "FROM a:1 AS b\nRUN yum install -y x-1\nFROM c:1",
    ],
    "MD016": [
        "FROM a:1\nRUN apt-get update && apt-get -y upgrade",
        "FROM a:1\nRUN apk update \\\n && apk add x=1",
        "FROM a:1\nRUN yum -y update openssl",
    ],
    "MD017": ["FROM a:1\nRUN dnf install -y x-1 && dnf -y clean all"],
    "MD019": [
        "FROM a:1\nRUN apt-get -qq install x",
        "FROM a:1\nRUN yes | apt-get install x",
        "FROM a:1\nRUN apt-get install x -yq",
        "FROM a:1\nRUN apt-get -o APT::Get::Assume-Yes=true install x",
        "FROM a:1\nRUN echo apt-get install x",
    ],
    "MD023": [
        "FROM a:1\nRUN --mount=type=cache,target=/var/cache/apk apk add x",
        "FROM a:1\nRUN apk update && apk add x && rm -rf /var/cache/apk/*",
        "FROM a:1\nRUN apk -U --no-cache add x",
    ],
    "MD024": ["FROM a:1\nHEALTHCHECK NONE", "FROM a:1 AS b\nHEALTHCHECK CMD x\nFROM b"],
    "MD027": ["FROM a:1\nWORKDIR /etcd", "FROM a:1\nWORKDIR /usr/src/app", "FROM a:1\nWORKDIR /"],
    "MD026": ["FROM a:1\nRUN echo 'APT::Install-Recommends \"0\";' > x && apt-get install -y x"],
    "MD028": [
        "FROM a:1\nENV TOKEN_FILE=/run/secrets/x",
        "FROM a:1\nENV MYSQL_ALLOW_EMPTY_PASSWORD=yes",
        "FROM a:1\nENV API_TOKEN=",
        "FROM a:1 AS b\nARG GITHUB_TOKEN\nFROM c:1",
        "FROM a:1\nENV GOOGLE_APPLICATION_CREDENTIALS=/run/k.json",
        "FROM a:1\nRUN --mount=type=secret,id=x aws configure set aws_secret_access_key x",
        "FROM a:1\nENV GPG_KEY=0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D",
    ],
    "MD029": [
        "FROM a:1\nRUN set -eo pipefail && a | b",
        "FROM a:1\nRUN set -euo pipefail; a | b",
        "FROM a:1\nRUN a || b",
        "FROM a:1\nRUN echo 'a | b'",
        'FROM a:1\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN a | b',
    ],
    "MD030": [
        "FROM a:1\nRUN curl x | tar xz",
        "FROM a:1\nRUN curl x | python3 -c 'import sys'",
        "FROM a:1\nRUN curl -o i x && sh i",
        "FROM a:1\nRUN cat x | sh",
    ],
    "MD031": [
        "FROM a:1\nRUN curl --keepalive-time 3 x",
        "FROM a:1\nRUN git clone x",
        "FROM a:1\nENV NODE_TLS_REJECT_UNAUTHORIZED=1",
    ],
    "MD033": [
        "FROM a:1\nENV PIP_NO_CACHE_DIR=1\nRUN pip install x==1",
        "FROM a:1\nRUN --mount=type=cache,target=/root/.cache pip install x==1",
        "FROM a:1 AS b\nRUN pip install x==1\nFROM c:1",
    ],
    "MD034": ["FROM a:1\nRUN npm install -g x@1", "FROM a:1\nRUN npm install x@1"],
    "MD036": [
        "FROM a:1\nRUN chmod 1777 /tmp/x",
        "FROM a:1\nRUN chmod u+w,go-w x",
        "FROM a:1\nRUN chmod +x x",
        "FROM a:1\nRUN chmod 775 x",
    ],
    "MD037": ["FROM a:1\nRUN apt-get install -y ./x.deb $PACKAGES a=1 b/stable"],
    "MD038": [
        "FROM a:1\nRUN pip install -r r.txt . 'a>=1' git+https://h.example/x@v1 $X",
        "FROM a:1\nRUN pip install -c c.txt a",
    ],
    "MD039": ["FROM a:1\nRUN npm install @scope/x@1 ./y git+https://h.example/z owner/repo"],
    "MD040": ["FROM a:1\nRUN apk add --no-cache --virtual .dev 'a>1' b~2 $C"],
    "MD041": ["FROM a:1\nRUN gem install -v 1 x", "FROM a:1\nRUN gem install x --version 1"],
    "MD042": ['FROM a:1\nCMD ["a"]', 'FROM a:1\nCMD a\nCMD ["b"]'],
    "MD043": ["FROM a:1\nADD https://g.example/x.git#" + "a" * 40 + " /x"],
    "MD044": [
        "FROM a:1\nRUN --mount=type=cache,target=/var/lib/apt apt-get update",
        "FROM a:1 AS b\nRUN apt-get update\nFROM c:1",
    ],
    "MD047": ["FROM a:1\nRUN yum install -y python3-devel-3.6 https://h.example/x.rpm @group"],
    "MD048": [
        "FROM a:1 AS b\nFROM c:1\nCOPY --from=B /x /y\nCOPY --from=0 /x /y\nCOPY --from=nginx:1 /x /y\nCOPY --from=$X /x /y"
    ],
    "MD049": ["FROM a:1\nRUN systemctl enable nginx", "FROM a:1\nRUN apt-get install -y vim"],
    "MD051": ["FROM a:1 AS b\nWORKDIR /x\nFROM b\nCOPY a c", "FROM a:1\nCOPY a /c"],
    "MD053": ["FROM a:1\nVOLUME /var/lib/postgresql/data"],
    "MD054": [
        "FROM a:1\nCOPY .env.example id_rsa.pub /x/",
        "FROM a:1 AS b\nFROM c:1\nCOPY --from=b /root/.ssh /x",
        "FROM a:1\nCOPY public.pem .gitignore /x/",
    ],
    "MD055": [
        "FROM a:1\nRUN git clone https://$USER:$TOKEN@h.example/x",
        "FROM a:1\nRUN curl -u $USER:$PASS x",
        "FROM a:1\nRUN export API_TOKEN=$(cat /run/secrets/x)",
        "FROM a:1\nRUN docker run -p 80:80 x",
    ],
    "MD056": ["FROM a:1\nRUN chmod u-s x", "FROM a:1\nRUN chmod 0755 x"],
    "MD057": ['FROM a:1\nRUN [ -f x ] && echo "a, b"'],
    "MD060": ["FROM a:1"],
    "MD061": ["FROM --platform=$BUILDPLATFORM a:1", "FROM a:$TARGETARCH"],
    "MD064": ["FROM a:1\nRUN go install ./...", "FROM a:1\nRUN go build -o x ."],
    "MD067": ["FROM a:1\nRUN <<EOF\na\n\nb\nEOF"],
    "MD070": [
        "FROM a:1\nRUN --mount=type=secret,id=p cat /run/secrets/p | chpasswd",
        "FROM a:1\nRUN echo $PASS | chpasswd",
    ],
}


def ids_of(text):
    found = dockerfile_of(IMAGE, text.encode())
    assert found is not None
    return [finding.check for finding in found.findings]


def flat(table, attribute):
    rows = [(check.id, getattr(check, attribute)) for check in CHECKS]
    return rows + [(identifier, text) for identifier, texts in table.items() for text in texts]


@pytest.mark.parametrize(("identifier", "text"), flat(BAD, "bad"))
def test_a_check_fires_on_what_is_bad(identifier, text):
    if identifier == "MD001" and "FROM b" in text:
        assert ids_of(text).count("MD001") == 1
    assert identifier in ids_of(text)


@pytest.mark.parametrize(("identifier", "text"), flat(GOOD, "good"))
def test_a_check_is_silent_on_what_is_good(identifier, text):
    assert identifier not in ids_of(text)


@pytest.mark.parametrize(
    ("identifier", "text", "line", "end_line"),
    [
        ("MD009", "FROM a:1\nRUN a && \\\n  b && \\\n  sudo c \\\n    d && \\\n  e", 4, 5),
        ("MD009", "FROM a:1\nRUN <<EOF\na\nsudo b\nEOF", 4, 4),
        ("MD009", "FROM a:1\nONBUILD RUN a && \\\n  sudo b", 3, 3),
        ("MD019", "FROM a:1\n\n# x\nRUN apt-get update \\\n  # y\n\n  && apt-get install x", 7, 7),
        ("MD002", "FROM a:1 AS x\nUSER app\n\nFROM b:1\nRUN ls", 4, 4),
        ("MD067", "FROM a:1\nRUN a \\\n\n  b", 3, 3),
        ("MD010", "FROM a:1\nCOPY a \\\n  b \\\n  c", 2, 4),
    ],
)
def test_a_finding_stands_on_the_lines_of_what_it_is_about(identifier, text, line, end_line):
    found = dockerfile_of(IMAGE, text.encode())

    assert found is not None
    assert [(one.line, one.end_line) for one in found.findings if one.check == identifier] == [(line, end_line)]


@pytest.mark.parametrize("alias", TRIVY)
def test_each_check_of_trivy_has_one_of_ours(alias):
    assert len([check.id for check in CHECKS if alias in check.aliases]) == 1


def test_identifiers_are_unique_and_have_no_gaps():
    assert [check.id for check in CHECKS] == [f"MD{number:03d}" for number in range(1, len(CHECKS) + 1)]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_says_what_it_is(check):
    assert check.title
    assert check.why.endswith(".")
    assert check.severity is not Severity.UNKNOWN
    assert all(re.fullmatch(r"DS-\d{4}|DL\d{4}|[A-Z][A-Za-z]+", alias) for alias in check.aliases)
    assert len(names_of(check)) == len(check.aliases) + 1


@pytest.mark.parametrize(("identifier", "text"), flat(BAD, "bad"))
def test_a_message_says_something_in_the_house_style(identifier, text):
    found = dockerfile_of(IMAGE, text.encode())

    assert found is not None
    for finding in found.findings:
        assert 20 < len(finding.message) < 320
        assert not finding.message.endswith((".", "!"))
        assert finding.title == BY_ID[finding.check].title


def guess(*entries, **config):
    history = tuple(HistoryEntry(created_by=text, empty_layer=is_empty) for text, is_empty in entries)
    found = dockerfile_of(ImageDescription(config=ImageConfig(history=history, **config)))
    assert found is not None
    return [(finding.line, finding.check) for finding in found.findings]


def test_a_guess_is_checked_only_for_what_a_history_can_tell():
    found = guess(
        ("/bin/sh -c #(nop) ADD file:1 in / ", False),
        ("/bin/sh -c apt-get install x", False),
        ('/bin/sh -c #(nop)  ENTRYPOINT ["a"]', True),
        ('/bin/sh -c #(nop)  ENTRYPOINT ["b"]', True),
        user="app",
        healthcheck=("CMD", "x"),
    )

    assert found == [(2, "MD019"), (2, "MD026"), (2, "MD037")]


def test_a_guess_leaves_out_the_steps_of_the_base_image():
    found = guess(
        ("RUN /bin/sh -c sudo a # buildkit", False),
        ('CMD ["bash"]', True),
        ("RUN /bin/sh -c ls # buildkit", False),
        user="app",
        healthcheck=("NONE",),
    )

    assert found == []


def test_a_guess_shows_secrets_that_a_build_was_given():
    found = guess(("RUN |1 NPM_TOKEN=abc /bin/sh -c npm ci # buildkit", False), user="app", healthcheck=("NONE",))

    assert found == [(1, "MD028")]


def test_a_guess_of_an_image_that_runs_as_root_says_so():
    assert (0, "MD002") in guess(("COPY . /app # buildkit", False))


def test_commands_of_windows_shells_are_not_taken_for_those_of_others():
    assert "MD029" not in ids_of("FROM registry.example/windows/nanoserver:1\nRUN dir | find x")
