"""the rules room

Rules published by this area and their drafts, what clinicians think of the vignettes, and hits of the screen that
they called wrong. What was published, and what was thought, is never changed afterwards.
"""

from alembic import op
import sqlalchemy as sa

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('rule_set_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('comes_with_software', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_set_version')),
    sa.UniqueConstraint('name', name=op.f('uq_rule_set_version_name')),
    sa.UniqueConstraint('text_hash', name=op.f('uq_rule_set_version_text_hash'))
    )
    op.create_table('rule_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('against', sa.String(length=40), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('heard_of_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=200), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('directory_hash', sa.String(length=64), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['staff.id'], name=op.f('fk_rule_check_asked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_check'))
    )
    with op.batch_alter_table('rule_check', schema=None) as batch_op:
        batch_op.create_index('ix_rule_check_open', ['finished_at', 'id'], unique=False)
        batch_op.create_index('ix_rule_check_text', ['text_hash', 'kind', 'id'], unique=False)

    op.create_table('rule_set_publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('in_force_from', sa.Date(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proof_id', sa.Integer(), nullable=True),
    sa.Column('is_roll_back', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint('is_roll_back or (proposed_by_id is not null and proposed_by_id <> published_by_id)', name=op.f('ck_rule_set_publication_second_person')),
    sa.CheckConstraint('is_roll_back or proof_id is not null', name=op.f('ck_rule_set_publication_proved')),
    sa.ForeignKeyConstraint(['proof_id'], ['rule_check.id'], name=op.f('fk_rule_set_publication_proof_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['staff.id'], name=op.f('fk_rule_set_publication_proposed_by_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['staff.id'], name=op.f('fk_rule_set_publication_published_by_id')),
    sa.ForeignKeyConstraint(['version_id'], ['rule_set_version.id'], name=op.f('fk_rule_set_publication_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_set_publication'))
    )
    op.create_table('rule_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('base_name', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('started_by_id', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('proposed_after_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['staff.id'], name=op.f('fk_rule_draft_changed_by_id')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['staff.id'], name=op.f('fk_rule_draft_closed_by_id')),
    sa.ForeignKeyConstraint(['proposed_after_id'], ['rule_set_publication.id'], name=op.f('fk_rule_draft_proposed_after_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['staff.id'], name=op.f('fk_rule_draft_proposed_by_id')),
    sa.ForeignKeyConstraint(['started_by_id'], ['staff.id'], name=op.f('fk_rule_draft_started_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_draft'))
    )
    op.create_table('vignette_opinion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vignette', sa.String(length=80), nullable=False),
    sa.Column('vignette_hash', sa.String(length=64), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.CheckConstraint('agrees or length(comment) > 0', name=op.f('ck_vignette_opinion_disagreement_says_why')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_vignette_opinion_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vignette_opinion'))
    )
    with op.batch_alter_table('vignette_opinion', schema=None) as batch_op:
        batch_op.create_index('ix_vignette_opinion_vignette', ['vignette', 'staff_id', 'id'], unique=False)

    op.create_table('screen_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('red_flag_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('entry', sa.String(length=120), nullable=False),
    sa.Column('should_read', sa.String(length=30), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('said_by_id', sa.Integer(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_back_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['red_flag_id'], ['red_flag.id'], name=op.f('fk_screen_correction_red_flag_id')),
    sa.ForeignKeyConstraint(['request_id'], ['support_request.id'], name=op.f('fk_screen_correction_request_id')),
    sa.ForeignKeyConstraint(['said_by_id'], ['staff.id'], name=op.f('fk_screen_correction_said_by_id')),
    sa.ForeignKeyConstraint(['taken_back_by_id'], ['staff.id'], name=op.f('fk_screen_correction_taken_back_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screen_correction'))
    )
    with op.batch_alter_table('screen_correction', schema=None) as batch_op:
        batch_op.create_index('ix_screen_correction_red_flag', ['red_flag_id', 'taken_back_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_screen_correction_request_id'), ['request_id'], unique=False)
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade():
    with op.batch_alter_table('screen_correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_screen_correction_request_id'))
        batch_op.drop_index('ix_screen_correction_red_flag')

    op.drop_table('screen_correction')
    with op.batch_alter_table('vignette_opinion', schema=None) as batch_op:
        batch_op.drop_index('ix_vignette_opinion_vignette')

    op.drop_table('vignette_opinion')
    op.drop_table('rule_draft')
    op.drop_table('rule_set_publication')
    with op.batch_alter_table('rule_check', schema=None) as batch_op:
        batch_op.drop_index('ix_rule_check_text')
        batch_op.drop_index('ix_rule_check_open')

    op.drop_table('rule_check')
    op.drop_table('rule_set_version')
    if op.get_bind().dialect.name == 'postgresql':
        for table in _NEVER_CHANGED:
            op.execute(f"DROP FUNCTION {table}_append_only()")
        op.execute("DROP FUNCTION rule_set_publication_proved()")


# What is refused of whom, from which moment on.
_NEVER_CHANGED = {
    'rule_set_version': ('the text of a published version', 'true'),
    'rule_set_publication': ('the list of publications', 'true'),
    'rule_check': ('a finished check', 'OLD.finished_at IS NOT NULL'),
    'vignette_opinion': ('what was thought of a vignette', 'true'),
}
_PROVED = (
    "EXISTS (SELECT 1 FROM rule_check c JOIN rule_set_version v ON v.text_hash = c.text_hash "
    "WHERE c.id = NEW.proof_id AND v.id = NEW.version_id AND c.kind = 'proof' AND c.outcome = 'held') "
    "OR (NEW.is_roll_back AND EXISTS (SELECT 1 FROM rule_set_version v WHERE v.id = NEW.version_id "
    "AND (v.comes_with_software OR EXISTS (SELECT 1 FROM rule_set_publication p WHERE p.version_id = v.id))))"
)
_NOT_PROVED = "rules are published with a proof that held for their text, or are gone back to"


def _triggers(engine):
    for table, (what, when) in _NEVER_CHANGED.items():
        if engine == 'sqlite':
            for verb in ('update', 'delete'):
                yield (f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} WHEN {when} "
                       f"BEGIN SELECT RAISE(ABORT, '{what} is append-only'); END")
        else:
            yield (f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                   f"$$ BEGIN RAISE EXCEPTION '{what} is append-only'; END $$")
            yield (f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                   f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {table}_append_only()")
    if engine == 'sqlite':
        yield ("CREATE TRIGGER rule_set_publication_proved BEFORE INSERT ON rule_set_publication "
               f"WHEN NOT ({_PROVED}) BEGIN SELECT RAISE(ABORT, '{_NOT_PROVED}'); END")
    else:
        yield ("CREATE OR REPLACE FUNCTION rule_set_publication_proved() RETURNS trigger LANGUAGE plpgsql AS "
               f"$$ BEGIN IF NOT ({_PROVED}) THEN RAISE EXCEPTION '{_NOT_PROVED}'; END IF; RETURN NEW; END $$")
        yield ("CREATE TRIGGER rule_set_publication_proved BEFORE INSERT ON rule_set_publication "
               "FOR EACH ROW EXECUTE FUNCTION rule_set_publication_proved()")
