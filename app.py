"""The app's entry: `streamlit run app.py`. Its pages are in `views`, its server in `serving`."""

from functools import partial

from streamlit.starlette import App

from serving import middleware, server
from views import layout

app = App(
    __file__,
    routes=server.routes(),
    middleware=middleware.middleware(),
    lifespan=partial(server.lifespan, ahead=layout.read_ahead),
    on_script_error=layout.failed,
)

if __name__ == "__main__":
    layout.run()
