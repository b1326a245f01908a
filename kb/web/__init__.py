"""What every page shares: routes and permissions, language, templates, errors, protection."""
