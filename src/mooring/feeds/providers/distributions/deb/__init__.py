"""What the feeds of Debian and Ubuntu share: releases, the formats of the two trackers."""
