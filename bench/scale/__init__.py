"""How the shop's pages stand a million accounts: `make scale` (docs/scale.md)."""
