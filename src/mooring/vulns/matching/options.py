"""What a user decides about matching."""

import msgspec

from mooring.model.distro import Distro


class MatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a user decides about matching."""

    use_cpe: bool = False
    """Whether product ranges of NVD count for packages that nobody else speaks about; such matches are only possible ones."""
    with_notices: bool = False
    """Whether notices (unmaintained, unsound) are matches too."""
    distro: Distro | None = None
    """Instead of the inventory's."""
