"""The client against a registry that misbehaves on demand."""

import pytest

from image.registries.pulling import client_of
from images.build import digest_of, image, layer
from mooring.base.config import SecretText
from mooring.base.errors import DamagedImage, HostileInput, ImageUnavailable, RegistryDenied, RegistryUnreachable
from mooring.image.registries.auth import Login
from mooring.model.image import Descriptor
from registry.fake import Reply, fake_registry

IMAGE = image(layer({"bin/a": bytes(range(256)) * 8192}, compression=""))
BLOB = IMAGE.layers[0].stored
LAYER = Descriptor(media_type="application/vnd.oci.image.layer.v1.tar", digest=digest_of(BLOB), size=len(BLOB))
LOGIN = Login(username="mo", password=SecretText("s3cret"), origin="a test")


@pytest.fixture
def fake():
    with fake_registry() as registry:
        registry.add("app", IMAGE)
        yield registry


def test_a_manifest_comes_with_the_digest_of_its_bytes(fake):
    assert IMAGE.digest == client_of(fake.host).manifest("1.0").descriptor.digest


def test_a_blob_is_taken_up_again_where_the_connection_broke_off(fake):
    cuts = [700_000, 300_000]
    fake.rules.append(
        lambda seen: Reply(200, BLOB, cut=cuts.pop()) if len(cuts) == 2 and "blobs" in seen.path else None
    )

    got = b"".join(client_of(fake.host).blob(LAYER))

    assert got == BLOB
    assert fake.requests("blobs")[1].headers["range"] == "bytes=300000-"


def test_a_server_without_ranges_sends_the_beginning_again(fake):
    cuts = [500_000]
    fake.rules.append(lambda seen: Reply(200, BLOB, cut=cuts.pop() if cuts else None) if "blobs" in seen.path else None)

    assert b"".join(client_of(fake.host).blob(LAYER)) == BLOB


def test_another_range_than_the_one_asked_for_is_not_used(fake):
    replies = [Reply(200, BLOB, cut=500_000), Reply(206, BLOB[:9], content_range=f"bytes 0-8/{len(BLOB)}")]
    fake.rules.append(lambda seen: replies.pop(0) if replies and "blobs" in seen.path else None)

    assert b"".join(client_of(fake.host).blob(LAYER)) == BLOB


def test_a_connection_that_always_breaks_off_is_given_up(fake):
    fake.rules.append(lambda seen: Reply(200, BLOB, cut=0) if "blobs" in seen.path else None)

    with pytest.raises(RegistryUnreachable, match=r"after 0 bytes \(3 attempts\)"):
        list(client_of(fake.host).blob(LAYER))


def test_a_blob_that_is_shorter_than_the_manifest_says_is_given_up(fake):
    fake.blobs[LAYER.digest] = BLOB[:1000]
    fake.rules.append(lambda seen: Reply(416) if "range" in seen.headers else None)

    with pytest.raises(RegistryUnreachable, match="416"):
        list(client_of(fake.host).blob(LAYER))


def test_a_blob_that_is_longer_than_the_manifest_says_is_refused(fake):
    fake.blobs[LAYER.digest] = BLOB + b"more"

    with pytest.raises(DamagedImage, match="has more than"):
        list(client_of(fake.host).blob(LAYER))


def test_a_blob_with_other_bytes_is_refused(fake):
    fake.blobs[LAYER.digest] = BLOB[:-1] + b"!"

    with pytest.raises(DamagedImage, match="is not what its digest says"):
        list(client_of(fake.host).blob(LAYER))


def test_a_manifest_with_other_bytes_than_its_digest_is_refused(fake):
    fake.manifests[f"app/{IMAGE.digest}"] = IMAGE.manifest + b" "

    with pytest.raises(DamagedImage, match="is not what its digest says"):
        client_of(fake.host).manifest(IMAGE.digest)


def test_a_header_that_lies_about_the_digest_is_refused(fake):
    fake.rules.append(lambda seen: Reply(200, IMAGE.manifest, docker_content_digest=digest_of(b"else")))

    with pytest.raises(DamagedImage):
        client_of(fake.host).manifest("1.0")


def test_a_manifest_without_end_is_refused(fake):
    fake.rules.append(lambda seen: Reply(200, b" " * 2_000_000))

    with pytest.raises(HostileInput, match="is larger than 1048576 bytes"):
        client_of(fake.host).manifest("1.0")


