"""Text: Markdown to safe HTML, and alphabetical order. No database and no Flask."""
