"""The ground floor: knows no room."""
