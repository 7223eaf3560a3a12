"""the same person, and times to decide

What clinicians say of two requests that may be about one person, which is never changed afterwards; and how long
deciding takes this team.
"""

from alembic import op
import sqlalchemy as sa

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('same_person_word',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('one_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('word', sa.String(length=20), nullable=False),
    sa.Column('said_by_id', sa.Integer(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('one_id < other_id', name=op.f('ck_same_person_word_smaller_first')),
    sa.CheckConstraint("word in ('same', 'somebody_else', 'taken_back')", name=op.f('ck_same_person_word_word_known')),
    sa.ForeignKeyConstraint(['one_id'], ['support_request.id'], name=op.f('fk_same_person_word_one_id')),
    sa.ForeignKeyConstraint(['other_id'], ['support_request.id'], name=op.f('fk_same_person_word_other_id')),
    sa.ForeignKeyConstraint(['said_by_id'], ['staff.id'], name=op.f('fk_same_person_word_said_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_same_person_word'))
    )
    with op.batch_alter_table('same_person_word', schema=None) as batch_op:
        batch_op.create_index('ix_same_person_word_one', ['one_id', 'id'], unique=False)
        batch_op.create_index('ix_same_person_word_other', ['other_id', 'id'], unique=False)

    op.create_table('times_to_decide',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('learned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decisions', sa.Integer(), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_times_to_decide_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_times_to_decide'))
    )
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade():
    op.drop_table('times_to_decide')
    with op.batch_alter_table('same_person_word', schema=None) as batch_op:
        batch_op.drop_index('ix_same_person_word_other')
        batch_op.drop_index('ix_same_person_word_one')

    op.drop_table('same_person_word')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP FUNCTION same_person_word_append_only()")


def _triggers(engine):
    table, what = 'same_person_word', 'what was said of two requests'
    if engine == 'sqlite':
        for verb in ('update', 'delete'):
            yield (f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} WHEN true "
                   f"BEGIN SELECT RAISE(ABORT, '{what} is append-only'); END")
    else:
        yield (f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
               f"$$ BEGIN RAISE EXCEPTION '{what} is append-only'; END $$")
        yield (f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
               f"FOR EACH ROW WHEN (true) EXECUTE FUNCTION {table}_append_only()")
