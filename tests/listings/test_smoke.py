from tests.factories import accounts
from tests.factories import listings as make
from market.listings.views.steps import STEPS

def test_pages(app, client):
    university = accounts.organisation("university")
    draft = make.draft_listing(university)
    live = make.announced_listing(university, fee=make.ONE_OFF)
    person = accounts.user(university)
    for url in (f"/listings/{live.id}", f"/listings/{live.id}?lang=en", "/sitemap.xml", "/robots.txt"):
        answer = client.get(url); assert answer.status_code == 200, (url, answer.text)
    accounts.sign_in(client, person)
    urls = [f"/listings/{draft.id}/edit/{s}" for s in STEPS] + ["/listings/new", "/listings/mine", f"/listings/{live.id}/manage", f"/listings/{live.id}/declared", f"/listings/{live.id}/documents"] + [f"/listings/{live.id}/do/{d}" for d in ("announce","suspend","withdraw","publish","end","resume","record_filing","take_back")]
    for url in urls:
        answer = client.get(url); assert answer.status_code == 200, (url, answer.text[:3000])
