"""refuse to change what is on record

Entries of the audit log, and the rows that say who changed where something stands, are neither deleted nor changed,
whoever is at the database. Forgetting comes through: a person becomes somebody of no name. So does emptying words.
"""

from collections.abc import Iterator

from alembic import op

revision = "2026_11_26_0050"
down_revision = "2026_11_25_2222"
branch_labels = None
depends_on = None

#: Table → columns that stay, columns of persons, columns that may name them. Words stand in none of these.
RECORDS = {
    "audit_entries": (("id", "at", "act"), ("by",), ("subject", "was", "became")),
    "question_events": (("id", "question_id", "at", "recorded_at", "what", "by", "by_hand"), ("person",), ()),
    "commitment_updates": (
        (
            *("id", "commitment_id", "number", "kind", "at", "state", "day", "forecast", "until", "zone"),
            *("confidence", "corrects"),
        ),
        ("by", "owner"),
        (),
    ),
    "report_events": (("id", "report_id", "number", "at", "what", "section"), ("by", "person"), ()),
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_on_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
            "'% is on record and stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
        )
    for table in RECORDS:
        for statement in _made(table):
            op.execute(statement)


def downgrade() -> None:
    for table in RECORDS:
        for statement in _dropped(table):
            op.execute(statement)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_on_record()")


def _made(table: str) -> Iterator[str]:
    changed = _changed(*RECORDS[table])
    if op.get_bind().dialect.name == "postgresql":
        refuse = "EXECUTE FUNCTION refuse_on_record()"
        yield f"CREATE TRIGGER {table}_changed BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) {refuse}"
        yield f"CREATE TRIGGER {table}_deleted BEFORE DELETE ON {table} FOR EACH ROW {refuse}"
        yield f"CREATE TRIGGER {table}_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
    else:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is on record and stays as it is'); END"
        again = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
        yield f"CREATE TRIGGER {table}_changed BEFORE UPDATE ON {table} FOR EACH ROW WHEN {changed} {refuse}"
        yield f"CREATE TRIGGER {table}_deleted BEFORE DELETE ON {table} FOR EACH ROW {refuse}"
        # INSERT OR REPLACE deletes without a word.
        yield f"CREATE TRIGGER {table}_replaced BEFORE INSERT ON {table} FOR EACH ROW WHEN {again} {refuse}"


def _dropped(table: str) -> Iterator[str]:
    if op.get_bind().dialect.name == "postgresql":
        for what in ("changed", "deleted", "emptied"):
            yield f"DROP TRIGGER {table}_{what} ON {table}"
    else:
        for what in ("changed", "deleted", "replaced"):
            yield f"DROP TRIGGER {table}_{what}"


def _changed(stay: tuple[str, ...], persons: tuple[str, ...], traces: tuple[str, ...]) -> str:
    conditions = [_differs(name) for name in stay]
    conditions += [f"({_differs(name)} AND {_text('NEW', name)} NOT LIKE 'someone-%')" for name in persons]
    conditions += [f"({_differs(name)} AND {_text('NEW', name)} NOT LIKE '%someone%')" for name in traces]
    return " OR ".join(conditions)


def _differs(name: str) -> str:
    return f"{_text('OLD', name)} <> {_text('NEW', name)}"


def _text(row: str, name: str) -> str:
    """PostgreSQL compares no JSON as it is."""
    return f"COALESCE(CAST({row}.{name} AS TEXT), '')"
