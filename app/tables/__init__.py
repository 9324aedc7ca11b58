"""The staff editor of prices, carrier rates and taxes: drafts, previews, schedule and return."""
