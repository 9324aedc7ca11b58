"""Persons, the identifiers that reach them, and every value with where it came from."""
