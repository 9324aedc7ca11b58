"""The basket: jobs that wait to be ordered together, and reorders."""
