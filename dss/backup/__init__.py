"""Backup and restore of the database and the stored files as one.

    folder/backup.json      when, which PostgreSQL, how many rows of each table, and the digests of the next two
    folder/database.dump    pg_dump's custom format
    folder/files.jsonl      a line for each file: name, size, SHA-256
    folder/files/…          the files under their names in the storage

The files are those that the rows of the dumped snapshot name: both belong to the same moment.
"""
