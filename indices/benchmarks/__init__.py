"""How quick and how heavy the pages are, with as much data as a country has: `make bench`."""
