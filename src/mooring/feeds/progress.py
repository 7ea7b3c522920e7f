"""Who wants to know how feeds are doing. The work tells; what is shown is the command line's business."""


class FeedObserver:
    """Hears nothing; the base of those that do. Calls come from one thread at a time."""

    def fetching(self, feed: str, file: str, more_bytes: int) -> None:
        """More bytes of a file came."""

    def fetched(self, feed: str, *, changed: int, problem: str) -> None:
        """A feed was asked: so many of its files are new, or why it could not be had."""

    def parsed(self, feed: str, *, items: int, rejects: int, problem: str) -> None:
        """A feed was read; the problem says why older data had to do, or none are there."""

    def warned(self, text: str) -> None:
        """Something looks odd, but nothing is refused for it."""

    def writing(self) -> None:
        """Every feed is in; the database is being written."""


SILENT = FeedObserver()
