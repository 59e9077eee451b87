"""What is pitched at a roadshow: call, applications, review, selection and order."""
