"""The privacy policy: its text, its permanent versions, the published page and the staff editor."""
