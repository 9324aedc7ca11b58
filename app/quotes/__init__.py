"""Quotes: saved offers with a number, requests for special work, and orders made by staff with a link to pay."""
