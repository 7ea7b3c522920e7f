"""Feeds that add to what others say: severities, exploitation, ends of life; a family."""
