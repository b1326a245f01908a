"""The WSGI application, for any server that wants a module to import."""

from kb.app import create_app

app = create_app()
