"""Speeds beside their bars: `make bench`. Timings are ratios taken side by side in one run, never absolute."""
