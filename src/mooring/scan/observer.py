"""Who wants to know how a scan is going. The scan tells; what is shown is the command line's business."""


class Observer:
    """Hears nothing; the base of those that do. Calls come from one thread, several times a second at most."""

    def started(self, layers: int, stored_bytes: int) -> None:
        """So many layers of so many bytes (as stored; 0 where unknown) are to be read."""

    def read(self, layer_index: int, stored_bytes: int) -> None:
        """More bytes of a layer were read."""

    def layer_done(self, layer_index: int, *, was_cached: bool) -> None:
        """A layer's record is there."""

    def finished(self) -> None:
        """Reading is over, well or not."""


SILENT = Observer()
