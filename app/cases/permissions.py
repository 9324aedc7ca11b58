"""What staff may do with cases; which roles may is said in `accounts.roles`."""

from app.foundation.access import Permission

READ = Permission("cases:case:read", "See what people ask of us, and what was answered")
ANSWER = Permission("cases:case:answer", "Answer, close and refuse cases, and enter letters and calls")

ALL = [READ, ANSWER]
