"""The look of a page that holds a document: its trail, and the document alone in print."""

LOOK = """
<style>
.st-key-trail { padding-top: .6rem; }
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], .st-key-take, .st-key-trail {
    display: none !important;
  }
  .stApp, .stMain, [data-testid="stAppViewContainer"] {
    position: static !important; height: auto !important; overflow: visible !important;
  }
}
</style>
"""
