"""Where in an image something stands, in words."""

from mooring.model.evidence.content import Surface
from mooring.model.report import ScanReport
from mooring.reports.text.style import clean

_OUTSIDE = {Surface.CONFIG: "image config", Surface.HISTORY: "build history", Surface.DOCKERFILE: "Dockerfile"}


class Layers:
    """Names the layers of an image by their number, from 0, as all formats number them."""

    def __init__(self, report: ScanReport) -> None:
        self._numbers = {layer.diff_id: layer.index for layer in report.image.layers}

    def name(self, diff_id: str) -> str:
        """`layer 3`; a layer that the image does not list is called by its digest."""
        if not diff_id:
            return ""
        number = self._numbers.get(diff_id)
        return f"layer {number}" if number is not None else f"layer {clean(diff_id.rpartition(':')[2])[:12]}"

    def number(self, diff_id: str) -> str:
        """`3`; empty where the image does not list the layer."""
        return str(self._numbers[diff_id]) if diff_id in self._numbers else ""

    def surface(self, surface: Surface, layer: str, hidden_by: str = "") -> str:
        """`present, layer 3`; `in layer 2, deleted by layer 3`: what a later layer hides is pulled all the same."""
        own = self.name(layer) or "a lower layer"
        match surface:
            case Surface.PRESENT:
                return f"present, {self.name(layer)}" if layer else "present"
            case Surface.SHADOWED:
                return f"in {own}, replaced by {self.name(hidden_by) or 'a later one'}"
            case Surface.DELETED:
                return f"in {own}, deleted by {self.name(hidden_by) or 'a later one'}"
            case _:
                return _OUTSIDE[surface]
