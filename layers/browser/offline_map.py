"""A folium map whose every file is local: nothing is asked of any other machine."""

from __future__ import annotations

import folium
from folium.template import Template

from layers.browser.static_files import MAP, STYLES, embedded, stamped


class OfflineMap(folium.Map):
    """A map without tiles, with our scripts and nobody else's."""

    default_js: tuple[tuple[str, str], ...] = (("scripts", stamped("js")),)
    default_css = (("styles", stamped("css")),)

    # folium's own page forbids zooming by touch, which people with low vision need.
    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = coldspots.newMap({{ this.get_name()|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, *, alone: bool = False) -> None:
        """Make the map.

        Parameters
        ----------
        alone
            Whether its files are put into the page, instead of their address; all but those that
            open packs, which the page has with its packs.
        """
        super().__init__(tiles=None)
        if alone:
            self.default_js = (
                ("scripts", embedded(*MAP)),
                ("embed", embedded("embed.js")),
            )
            self.default_css = (("styles", embedded(*STYLES)),)
