"""The carrier: what it costs and how long it takes from Chanhassen to a ZIP code (print.md sections 5 and 11)."""
