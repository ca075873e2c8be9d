"""One ERP behind one gateway: where addresses and consent live, on SQLite or on any server ODBC reaches."""