def test_a_redirect_to_another_host_carries_no_credentials(fake):
    with fake_registry("localhost") as storage:
        storage.rules.append(lambda seen: Reply(200, BLOB))
        fake.ask_for_token(f"http://{fake.host}/token")
        place = f"http://{storage.host}/signed"
        fake.rules.insert(0, lambda seen: Reply(200, b'{"token":"t0ken"}') if seen.path == "/token" else None)
        fake.rules.append(lambda seen: Reply(307, location=place) if "blobs" in seen.path else None)
        client = client_of(fake.host, login=LOGIN)

        got = b"".join(client.blob(LAYER))

    assert got == BLOB
    assert fake.requests("blobs")[-1].headers["authorization"] == "Bearer t0ken"
    assert "authorization" not in storage.seen[0].headers


def test_redirects_in_a_circle_end(fake):
    fake.rules.append(lambda seen: Reply(302, location=seen.path))

    with pytest.raises(RegistryUnreachable, match="more than 5 redirects"):
        client_of(fake.host).manifest("1.0")


def test_the_pause_that_the_registry_asks_for_is_made(fake):
    replies = [Reply(429, retry_after="7")]
    fake.rules.append(lambda seen: replies.pop() if replies else None)
    pauses: list[float] = []

    client_of(fake.host, pauses=pauses).manifest("1.0")

    assert pauses == [7.0]


def test_a_limit_of_requests_is_explained(fake):
    body = b'{"errors":[{"code":"TOOMANYREQUESTS","message":"pull rate limit"}]}'
    fake.rules.append(lambda seen: Reply(429, body, retry_after="3600"))

    with pytest.raises(RegistryUnreachable, match="HTTP 429, TOOMANYREQUESTS: pull rate limit") as error:
        client_of(fake.host).manifest("1.0")

    assert "docker login" in str(error.value.hint)
    assert len(fake.seen) == 1


def test_a_server_in_trouble_is_asked_again(fake):
    replies = [Reply(503), Reply(502)]
    fake.rules.append(lambda seen: replies.pop() if replies else None)

    assert IMAGE.digest == client_of(fake.host).manifest("1.0").descriptor.digest


def test_a_foreign_layer_that_is_not_kept_is_named(fake):
    kind = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
    foreign = Descriptor(media_type=kind, digest=digest_of(b"windows"), size=7)

    with pytest.raises(ImageUnavailable, match="is a foreign layer"):
        list(client_of(fake.host).blob(foreign))


def test_a_token_is_bought_with_the_login_and_for_this_repository_only(fake):
    with fake_registry() as server:
        server.rules.append(lambda seen: Reply(200, b'{"access_token":"t0ken"}'))
        fake.ask_for_token(f"http://{server.host}/token")

        client_of(fake.host, login=LOGIN).manifest("1.0")

    asked = server.seen[0]
    assert asked.query == {"service": "fake", "scope": "repository:app:pull"}
    assert asked.headers["authorization"] == "Basic bW86czNjcmV0"


def test_an_anonymous_token_shows_no_login(fake):
    with fake_registry() as server:
        server.rules.append(lambda seen: Reply(200, b'{"token":"t0ken"}'))
        fake.ask_for_token(f"http://{server.host}/token")

        client_of(fake.host).manifest("1.0")

    assert "authorization" not in server.seen[0].headers


def test_an_identity_token_is_posted_as_a_refresh_token(fake):
    with fake_registry() as server:
        server.rules.append(lambda seen: Reply(200, b'{"access_token":"t0ken"}'))
        fake.ask_for_token(f"http://{server.host}/token")
        login = Login(identity_token=SecretText("refresh"), origin="a test")

        client_of(fake.host, login=login).manifest("1.0")

    assert server.seen[0].method == "POST"
    assert (server.seen[0].form["grant_type"], server.seen[0].form["refresh_token"]) == ("refresh_token", "refresh")


def test_a_token_that_ran_out_is_bought_anew(fake):
    tokens = ["first", "second"]
    current = ["first"]
    fake.rules.append(
        lambda seen: Reply(200, b'{"token":"%s"}' % tokens.pop(0).encode()) if seen.path == "/token" else None
    )

    def rule(seen):
        if seen.headers.get("authorization") == f"Bearer {current[0]}":
            return None
        return Reply(401, www_authenticate=f'Bearer realm="http://{fake.host}/token"')

    fake.rules.append(rule)
    client = client_of(fake.host)
    client.manifest("1.0")
    current[0] = "second"

    assert b"".join(client.blob(LAYER)) == BLOB


