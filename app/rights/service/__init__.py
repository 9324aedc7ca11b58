"""The verbs of these rights, one module for each; upper rooms import the module they need."""
