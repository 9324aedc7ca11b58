"""Sales tax by delivery address: rates, local rates, nexus, the retail delivery fee (print.md section 4)."""
