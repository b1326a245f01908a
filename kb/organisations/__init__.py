"""Bodies: authorities, ministries, courts, associations."""
