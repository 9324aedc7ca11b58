"""Second factors: what an account has, adding, proving and ending them."""
