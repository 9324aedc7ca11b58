"""The artwork room: customers' files, their first checks, and pictures of their pages."""
