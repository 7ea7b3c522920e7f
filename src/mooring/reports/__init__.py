"""Report formats (FAMILY): each module turns a report into bytes."""
