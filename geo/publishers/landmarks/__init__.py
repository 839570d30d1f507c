"""What people find their way by: cities, towns and villages, railway stations, motorways."""
