"""Cases that prove barriers."""
