"""The one gate: whether a person's data may be used for a purpose, by a channel, now (privacy.md section 3)."""
