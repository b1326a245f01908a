"""What staff are told: whom a change concerns, the inbox, follows, and the mail that copies it."""
