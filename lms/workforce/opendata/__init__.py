"""The numbers that everybody may take home: fixed tables, published once a day."""
