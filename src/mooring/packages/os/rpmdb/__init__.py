"""The rpm header and the three databases that rpm keeps its headers in."""
