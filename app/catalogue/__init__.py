"""Products, options, papers, rules and prices: everything that is sold, as data, and the one price function."""
