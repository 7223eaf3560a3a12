"""What the database itself asks of a publication: a proof that held for this very text, or a way back."""

from __future__ import annotations

# A way back leads to what was published before, or to what came with the software.
_CONDITION = (
    "EXISTS (SELECT 1 FROM rule_check c JOIN rule_set_version v ON v.text_hash = c.text_hash "
    "WHERE c.id = NEW.proof_id AND v.id = NEW.version_id AND c.kind = 'proof' AND c.outcome = 'held') "
    "OR (NEW.is_roll_back AND EXISTS (SELECT 1 FROM rule_set_version v WHERE v.id = NEW.version_id "
    "AND (v.comes_with_software OR EXISTS (SELECT 1 FROM rule_set_publication p WHERE p.version_id = v.id))))"
)
_REFUSAL = "rules are published with a proof that held for their text, or are gone back to"

PROVED_BEFORE_PUBLISHED: dict[str, list[str]] = {
    "sqlite": [
        "CREATE TRIGGER rule_set_publication_proved BEFORE INSERT ON rule_set_publication "
        f"WHEN NOT ({_CONDITION}) BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION rule_set_publication_proved() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT ({_CONDITION}) THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER rule_set_publication_proved BEFORE INSERT ON rule_set_publication "
        "FOR EACH ROW EXECUTE FUNCTION rule_set_publication_proved()",
    ],
}
