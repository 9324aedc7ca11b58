"""What anybody may ask of us about themselves: to see it, to correct it, to have it erased, to object."""
