"""What staff may do with quotes; which roles may is said in `accounts.roles`."""

from app.foundation.access import Permission

READ = Permission("quotes:quote:read", "See customers' quotes and requests for one")
MAKE = Permission("quotes:quote:make", "Make quotes for customers and agree prices")
PLACE = Permission("quotes:order:place", "Place orders for customers, paid by a link")

ALL = [READ, MAKE, PLACE]
