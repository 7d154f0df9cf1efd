"""Jobs: what is done outside a request, once each, whoever dies in the middle.

Here: doing them (running.py), what there is to do (tasks.py), the bell that rings for a new one (bell.py), and the
worker that does them (worker.py). Not here: the list of jobs itself, which is SQL's (storage/uploads/sql_jobs.py).
"""
