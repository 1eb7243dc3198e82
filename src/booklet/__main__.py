"""python -m booklet"""

from .cli import run

run()
