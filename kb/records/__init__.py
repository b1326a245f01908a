"""What every record shares, whatever its kind: finding it by code, and saving its common parts."""
