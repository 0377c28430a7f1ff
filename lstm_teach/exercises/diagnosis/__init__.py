"""diagnose: which known mistake gives exactly these numbers?

- attempt: a program as data, with one function for each line of a step; lanes: many of them side by side
- mistake, mistakes_of_weights, mistakes_of_steps, mistakes_of_data, catalogue: what people get wrong
- evidence: how near is equal, and how much a match says
- one_number, left_random, patterns, parameters: what has a free number in it, and weights themselves
- reading, diagnosing, explanation: from an answer to what is said of it
"""

from lstm_teach.exercises.diagnosis.diagnosing import diagnose, why_module
from lstm_teach.exercises.diagnosis.explanation import Diagnosis

__all__ = ["Diagnosis", "diagnose", "why_module"]
