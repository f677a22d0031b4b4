"""What authors need: grants, revisions, uploads, derived media, banks of questions, new kinds.

Revision: 0003
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import lms.db

revision = '0003'
down_revision = '0002'
branch_labels: Any = None
depends_on: Any = None
LESSONS = ("article", "video", "file", "quiz", "survey")
QUESTIONS = ("single", "multiple", "true_false", "short", "numeric", "matching", "ordering")


def _kinds(batch_op: Any, name: str, kinds: tuple[str, ...]) -> None:
    """What `kind` may be from now on."""
    batch_op.drop_constraint(op.f(name), type_="check")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    batch_op.create_check_constraint(op.f(name), f"kind IN ({listed})")


def upgrade() -> None:
    op.create_table('course_grant',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.Enum('owner', 'author', 'marker', 'reviewer', 'observer', name='courserole', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('ended_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('granted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_grant_course_id_course')),
    sa.ForeignKeyConstraint(['granted_by_id'], ['user.id'], name=op.f('fk_course_grant_granted_by_id_user')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_course_grant_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_grant')),
    sa.UniqueConstraint('public_id', name=op.f('uq_course_grant_public_id'))
    )
    with op.batch_alter_table('course_grant', schema=None) as batch_op:
        batch_op.create_index('ix_course_grant_user_id', ['user_id'], unique=False)
        batch_op.create_index('uq_course_grant_held', ['course_id', 'user_id', 'role'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('caption',
    sa.Column('media_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('cues', sa.JSON(), nullable=False),
    sa.Column('edit', sa.Integer(), nullable=False),
    sa.Column('updated_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_caption_media_id_media')),
    sa.PrimaryKeyConstraint('media_id', 'language', name=op.f('pk_caption'))
    )
    op.create_table('lesson_revision',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_lesson_revision_author_id_user')),
    sa.ForeignKeyConstraint(['lesson_key'], ['lesson_key.key'], name=op.f('fk_lesson_revision_lesson_key_lesson_key')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_lesson_revision_version_id_course_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson_revision')),
    sa.UniqueConstraint('version_id', 'lesson_key', 'number', name=op.f('uq_lesson_revision_version_id_lesson_key_number'))
    )
    with op.batch_alter_table('lesson_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lesson_revision_lesson_key'), ['lesson_key'], unique=False)

    op.create_table('media_file',
    sa.Column('media_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('path', sa.String(length=120), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_media_file_media_id_media')),
    sa.PrimaryKeyConstraint('media_id', 'path', name=op.f('pk_media_file'))
    )
    op.create_table('question_tag',
    sa.Column('question_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tag', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_tag_question_id_question')),
    sa.PrimaryKeyConstraint('question_id', 'tag', name=op.f('pk_question_tag'))
    )
    with op.batch_alter_table('question_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_tag_tag'), ['tag'], unique=False)

    op.create_table('upload',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('received', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('open', 'done', 'refused', name='uploadstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.Column('media_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('expires_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('received >= 0 AND received <= size', name=op.f('ck_upload_no_more_comes_than_was_said')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_upload_course_id_course')),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_upload_media_id_media')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_upload_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload')),
    sa.UniqueConstraint('public_id', name=op.f('uq_upload_public_id'))
    )
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_upload_course_id'), ['course_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_upload_expires_at'), ['expires_at'], unique=False)

    op.create_table('assignment_result',
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Numeric(precision=5, scale=2), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('updated_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_assignment_result_enrolment_id_enrolment')),
    sa.PrimaryKeyConstraint('enrolment_id', 'lesson_key', name=op.f('pk_assignment_result'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pending', sa.SmallInteger(), server_default='0', nullable=False))

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.add_column(sa.Column('licence', sa.String(length=40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('source', sa.JSON(), nullable=True))

    with op.batch_alter_table('course_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('details', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('edit', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('note', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('notice', sa.JSON(), nullable=True))
        batch_op.create_index('uq_course_version_draft', ['course_id'], unique=True, sqlite_where=sa.text('published_at IS NULL'), postgresql_where=sa.text('published_at IS NULL'))

    with op.batch_alter_table('institution', schema=None) as batch_op:
        batch_op.add_column(sa.Column('media_quota', sa.BigInteger(), nullable=True))

    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.add_column(sa.Column('revision', sa.Integer(), server_default='0', nullable=False))
        _kinds(batch_op, "ck_lesson_lessonkind", (*LESSONS, "assignment"))

    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('image', 'video', 'audio', 'captions', 'document', 'other', name='mediakind', native_enum=False, create_constraint=True, length=32), server_default='other', nullable=False))
        batch_op.add_column(sa.Column('state', sa.Enum('ready', 'waiting', 'working', 'failed', name='mediastate', native_enum=False, create_constraint=True, length=32), server_default='ready', nullable=False))
        batch_op.add_column(sa.Column('progress', sa.SmallInteger(), server_default='100', nullable=False))
        batch_op.add_column(sa.Column('problem', sa.String(length=300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('alt', lms.db.LocalisedType(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('credit', sa.String(length=300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('licence', sa.String(length=40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('width', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('height', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('duration', sa.Numeric(precision=9, scale=3), nullable=True))
        batch_op.add_column(sa.Column('about', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('uploader_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_media_uploader_id_user'), 'user', ['uploader_id'], ['id'])
        batch_op.create_check_constraint(op.f("ck_media_progress_is_a_percentage"), "progress >= 0 AND progress <= 100")
    for kind, types in (("image", "image/%"), ("video", "video/%"), ("captions", "text/vtt"), ("document", "application/pdf")):
        op.execute(sa.text("UPDATE media SET kind = :kind WHERE content_type LIKE :types").bindparams(kind=kind, types=types))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('title', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('skill_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('difficulty', sa.Enum('easy', 'medium', 'hard', name='difficulty', native_enum=False, create_constraint=True, length=32), server_default='medium', nullable=False))
        batch_op.add_column(sa.Column('retired_at', lms.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.alter_column('course_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_question_institution_id'), ['institution_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_question_institution_id_institution'), 'institution', ['institution_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_question_skill_id_framework_skill'), 'framework_skill', ['skill_id'], ['id'])
        batch_op.create_check_constraint(op.f("ck_question_it_stands_in_one_bank"), "course_id IS NULL OR institution_id IS NULL")

    with op.batch_alter_table('question_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('source', sa.String(length=200), server_default='', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_question_version_author_id_user'), 'user', ['author_id'], ['id'])
        _kinds(batch_op, "ck_question_version_questionkind", (*QUESTIONS, "cloze", "essay", "upload", "hotspot"))

    with op.batch_alter_table('quiz', schema=None) as batch_op:
        batch_op.add_column(sa.Column('blueprint', sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('quiz', schema=None) as batch_op:
        batch_op.drop_column('blueprint')

    with op.batch_alter_table('question_version', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_question_version_author_id_user'), type_='foreignkey')
        _kinds(batch_op, "ck_question_version_questionkind", QUESTIONS)
        batch_op.drop_column('source')
        batch_op.drop_column('author_id')

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_question_it_stands_in_one_bank"), type_="check")
        batch_op.drop_constraint(op.f("ck_question_difficulty"), type_="check")
        batch_op.drop_constraint(batch_op.f('fk_question_skill_id_framework_skill'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_question_institution_id_institution'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_question_institution_id'))
        batch_op.alter_column('course_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('retired_at')
        batch_op.drop_column('difficulty')
        batch_op.drop_column('skill_id')
        batch_op.drop_column('title')
        batch_op.drop_column('institution_id')

    with op.batch_alter_table('media', schema=None) as batch_op:
        for name in ("progress_is_a_percentage", "mediakind", "mediastate"):
            batch_op.drop_constraint(op.f(f"ck_media_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f('fk_media_uploader_id_user'), type_='foreignkey')
        batch_op.drop_column('uploader_id')
        batch_op.drop_column('about')
        batch_op.drop_column('duration')
        batch_op.drop_column('height')
        batch_op.drop_column('width')
        batch_op.drop_column('licence')
        batch_op.drop_column('credit')
        batch_op.drop_column('alt')
        batch_op.drop_column('problem')
        batch_op.drop_column('progress')
        batch_op.drop_column('state')
        batch_op.drop_column('kind')

    with op.batch_alter_table('lesson', schema=None) as batch_op:
        _kinds(batch_op, "ck_lesson_lessonkind", LESSONS)
        batch_op.drop_column('revision')

    with op.batch_alter_table('institution', schema=None) as batch_op:
        batch_op.drop_column('media_quota')

    with op.batch_alter_table('course_version', schema=None) as batch_op:
        batch_op.drop_index('uq_course_version_draft', sqlite_where=sa.text('published_at IS NULL'), postgresql_where=sa.text('published_at IS NULL'))
        batch_op.drop_column('notice')
        batch_op.drop_column('note')
        batch_op.drop_column('edit')
        batch_op.drop_column('details')

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.drop_column('source')
        batch_op.drop_column('licence')

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_column('pending')

    op.drop_table('assignment_result')
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_upload_expires_at'))
        batch_op.drop_index(batch_op.f('ix_upload_course_id'))

    op.drop_table('upload')
    with op.batch_alter_table('question_tag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_tag_tag'))

    op.drop_table('question_tag')
    op.drop_table('media_file')
    with op.batch_alter_table('lesson_revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lesson_revision_lesson_key'))

    op.drop_table('lesson_revision')
    op.drop_table('caption')
    with op.batch_alter_table('course_grant', schema=None) as batch_op:
        batch_op.drop_index('uq_course_grant_held', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('ix_course_grant_user_id')

    op.drop_table('course_grant')