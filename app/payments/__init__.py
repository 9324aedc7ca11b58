"""Paying: begins payments at the card processor, and believes only its signed messages (print.md section 4)."""
