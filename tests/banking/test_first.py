from flask import Flask
from market.core.db import db
from market.core.money import Money
from market.banking import service, queries
from market.ledger import service as ledger
from tests.factories import banking as make, payments as pay
from market.payments import service as payments

def test_first(app: Flask) -> None:
    acct = make.account()
    due = pay.find(pay.receivable())
    lines = [make.Line("3000", due.debtor.name, f"licence {due.reference}", "B1"), make.Line("77.5", "someone", "hello", "B2"), make.Line("-10", "bank", "fee","B3")]
    for i,(content, name) in enumerate([(make.csv(lines), "a.csv"), (make.xlsx(lines), "a.xlsx"), (make.camt(lines), "a.xml"), (make.mt940(lines), "a.sta")]):
        st = make.imported(acct, content, name)
        print(st.state, st.message, st.rows, st.repeated, st.breaks, st.opening, st.closing, [(r.state, r.assigned_minor, r.suspended_minor, r.repeats_id) for r in make.rows(st)])
        assert st.state == "done"
    assert queries.suspense(acct.organisation_id) == Money(7750)
    assert not ledger.self_check() and not service.self_check() and not payments.self_check()
