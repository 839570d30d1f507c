"""What people find their way by: cities, towns and villages, and railway stations."""
