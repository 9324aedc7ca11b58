"""One case for every request, complaint and correction, however it reaches us: a clock, a typed code, an answer."""
