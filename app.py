"""The app's entry: `streamlit run app.py`. Its pages, and what its server adds, are in `views`."""

from streamlit.starlette import App

from serving import middleware as guard
from serving import server
from views import layout as shell

app = App(
    __file__,
    routes=server.routes(),
    middleware=guard.middleware(),
    lifespan=server.lifespan,
    on_script_error=server.failed,
)

if __name__ == "__main__":
    shell.run()
