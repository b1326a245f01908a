"""Legal references: their keys, how they are cited, and how typed ones are read. No queries."""
