-- Which account of a system the links are of: a portal's id. Another account holds other records under the same ids.
CREATE TABLE accounts (
  system  TEXT PRIMARY KEY,
  account TEXT NOT NULL
) STRICT, WITHOUT ROWID;
