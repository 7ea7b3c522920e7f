"""The actions of `mooring policy`."""
