"""Ten possible Englands: joint draws of every true rate, to page through."""
