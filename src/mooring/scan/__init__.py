"""The main job: reference in, report out. `pipeline.py` is where to begin."""
