"""Tables whose rows stay as they were written: the database itself refuses to change or remove one."""

from __future__ import annotations

from sqlalchemy import DDL, Table, event


def keep_as_written(table: Table, what: str) -> None:
    """Have both engines refuse to change or delete a row; `what` names the rows in the refusal."""
    for engine, statements in refusals(table.name, what).items():
        for statement in statements:
            event.listen(
                table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=engine)
            )


def refusals(table: str, what: str) -> dict[str, list[str]]:
    """The statements for each engine; `what` ends the sentence '... is append-only'."""
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{what} is append-only'); END"
            for verb in ("update", "delete")
        ],
        "postgresql": [
            f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{what} is append-only'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        ],
    }
