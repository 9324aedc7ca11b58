"""Mail to many: for now the notices of a changed policy."""
