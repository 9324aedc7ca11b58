"""What staff may do with mail to many."""

from app.foundation.access import Permission

COMPOSE = Permission("mail:run:compose", "Write site updates, count whom they reach, and follow how they go")
APPROVE = Permission("mail:run:approve", "Approve mail to many that others wrote, send it, pause and stop it")
ALL = [COMPOSE, APPROVE]
