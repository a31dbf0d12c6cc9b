"""The benchmarks behind the README's figures: `make bench`. Ratios within one run, on its own server and data."""
