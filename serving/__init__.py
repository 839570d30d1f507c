"""The server round the app: routes, middleware, sessions, uploads, job queue, log and notices."""
