"""The record of who did what: one entry in the transaction of each verb."""
