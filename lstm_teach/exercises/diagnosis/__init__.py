"""diagnose: which known mistake gives exactly these numbers?

An answer goes one way, which diagnosing.diagnose writes down from top to bottom:

- reading: what was handed in and what is right (Case); attempt: a program as data, with one
  function for each line of a step
- candidates, in stages: catalogue, all that is in the mistakes_of_ files; patterns, one_number and
  left_random, which find a mistake that has a free number in it
- evidence: how near is equal, and how much a match says
- explanation: a Diagnosis, which is data; its text is made there when it is asked for

A new mistake is one entry in the file mistakes_of_ its subject: activations, cells, inputs, outputs (also
states), rows, steps or weights.

Texts: the name, why and fix of a Mistake, the keys of entries(…) and the text of a Phrase are kept texts in
English, with {} for their values. They pass through say() in str(mistake), str(phrase) and Diagnosis.text,
never before; nothing asks what they say. So all texts of the catalogue are the three of each mistake in
catalogue.CATALOGUE and those of the Phrases among its values.
"""

from lstm_teach.exercises.diagnosis.diagnosing import diagnose, why_module
from lstm_teach.exercises.diagnosis.explanation import Diagnosis, hint_of

__all__ = ["Diagnosis", "diagnose", "hint_of", "why_module"]
