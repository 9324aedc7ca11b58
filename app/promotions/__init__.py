"""Promotion codes: what takes something off the print price, and who used it."""
