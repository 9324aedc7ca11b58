"""The verbs of the room: suppliers and their statements, the requirements, the ledger."""
