"""The agenda: every day that matters to a person, gathered from all features, as a page and as a calendar to subscribe.

It decides nothing and reminds of nothing by mail: whoever sets a term reminds of it; here they stand together.
"""
