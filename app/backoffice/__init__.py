"""The staff shell: the dashboard, and the record of what staff opened."""
