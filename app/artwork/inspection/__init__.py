"""Looking at a customer's file.

This package is run as a limited child process (see ``app.artwork.child``). It imports nothing of the shop,
so that the child starts fast and holds no key, no database and no configuration. Its own imports are
relative: the child knows it as ``inspection``, the shop as ``app.artwork.inspection``.
"""
