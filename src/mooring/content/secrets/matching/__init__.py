"""Rules against texts: expressions in one database, hits confirmed, weighed and sifted."""
