"""Jobs: what is done outside a request. Each job is done once, even if a process dies in the middle.

Here: doing them (job_runs.py), what there is to do (job_tasks.py), the bell that rings for a new one
(job_notification.py), and the worker that does them (worker_process.py). Not here: the list of jobs itself, which is
SQL's (storage/job_list/).
"""
