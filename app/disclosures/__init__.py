"""The door: whatever leaves the house goes through here, and is written down."""
