"""Department for Education: series of authorities, cohorts, and schools."""
