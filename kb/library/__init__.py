"""The catalogue in content/, and the pages of prose."""
