"""The forms of accounts. Each field says what it is for; that sentence is stored with the value (P32, P62)."""
