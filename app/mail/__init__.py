"""Mail out: an outbox written in the transaction of its cause, sent by a job."""
