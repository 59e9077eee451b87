"""The operator's desk: work list, deals, failed jobs, audit trail; and the pages that explain the service."""
