"""The command that tells the browser's layer what to show, and what carries it in folium."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import folium
from folium.template import Template


class Command(folium.FeatureGroup):
    """A feature group without features: its script hands a command to the layer.

    The command travels compressed and as base64, so that nothing in it is read as a template or as
    script, and streamlit-folium finds no name in it to rewrite.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.featureGroup();
            coldspots.apply({{ this._parent.get_name() }}, "{{ this.command }}");
        {% endmacro %}
        """
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__()
        self._name = "FeatureGroup"
        text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        self.command = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
