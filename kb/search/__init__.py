"""Search: what an engine takes and answers, the grammar of queries, and the engine on Whoosh.

Nothing here decides who may see what: the public and the internal index are two engines.
"""
