"""What the database itself asks of a publication: a proof that held for this very text, or a way back."""

from __future__ import annotations

from ifd.models.append_only import refused_unless

# A way back leads to what was published before, or to what came with the software.
_CONDITION = (
    "EXISTS (SELECT 1 FROM rule_check c JOIN rule_set_version v ON v.text_hash = c.text_hash "
    "WHERE c.id = NEW.proof_id AND v.id = NEW.version_id AND c.kind = 'proof' AND c.outcome = 'held') "
    "OR (NEW.is_roll_back AND EXISTS (SELECT 1 FROM rule_set_version v WHERE v.id = NEW.version_id "
    "AND (v.comes_with_software OR EXISTS (SELECT 1 FROM rule_set_publication p WHERE p.version_id = v.id))))"
)

PROVED_BEFORE_PUBLISHED = refused_unless(
    "rule_set_publication",
    "proved",
    _CONDITION,
    "rules are published with a proof that held for their text, or are gone back to",
)
