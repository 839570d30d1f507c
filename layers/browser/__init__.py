"""The map in the browser: the state sent to the page, the query of an address, and folium."""
