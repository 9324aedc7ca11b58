"""Mail to many: site updates that staff write, with their public list, and the notices of a changed policy."""
