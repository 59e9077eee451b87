"""Decisions on notices, payments, licences and their recordal: values in, values out."""
