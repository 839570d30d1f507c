"""The app's entry: `streamlit run app.py`. Its pages, and what its server adds, are in `views`."""

from streamlit.starlette import App

from views import server, shell

app = App(__file__, routes=server.routes(), middleware=server.middleware())

if __name__ == "__main__":
    shell.run()
