"""What the search of courses reads: words in the engine's own full-text index, trigrams of titles.

Revision: 0002
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # Thai marks (Mn, Mc) belong to the word; without them the tokenizer cuts it there.
        op.execute(
            "CREATE VIRTUAL TABLE course_search USING fts5(title, about, lessons, "
            "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
        )
    else:
        op.execute("CREATE TABLE course_search (course_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_course_search_words ON course_search USING gin (words)")
    op.create_table(
        "course_search_trigram",
        sa.Column("trigram", sa.String(3), primary_key=True),
        sa.Column("course_id", sa.BigInteger, primary_key=True, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "course_search_stamp",
        sa.Column("id", sa.SmallInteger, primary_key=True),
        sa.Column("stamp", sa.BigInteger, nullable=False),
    )
    op.execute("INSERT INTO course_search_stamp (id, stamp) VALUES (1, 1)")


def downgrade() -> None:
    op.drop_table("course_search_stamp")
    op.drop_table("course_search_trigram")
    op.drop_table("course_search")
