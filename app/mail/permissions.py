"""What staff may do at the mail desk; which roles may is said in `accounts.roles`."""

from app.foundation.access import Permission

READ = Permission("mail:desk:read", "See the mail that came and left, how it was read and what was done")
WORK = Permission("mail:desk:work", "Settle uncertain mails and widen how an opt-out was read")

ALL = [READ, WORK]
