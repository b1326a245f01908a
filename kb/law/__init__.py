"""Acts and their provisions."""
