"""Technology needs of firms, reviewed by the operator, with their confidential parts kept."""
