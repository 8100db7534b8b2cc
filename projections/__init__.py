"""Read models and the follower that keeps them. May import ``domain`` and ``ledger``.

    read_model.py what a read model is: a table, and the rows of one employee
    read_models/  the read models, a file each
    months.py     which months of an employee there are sheets for
    checkpoint.py how far rows are
    generation.py one build of them all, at a position of the ledger
    partitions.py how far each partition is, where a group of workers keeps a generation; whose share is whose
    touch.py      whom an event can touch
    follower.py   keeps a generation up to date, or a share of it; says how far it is
    feed.py       where a follower gets what is next: the log, or what a worker has read of Kafka
    derivation.py derives many employees, on every core
    rebuild.py    builds a new generation beside the serving one, compares and switches
    comparison.py what differs between two generations: whose verdicts, and by which events
    reading.py    one employee, read off the serving generation as of any instant
    questions.py  what an agency asks about many, answered from it
    views.py      the database of the read models, beside the ledger; postgres_views.py the same in PostgreSQL

Every read model holds what ``domain.judgement`` says of an employee, for all instants at once; nothing here judges.
To add one, write a file with a ``ReadModel`` into ``read_models/``.
"""
