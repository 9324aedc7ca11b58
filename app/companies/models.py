"""The tables of companies."""
