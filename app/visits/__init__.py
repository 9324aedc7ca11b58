"""The extended access log (P27-P31) and the aggregate page counts (P15): two stores with no shared key."""
