"""The tables of the studio: reviews, comments, discards, hand marks, assignments.

Revision: 0004
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import lms.db

revision = '0004'
down_revision = '0003'
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table('saved_comment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('marker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['marker_id'], ['user.id'], name=op.f('fk_saved_comment_marker_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_comment')),
    sa.UniqueConstraint('marker_id', 'digest', name=op.f('uq_saved_comment_marker_id_digest')),
    sa.UniqueConstraint('public_id', name=op.f('uq_saved_comment_public_id'))
    )
    op.create_table('review_setting',
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('one_step', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_review_setting_institution_id_institution')),
    sa.PrimaryKeyConstraint('institution_id', name=op.f('pk_review_setting'))
    )
    op.create_table('course_invitation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('role', sa.Enum('owner', 'author', 'marker', 'reviewer', 'observer', name='courserole', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('role_ends_on', sa.Date(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('expires_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('invited_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_invitation_course_id_course')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['user.id'], name=op.f('fk_course_invitation_invited_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_invitation')),
    sa.UniqueConstraint('digest', name=op.f('uq_course_invitation_digest')),
    sa.UniqueConstraint('public_id', name=op.f('uq_course_invitation_public_id'))
    )
    with op.batch_alter_table('course_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_course_invitation_course_id'), ['course_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_course_invitation_email'), ['email'], unique=False)

    op.create_table('question_import',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('format', sa.String(length=20), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('expires_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_question_import_course_id_course')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_question_import_institution_id_institution')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_question_import_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_import')),
    sa.UniqueConstraint('public_id', name=op.f('uq_question_import_public_id'))
    )
    with op.batch_alter_table('question_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_import_expires_at'), ['expires_at'], unique=False)

    op.create_table('assignment_due',
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('due_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lesson_key'], ['lesson_key.key'], name=op.f('fk_assignment_due_lesson_key_lesson_key')),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_assignment_due_run_id_course_run')),
    sa.PrimaryKeyConstraint('run_id', 'lesson_key', name=op.f('pk_assignment_due'))
    )
    op.create_table('discarded',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('restored_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_discarded_by_id_user')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_discarded_course_id_course')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_discarded_version_id_course_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discarded')),
    sa.UniqueConstraint('public_id', name=op.f('uq_discarded_public_id'))
    )
    with op.batch_alter_table('discarded', schema=None) as batch_op:
        batch_op.create_index('ix_discarded_course_id', ['course_id', 'restored_at'], unique=False)

    op.create_table('draft_editor',
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('first_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_draft_editor_user_id_user')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_draft_editor_version_id_course_version')),
    sa.PrimaryKeyConstraint('version_id', 'user_id', name=op.f('pk_draft_editor'))
    )
    op.create_table('endorsement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('agency_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.Enum('asked', 'given', 'declined', 'withdrawn', name='endorsementstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state IN ('given', 'declined')) = (decided_by_id IS NOT NULL)", name=op.f('ck_endorsement_somebody_decided')),
    sa.ForeignKeyConstraint(['agency_id'], ['institution.id'], name=op.f('fk_endorsement_agency_id_institution')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user.id'], name=op.f('fk_endorsement_asked_by_id_user')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_endorsement_decided_by_id_user')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_endorsement_version_id_course_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_endorsement')),
    sa.UniqueConstraint('public_id', name=op.f('uq_endorsement_public_id'))
    )
    with op.batch_alter_table('endorsement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_endorsement_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_endorsement_version_id'), ['version_id'], unique=False)
        batch_op.create_index('uq_endorsement_standing', ['version_id', 'agency_id'], unique=True, sqlite_where=sa.text("state IN ('asked', 'given')"), postgresql_where=sa.text("state IN ('asked', 'given')"))

    op.create_table('question_proposal',
    sa.Column('question_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('proposed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('proposed_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_question_proposal_institution_id_institution')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['user.id'], name=op.f('fk_question_proposal_proposed_by_id_user')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_proposal_question_id_question')),
    sa.PrimaryKeyConstraint('question_id', name=op.f('pk_question_proposal'))
    )
    with op.batch_alter_table('question_proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_proposal_institution_id'), ['institution_id'], unique=False)

    op.create_table('review',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.Enum('open', 'approved', 'returned', 'withdrawn', 'published', name='reviewstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('step', sa.Enum('colleague', 'institution', name='reviewstep', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reviewer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('closed_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('publish_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('planned_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("publish_at IS NULL OR state = 'approved'", name=op.f('ck_review_only_what_is_approved_is_planned')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user.id'], name=op.f('fk_review_asked_by_id_user')),
    sa.ForeignKeyConstraint(['planned_by_id'], ['user.id'], name=op.f('fk_review_planned_by_id_user')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['user.id'], name=op.f('fk_review_reviewer_id_user')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_review_version_id_course_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('public_id', name=op.f('uq_review_public_id'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_publish_at'), ['publish_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_reviewer_id'), ['reviewer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_version_id'), ['version_id'], unique=False)
        batch_op.create_index('uq_review_underway', ['version_id'], unique=True, sqlite_where=sa.text("state IN ('open', 'approved')"), postgresql_where=sa.text("state IN ('open', 'approved')"))

    op.create_table('review_comment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=True),
    sa.Column('parent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('prefix', sa.String(length=80), nullable=False),
    sa.Column('suffix', sa.String(length=80), nullable=False),
    sa.Column('resolved_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('resolved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_review_comment_author_id_user')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_review_comment_course_id_course')),
    sa.ForeignKeyConstraint(['lesson_key'], ['lesson_key.key'], name=op.f('fk_review_comment_lesson_key_lesson_key')),
    sa.ForeignKeyConstraint(['parent_id'], ['review_comment.id'], name=op.f('fk_review_comment_parent_id_review_comment')),
    sa.ForeignKeyConstraint(['resolved_by_id'], ['user.id'], name=op.f('fk_review_comment_resolved_by_id_user')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_review_comment_version_id_course_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_comment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_review_comment_public_id'))
    )
    with op.batch_alter_table('review_comment', schema=None) as batch_op:
        batch_op.create_index('ix_review_comment_course_id_lesson_key', ['course_id', 'lesson_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_comment_parent_id'), ['parent_id'], unique=False)

    op.create_table('news_seen',
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_news_seen_enrolment_id_enrolment')),
    sa.PrimaryKeyConstraint('enrolment_id', name=op.f('pk_news_seen'))
    )
    op.create_table('question_statistic',
    sa.Column('question_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('papers', sa.Integer(), nullable=False),
    sa.Column('p', sa.Numeric(precision=5, scale=4), nullable=True),
    sa.Column('discrimination', sa.Numeric(precision=5, scale=4), nullable=True),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('is_troubled', sa.Boolean(), nullable=False),
    sa.Column('counted_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_question_statistic_question_version_id_question_version')),
    sa.PrimaryKeyConstraint('question_version_id', name=op.f('pk_question_statistic'))
    )
    op.create_table('review_decision',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('review_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('step', sa.Enum('colleague', 'institution', name='reviewstep', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('verdict', sa.Enum('approved', 'returned', name='verdict', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_review_decision_by_id_user')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_decision_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_decision')),
    sa.UniqueConstraint('review_id', 'step', name=op.f('uq_review_decision_review_id_step'))
    )
    op.create_table('submission',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'marking', 'returned', 'passed', 'failed', name='state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('changes', sa.Text(), nullable=False),
    sa.Column('saved_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.String(length=16), nullable=False),
    sa.Column('due_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('submitted_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('marking_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('released_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('percent', sa.Numeric(precision=5, scale=2), nullable=True),
    sa.Column('marks', sa.SmallInteger(), nullable=False),
    sa.Column('claimed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('claimed_until', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name=op.f('ck_submission_what_is_handed_in_is_dated')),
    sa.CheckConstraint("(state IN ('passed', 'failed')) = (percent IS NOT NULL)", name=op.f('ck_submission_a_result_has_a_percentage')),
    sa.CheckConstraint("(state IN ('returned', 'passed', 'failed')) = (released_at IS NOT NULL)", name=op.f('ck_submission_what_is_released_is_dated')),
    sa.CheckConstraint('(claimed_by_id IS NULL) = (claimed_until IS NULL)', name=op.f('ck_submission_a_lease_has_an_end')),
    sa.CheckConstraint('percent IS NULL OR (percent >= 0 AND percent <= 100)', name=op.f('ck_submission_a_result_is_a_percentage')),
    sa.ForeignKeyConstraint(['claimed_by_id'], ['user.id'], name=op.f('fk_submission_claimed_by_id_user')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_submission_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['lesson_key'], ['lesson_key.key'], name=op.f('fk_submission_lesson_key_lesson_key')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_submission_version_id_course_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission')),
    sa.UniqueConstraint('enrolment_id', 'lesson_key', 'number', name=op.f('uq_submission_enrolment_id_lesson_key_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_submission_public_id'))
    )
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.create_index('ix_submission_waiting', ['lesson_key', 'state', 'submitted_at'], unique=False)
        batch_op.create_index('uq_submission_under_way', ['enrolment_id', 'lesson_key'], unique=True, sqlite_where=sa.text("state IN ('draft', 'submitted', 'marking')"), postgresql_where=sa.text("state IN ('draft', 'submitted', 'marking')"))

    op.create_table('answer_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('attempt_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question_version_id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_answer_file_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_file')),
    sa.UniqueConstraint('public_id', name=op.f('uq_answer_file_public_id'))
    )
    with op.batch_alter_table('answer_file', schema=None) as batch_op:
        batch_op.create_index('ix_answer_file_attempt', ['attempt_id', 'question_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_file_digest'), ['digest'], unique=False)

    op.create_table('hand_mark',
    sa.Column('attempt_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question_version_id', sa.BigInteger(), nullable=False),
    sa.Column('marker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('second_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('fraction', sa.String(length=60), nullable=False),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('marked_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_hand_mark_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['marker_id'], ['user.id'], name=op.f('fk_hand_mark_marker_id_user')),
    sa.ForeignKeyConstraint(['second_id'], ['user.id'], name=op.f('fk_hand_mark_second_id_user')),
    sa.PrimaryKeyConstraint('attempt_id', 'question_version_id', name=op.f('pk_hand_mark'))
    )
    with op.batch_alter_table('hand_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hand_mark_marker_id'), ['marker_id'], unique=False)

    op.create_table('mark_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('submission_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('was_state', sa.String(length=32), nullable=False),
    sa.Column('was_percent', sa.Numeric(precision=5, scale=2), nullable=True),
    sa.Column('state', sa.Enum('draft', 'submitted', 'marking', 'returned', 'passed', 'failed', name='state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('percent', sa.Numeric(precision=5, scale=2), nullable=True),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_mark_change_by_id_user')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_mark_change_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mark_change'))
    )
    with op.batch_alter_table('mark_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mark_change_submission_id'), ['submission_id'], unique=False)

    op.create_table('marking',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('submission_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('marker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place', sa.SmallInteger(), nullable=False),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('feedback', sa.Text(), nullable=False),
    sa.Column('private_note', sa.Text(), nullable=False),
    sa.Column('percent', sa.Numeric(precision=5, scale=2), nullable=True),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('saved_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('finished_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('percent IS NULL OR finished_at IS NOT NULL', name=op.f('ck_marking_a_finished_mark_is_dated')),
    sa.CheckConstraint('place >= 1 AND place <= 3', name=op.f('ck_marking_at_most_three_mark')),
    sa.ForeignKeyConstraint(['marker_id'], ['user.id'], name=op.f('fk_marking_marker_id_user')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_marking_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_marking')),
    sa.UniqueConstraint('submission_id', 'place', name=op.f('uq_marking_submission_id_place'))
    )
    with op.batch_alter_table('marking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_marking_marker_id'), ['marker_id'], unique=False)
        batch_op.create_index('uq_marking_by_two_people', ['submission_id', 'marker_id'], unique=True, sqlite_where=sa.text('place < 3'), postgresql_where=sa.text('place < 3'))

    op.create_table('skill_evidence',
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=12), nullable=False),
    sa.Column('skill_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('submission_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('shown_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_skill_evidence_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['lesson_key'], ['lesson_key.key'], name=op.f('fk_skill_evidence_lesson_key_lesson_key')),
    sa.ForeignKeyConstraint(['skill_id'], ['framework_skill.id'], name=op.f('fk_skill_evidence_skill_id_framework_skill')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_skill_evidence_submission_id_submission')),
    sa.PrimaryKeyConstraint('enrolment_id', 'lesson_key', 'criterion', name=op.f('pk_skill_evidence'))
    )
    with op.batch_alter_table('skill_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_skill_evidence_skill_id'), ['skill_id'], unique=False)

    op.create_table('submission_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('submission_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_submission_file_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission_file')),
    sa.UniqueConstraint('public_id', name=op.f('uq_submission_file_public_id'))
    )
    with op.batch_alter_table('submission_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_submission_file_digest'), ['digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_submission_file_submission_id'), ['submission_id'], unique=False)

    op.create_table('marking_comment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('marking_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('stop', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('start >= 0 AND start < stop', name=op.f('ck_marking_comment_a_place_is_not_empty')),
    sa.ForeignKeyConstraint(['marking_id'], ['marking.id'], name=op.f('fk_marking_comment_marking_id_marking')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_marking_comment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_marking_comment_public_id'))
    )
    with op.batch_alter_table('marking_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_marking_comment_marking_id'), ['marking_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('marking_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_marking_comment_marking_id'))

    op.drop_table('marking_comment')
    with op.batch_alter_table('submission_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_submission_file_submission_id'))
        batch_op.drop_index(batch_op.f('ix_submission_file_digest'))

    op.drop_table('submission_file')
    with op.batch_alter_table('skill_evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_skill_evidence_skill_id'))

    op.drop_table('skill_evidence')
    with op.batch_alter_table('marking', schema=None) as batch_op:
        batch_op.drop_index('uq_marking_by_two_people', sqlite_where=sa.text('place < 3'), postgresql_where=sa.text('place < 3'))
        batch_op.drop_index(batch_op.f('ix_marking_marker_id'))

    op.drop_table('marking')
    with op.batch_alter_table('mark_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mark_change_submission_id'))

    op.drop_table('mark_change')
    with op.batch_alter_table('hand_mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hand_mark_marker_id'))

    op.drop_table('hand_mark')
    with op.batch_alter_table('answer_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_file_digest'))
        batch_op.drop_index('ix_answer_file_attempt')

    op.drop_table('answer_file')
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.drop_index('uq_submission_under_way', sqlite_where=sa.text("state IN ('draft', 'submitted', 'marking')"), postgresql_where=sa.text("state IN ('draft', 'submitted', 'marking')"))
        batch_op.drop_index('ix_submission_waiting')

    op.drop_table('submission')
    op.drop_table('review_decision')
    op.drop_table('question_statistic')
    op.drop_table('news_seen')
    with op.batch_alter_table('review_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_comment_parent_id'))
        batch_op.drop_index('ix_review_comment_course_id_lesson_key')

    op.drop_table('review_comment')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index('uq_review_underway', sqlite_where=sa.text("state IN ('open', 'approved')"), postgresql_where=sa.text("state IN ('open', 'approved')"))
        batch_op.drop_index(batch_op.f('ix_review_version_id'))
        batch_op.drop_index(batch_op.f('ix_review_reviewer_id'))
        batch_op.drop_index(batch_op.f('ix_review_publish_at'))

    op.drop_table('review')
    with op.batch_alter_table('question_proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_proposal_institution_id'))

    op.drop_table('question_proposal')
    with op.batch_alter_table('endorsement', schema=None) as batch_op:
        batch_op.drop_index('uq_endorsement_standing', sqlite_where=sa.text("state IN ('asked', 'given')"), postgresql_where=sa.text("state IN ('asked', 'given')"))
        batch_op.drop_index(batch_op.f('ix_endorsement_version_id'))
        batch_op.drop_index(batch_op.f('ix_endorsement_agency_id'))

    op.drop_table('endorsement')
    op.drop_table('draft_editor')
    with op.batch_alter_table('discarded', schema=None) as batch_op:
        batch_op.drop_index('ix_discarded_course_id')

    op.drop_table('discarded')
    op.drop_table('assignment_due')
    with op.batch_alter_table('question_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_import_expires_at'))

    op.drop_table('question_import')
    with op.batch_alter_table('course_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_course_invitation_email'))
        batch_op.drop_index(batch_op.f('ix_course_invitation_course_id'))

    op.drop_table('course_invitation')
    op.drop_table('review_setting')
    op.drop_table('saved_comment')