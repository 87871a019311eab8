"""How fast the pages are, as a share of a floor on the same machine; `make bench` prints the table."""
