"""Legal barriers."""
