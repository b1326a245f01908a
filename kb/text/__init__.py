"""Text: Markdown to safe HTML, slugs, dates in words. No database and no Flask."""
