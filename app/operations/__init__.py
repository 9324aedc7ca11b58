"""Running the shop: setting it up, serving it, its health."""