def test_a_token_server_that_refuses_is_a_refusal(fake):
    fake.rules.append(lambda seen: Reply(401) if seen.path == "/token" else None)
    fake.ask_for_token(f"http://{fake.host}/token")

    with pytest.raises(RegistryDenied, match=r"refused the credentials for 'app' \(HTTP 401\)") as error:
        client_of(fake.host, login=LOGIN).manifest("1.0")

    assert "s3cret" not in f"{error.value!r} {error.value} {error.value.hint}"


def test_what_a_registry_says_cannot_draw_on_the_terminal(fake):
    fake.rules.append(lambda seen: Reply(404, b'{"errors":[{"code":"X","message":"\\u001b[2J"}]}'))

    with pytest.raises(ImageUnavailable) as error:
        client_of(fake.host).manifest("1.0")

    assert "\x1b" not in str(error.value)


def test_a_client_goes_on_in_a_forked_child(fake):
    import multiprocessing

    client = client_of(fake.host)
    client.manifest("1.0")
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()

    child = context.Process(target=lambda: results.put(sum(map(len, client.blob(LAYER)))))
    child.start()
    child.join(20)

    assert len(BLOB) == results.get()


def test_a_manifest_that_broke_off_is_asked_for_again(fake):
    cuts = [3, 0]
    fake.rules.append(lambda seen: Reply(200, IMAGE.manifest, cut=cuts.pop()) if cuts else None)

    assert client_of(fake.host).manifest("1.0").content == IMAGE.manifest


def test_a_manifest_that_always_breaks_off_is_given_up(fake):
    fake.rules.append(lambda seen: Reply(200, IMAGE.manifest, cut=3))

    with pytest.raises(RegistryUnreachable, match=r"the manifest of app: .* \(3 attempts\)"):
        client_of(fake.host).manifest("1.0")


def test_a_login_may_be_asked_for_in_two_headers(fake):
    bearer = f'Bearer realm="http://{fake.host}/token"'
    fake.rules.append(lambda seen: Reply(200, b'{"token":"t"}') if seen.path == "/token" else None)
    fake.rules.append(
        lambda seen: None if "authorization" in seen.headers else Reply(401, www_authenticate=(bearer, "Basic realm=x"))
    )

    assert client_of(fake.host).manifest("1.0").content == IMAGE.manifest


def test_a_repository_that_is_forbidden_is_a_refusal(fake):
    fake.rules.append(lambda seen: Reply(403, b'{"errors":[{"code":"DENIED","message":"no"}]}'))

    with pytest.raises(RegistryDenied, match=r"does not show 'app' without a login \(HTTP 403\)"):
        client_of(fake.host).manifest("1.0")


def test_a_config_of_unlikely_size_is_not_fetched(fake):
    huge = Descriptor(media_type="", digest=IMAGE.image_id, size=2 << 30)

    with pytest.raises(DamagedImage, match="a config is far smaller"):
        client_of(fake.host).document(huge)

    assert not fake.seen


def test_a_download_that_takes_too_long_is_given_up(fake):
    client = client_of(fake.host, total_seconds=0.0)

    with pytest.raises(RegistryUnreachable, match="needed more than 0 seconds") as error:
        list(client.blob(LAYER))

    assert error.value.hint == "raise registry.total_timeout_seconds"


def test_a_challenge_that_nothing_answers_is_a_refusal(fake):
    fake.rules.append(lambda seen: Reply(401, www_authenticate="Negotiate"))

    with pytest.raises(RegistryDenied):
        client_of(fake.host, login=LOGIN).manifest("1.0")


def test_a_token_server_that_is_not_there_is_named(fake):
    fake.ask_for_token("http://127.0.0.1:1/token")

    with pytest.raises(RegistryUnreachable, match=r"127\.0\.0\.1:1 could not be reached for app"):
        client_of(fake.host).manifest("1.0")


@pytest.mark.parametrize("reply", [Reply(500, b"<html>" * 20_000), Reply(500, b"{}", cut=0), Reply(500, b"no json")])
def test_an_error_page_is_told_by_its_status(fake, reply):
    fake.rules.append(lambda seen: reply)

    with pytest.raises(RegistryUnreachable, match=r"did not give 'app:1\.0' \(HTTP 500\)"):
        client_of(fake.host).manifest("1.0")
