"""looking back

Whether the suggestion was right, as whoever closed the request saw it then; never changed afterwards.
"""

from alembic import op
import sqlalchemy as sa

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('looking_back',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('suggestion_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=40), nullable=False),
    sa.Column('right_kind', sa.String(length=40), nullable=True),
    sa.Column('said_by_id', sa.Integer(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("answer in ('yes', 'partly', 'no', 'cannot_tell')", name=op.f('ck_looking_back_answer_known')),
    sa.CheckConstraint("right_kind is null or answer in ('partly', 'no')", name=op.f('ck_looking_back_another_kind_only_then')),
    sa.ForeignKeyConstraint(['request_id'], ['support_request.id'], name=op.f('fk_looking_back_request_id')),
    sa.ForeignKeyConstraint(['said_by_id'], ['staff.id'], name=op.f('fk_looking_back_said_by_id')),
    sa.ForeignKeyConstraint(['suggestion_id'], ['suggestion.id'], name=op.f('fk_looking_back_suggestion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_looking_back'))
    )
    with op.batch_alter_table('looking_back', schema=None) as batch_op:
        batch_op.create_index('ix_looking_back_request', ['request_id', 'id'], unique=False)

    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade():
    with op.batch_alter_table('looking_back', schema=None) as batch_op:
        batch_op.drop_index('ix_looking_back_request')

    op.drop_table('looking_back')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP FUNCTION looking_back_append_only()")


def _triggers(engine):
    table, what = 'looking_back', 'what was said looking back'
    if engine == 'sqlite':
        for verb in ('update', 'delete'):
            yield (f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} WHEN true "
                   f"BEGIN SELECT RAISE(ABORT, '{what} is append-only'); END")
    else:
        yield (f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
               f"$$ BEGIN RAISE EXCEPTION '{what} is append-only'; END $$")
        yield (f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
               f"FOR EACH ROW WHEN (true) EXECUTE FUNCTION {table}_append_only()")
