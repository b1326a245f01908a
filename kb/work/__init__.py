"""The staff's desk: tasks, lists, search, history and vocabularies, over every kind of record."""
