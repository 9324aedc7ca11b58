"""The shop window: home, help, contact, and the pages for machines."""
