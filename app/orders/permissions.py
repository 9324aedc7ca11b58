"""What staff may do with orders; which roles may is said in `accounts.roles`."""

from app.foundation.access import Permission

READ = Permission("orders:order:read", "See customers' orders")
MOVE = Permission("orders:order:move", "Move orders through the shop, as far as the role's own steps go")
ASSIGN = Permission("orders:order:assign", "Take an order to work on it, and give it back")
NOTE = Permission("orders:order:note", "Write notes for colleagues on an order")
CHECK = Permission("orders:job:check", "Check files and offer proofs")
PRINT = Permission("orders:job:print", "Print and finish jobs")
SHIP = Permission("orders:job:ship", "Ship jobs or hand them over")
SERVE = Permission("orders:order:serve", "Hold, release and cancel orders")

ALL = [READ, MOVE, ASSIGN, NOTE, CHECK, PRINT, SHIP, SERVE]
