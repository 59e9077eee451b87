"""The deeds about income: policy, people, costs, drafts, public notice, approval, payment, reversal."""
