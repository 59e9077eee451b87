"""What a roadshow led to: materials, survey, report."""
