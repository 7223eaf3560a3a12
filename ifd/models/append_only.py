"""Tables whose rows stay as they were written: the database itself refuses to change or remove one."""

from __future__ import annotations

from sqlalchemy import DDL, Table, event


def keep_as_written(table: Table, what: str, when: str = "true") -> None:
    """Have both engines refuse to change or delete a row; `what` names the rows in the refusal.

    `when` is a condition on OLD, for rows that are kept from some moment on.
    """
    have_created(table, refusals(table.name, what, when))


def have_created(table: Table, statements: dict[str, list[str]]) -> None:
    """Have these statements, by engine, run once the table is there."""
    for engine, said in statements.items():
        for statement in said:
            event.listen(
                table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=engine)
            )


def refusals(table: str, what: str, when: str = "true") -> dict[str, list[str]]:
    """The statements for each engine; `what` ends the sentence '... is append-only'."""
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{what} is append-only'); END"
            for verb in ("update", "delete")
        ],
        "postgresql": [
            f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{what} is append-only'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {table}_append_only()",
        ],
    }


def refused_unless(table: str, name: str, condition: str, refusal: str) -> dict[str, list[str]]:
    """The statements for each engine that refuse a new row unless the condition on NEW holds, with this sentence."""
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_{name} BEFORE INSERT ON {table} "
            f"WHEN NOT ({condition}) BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        ],
        "postgresql": [
            f"CREATE OR REPLACE FUNCTION {table}_{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF NOT ({condition}) THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {table}_{name} BEFORE INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_{name}()",
        ],
    }
