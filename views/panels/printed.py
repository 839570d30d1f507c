"""The look of a page that holds a document: its trail, and the document alone in print."""

LOOK = """
<style>
.st-key-trail { padding-top: .6rem; }
@media print {
  .st-key-take, .st-key-trail { display: none !important; }
}
</style>
"""
