"""The databases of the product's tests."""

from tests.conftest import (  # noqa: F401  # fixtures are found by their names
    database,
    database_url,
    now,
    postgres_server,
    postgres_url,
    session,
    sqlite_path,
    sqlite_template,
)
