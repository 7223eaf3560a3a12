"""the second opinion

Versions of the classifier and their files, how it stands in the house, what befell it, what it was taught and
compared on, what it thinks of a request, what it has yet to look at, and what clinicians called wrong.
"""

from alembic import op
import sqlalchemy as sa

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('model_training',
    sa.Column('champion', sa.String(length=80), nullable=False),
    sa.Column('challenger', sa.String(length=80), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
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
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['staff.id'], name=op.f('fk_model_training_asked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_training'))
    )
    with op.batch_alter_table('model_training', schema=None) as batch_op:
        batch_op.create_index('ix_model_training_compared', ['champion', 'challenger', 'id'], unique=False)
        batch_op.create_index('ix_model_training_open', ['finished_at', 'id'], unique=False)

    op.create_table('model_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('training_id', sa.Integer(), nullable=True),
    sa.Column('learned_from', sa.Date(), nullable=True),
    sa.Column('learned_until', sa.Date(), nullable=True),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('card', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['staff.id'], name=op.f('fk_model_version_made_by_id')),
    sa.ForeignKeyConstraint(['training_id'], ['model_training.id'], name=op.f('fk_model_version_training_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_version')),
    sa.UniqueConstraint('name', name=op.f('uq_model_version_name'))
    )
    op.create_table('second_look',
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('heard_of_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['request_id'], ['support_request.id'], name=op.f('fk_second_look_request_id')),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_second_look'))
    )
    op.create_table('model_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['model_version.id'], name=op.f('fk_model_event_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_event'))
    )
    op.create_table('model_file',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=10), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['model_version.id'], name=op.f('fk_model_file_version_id')),
    sa.PrimaryKeyConstraint('version_id', 'part', name=op.f('pk_model_file'))
    )
    op.create_table('model_standing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('champion_id', sa.Integer(), nullable=True),
    sa.Column('challenger_id', sa.Integer(), nullable=True),
    sa.Column('taken_away', sa.Boolean(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.CheckConstraint("mode = 'off' or by_id is not null or taken_away", name=op.f('ck_model_standing_a_person_switches_on')),
    sa.CheckConstraint("mode = 'off' or champion_id is not null", name=op.f('ck_model_standing_somebody_stands')),
    sa.CheckConstraint("mode in ('off', 'shadow', 'shown')", name=op.f('ck_model_standing_mode_known')),
    sa.CheckConstraint('champion_id is null or champion_id <> challenger_id', name=op.f('ck_model_standing_two_versions')),
    sa.CheckConstraint('length(why) > 0', name=op.f('ck_model_standing_says_why')),
    sa.ForeignKeyConstraint(['by_id'], ['staff.id'], name=op.f('fk_model_standing_by_id')),
    sa.ForeignKeyConstraint(['challenger_id'], ['model_version.id'], name=op.f('fk_model_standing_challenger_id')),
    sa.ForeignKeyConstraint(['champion_id'], ['model_version.id'], name=op.f('fk_model_standing_champion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_standing'))
    )
    op.create_table('model_watch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['model_version.id'], name=op.f('fk_model_watch_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_watch'))
    )
    with op.batch_alter_table('model_watch', schema=None) as batch_op:
        batch_op.create_index('ix_model_watch_version', ['version_id', 'id'], unique=False)

    op.create_table('second_opinion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=False),
    sa.Column('probability', sa.Float(), nullable=False),
    sa.Column('abstains', sa.Boolean(), nullable=False),
    sa.Column('because', sa.String(length=30), nullable=False),
    sa.Column('alternatives', sa.JSON(), nullable=False),
    sa.Column('phrases', sa.JSON(), nullable=False),
    sa.Column('need', sa.String(length=2), nullable=False),
    sa.Column('need_probability', sa.Float(), nullable=True),
    sa.Column('neighbours', sa.JSON(), nullable=False),
    sa.Column('likeness', sa.Float(), nullable=False),
    sa.Column('milliseconds', sa.Integer(), nullable=False),
    sa.CheckConstraint('probability between 0 and 1', name=op.f('ck_second_opinion_probability_is_one')),
    sa.ForeignKeyConstraint(['request_id'], ['support_request.id'], name=op.f('fk_second_opinion_request_id')),
    sa.ForeignKeyConstraint(['version_id'], ['model_version.id'], name=op.f('fk_second_opinion_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_opinion'))
    )
    with op.batch_alter_table('second_opinion', schema=None) as batch_op:
        batch_op.create_index('ix_second_opinion_request', ['request_id', 'version_id', 'id'], unique=False)
        batch_op.create_index('ix_second_opinion_version', ['version_id', 'id'], unique=False)

    op.create_table('opinion_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opinion_id', sa.Integer(), nullable=False),
    sa.Column('said_by_id', sa.Integer(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_back_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['opinion_id'], ['second_opinion.id'], name=op.f('fk_opinion_report_opinion_id')),
    sa.ForeignKeyConstraint(['said_by_id'], ['staff.id'], name=op.f('fk_opinion_report_said_by_id')),
    sa.ForeignKeyConstraint(['taken_back_by_id'], ['staff.id'], name=op.f('fk_opinion_report_taken_back_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_report'))
    )
    with op.batch_alter_table('opinion_report', schema=None) as batch_op:
        batch_op.create_index('ix_opinion_report_opinion', ['opinion_id', 'taken_back_at'], unique=False)
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade():
    with op.batch_alter_table('opinion_report', schema=None) as batch_op:
        batch_op.drop_index('ix_opinion_report_opinion')

    op.drop_table('opinion_report')
    with op.batch_alter_table('second_opinion', schema=None) as batch_op:
        batch_op.drop_index('ix_second_opinion_version')
        batch_op.drop_index('ix_second_opinion_request')

    op.drop_table('second_opinion')
    with op.batch_alter_table('model_watch', schema=None) as batch_op:
        batch_op.drop_index('ix_model_watch_version')

    op.drop_table('model_watch')
    op.drop_table('model_standing')
    op.drop_table('model_file')
    op.drop_table('model_event')
    op.drop_table('second_look')
    op.drop_table('model_version')
    with op.batch_alter_table('model_training', schema=None) as batch_op:
        batch_op.drop_index('ix_model_training_open')
        batch_op.drop_index('ix_model_training_compared')

    op.drop_table('model_training')
    if op.get_bind().dialect.name == 'postgresql':
        for table in _NEVER_CHANGED:
            op.execute(f"DROP FUNCTION {table}_append_only()")
        op.execute("DROP FUNCTION model_standing_in_shadow_first()")


# What is refused of whom, from which moment on.
_NEVER_CHANGED = {
    'model_version': ('a version of the classifier', 'true'),
    'model_file': ('the file of a version', 'true'),
    'model_standing': ('how the classifier stood', 'true'),
    'model_event': ('what befell the classifier', 'true'),
    'model_training': ('a finished training', 'OLD.finished_at IS NOT NULL'),
    'second_opinion': ('a second opinion', 'true'),
    'model_watch': ('a watch over the classifier', 'true'),
}
_STOOD_IN_SHADOW = (
    "NEW.mode <> 'shown' OR EXISTS (SELECT 1 FROM model_standing s WHERE s.mode <> 'off' "
    "AND (s.champion_id = NEW.champion_id OR s.challenger_id = NEW.champion_id))"
)
_IN_SHADOW_FIRST = "a version stands in shadow before it is shown"


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
        yield ("CREATE TRIGGER model_standing_in_shadow_first BEFORE INSERT ON model_standing "
               f"WHEN NOT ({_STOOD_IN_SHADOW}) BEGIN SELECT RAISE(ABORT, '{_IN_SHADOW_FIRST}'); END")
    else:
        yield ("CREATE OR REPLACE FUNCTION model_standing_in_shadow_first() RETURNS trigger LANGUAGE plpgsql AS "
               f"$$ BEGIN IF NOT ({_STOOD_IN_SHADOW}) THEN RAISE EXCEPTION '{_IN_SHADOW_FIRST}'; END IF; "
               "RETURN NEW; END $$")
        yield ("CREATE TRIGGER model_standing_in_shadow_first BEFORE INSERT ON model_standing "
               "FOR EACH ROW EXECUTE FUNCTION model_standing_in_shadow_first()")
