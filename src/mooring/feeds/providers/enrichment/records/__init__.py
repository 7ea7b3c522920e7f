"""Records of the enrichment feeds, read on their own: other tools wrap the same records in envelopes."""
