"""Companies: several people who order together, with roles and limits."""
