"""Orders: the order form, what was ordered, settling, the steps of production and their mails."""
