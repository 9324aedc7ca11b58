"""Real job workers in processes of their own."""
