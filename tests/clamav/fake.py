"""A daemon on loopback that speaks clamd's protocol as a test tells it to."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

VERSION = b"ClamAV 1.4.6/27500/Wed Nov 13 09:30:00 2024"
HANG_UP = b"<hang up>"
"""As an answer: none, and the connection ends."""
SILENCE = b"<silence>"
"""As an answer: none, and the connection stays."""


class FakeClamd:
    """What the daemon answers, and what it saw."""

    def __init__(self) -> None:
        self.version = VERSION
        self.answer: Callable[[bytes], bytes] = lambda content: b"stream: OK"
        self.skip_numbers = 0
        """Added to the number of every answer: a daemon that mixes its answers up."""
        self.max_stream = 1 << 30
        self.seen: list[bytes] = []
        self.sessions = 0
        self.place = ""
        self.is_ending = threading.Event()


@contextmanager
def fake_clamd() -> Iterator[FakeClamd]:
    """A fake that answers on a free port until the block ends."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.block_on_close = False
    fake = server.fake = FakeClamd()
    fake.place = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        fake.is_ending.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError, EOFError):
            self._serve()

    def _serve(self) -> None:
        fake: FakeClamd = self.server.fake
        number = 0
        while (command := self._command()) is not None:
            if command == b"zVERSION":
                if fake.version == SILENCE:
                    fake.is_ending.wait(10)
                self.wfile.write(fake.version + b"\0")
                return
            if command == b"zIDSESSION":
                fake.sessions += 1
                continue
            number += 1
            answer = self._answer()
            if answer == HANG_UP:
                return
            if answer == SILENCE:
                fake.is_ending.wait(10)
                return
            self.wfile.write(b"%d: %s\0" % (number + fake.skip_numbers, answer))
            if answer.endswith(b"ERROR"):
                return

    def _answer(self) -> bytes:
        fake: FakeClamd = self.server.fake
        content = b""
        while size := int.from_bytes(self._exactly(4), "big"):
            content += self._exactly(size)
            if len(content) > fake.max_stream:
                return b"INSTREAM size limit exceeded. ERROR"
        fake.seen.append(content)
        return fake.answer(content)

    def _command(self) -> bytes | None:
        command = b""
        while (byte := self.rfile.read(1)) != b"\0":
            if not byte:
                return None
            command += byte
        return command

    def _exactly(self, count: int) -> bytes:
        content = self.rfile.read(count)
        if len(content) < count:
            raise EOFError
        return content
