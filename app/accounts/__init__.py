"""Registration, sign-in, devices, profile, addresses, billing details, staff and roles."""
