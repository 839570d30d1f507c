"""A router of one's own: OSRM or Valhalla from their packages, for one extract of OpenStreetMap.

It is a chore of the project (`make router`), not a part of the app: the app and the terminal only
know the address that it is then at.
"""
