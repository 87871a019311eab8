"""Drills on a throw-away site of its own: real PostgreSQL, web processes, workers, mail server and scanner.

    make growth     a replica, a PgBouncer, several processes: by settings alone
    make faults     what breaks around the product, and what survived

The conductor knows the product from outside: it speaks HTTP, reads tables and kills processes.
"""
