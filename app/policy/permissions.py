"""What staff may do with the documents: write, review, publish."""

from app.foundation.access import Permission

EDIT = Permission("policy:draft:edit", "Write drafts of the privacy policy and of the agreements")
REVIEW = Permission("policy:version:review", "Review what others wrote: approve it or send it back")
PUBLISH = Permission("policy:version:publish", "Publish an approved version, or withdraw one that waits")
ALL = (EDIT, REVIEW, PUBLISH)
