"""Decisions about open-licence listings: plain values in, findings out; each rule of law under its number (R02 ...)."""
