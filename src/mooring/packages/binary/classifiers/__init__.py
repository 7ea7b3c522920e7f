"""How well-known programs write their version into themselves: tables, and the search that reads them. Not a family."""
