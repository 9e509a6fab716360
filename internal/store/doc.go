// Package store is the database: connections, transactions and the closed list of
// differences between SQLite and PostgreSQL. It knows nothing of the work.
//
// Only an exported domain action begins a write: DB.Write. It runs serialisable, with one
// fixed time, and may run more than once, so it must have no effect outside the database.
// A write that changes rows and leaves the history silent is not committed. Questions use
// DB.Read, or DB.Snapshot when several queries must agree.
//
// Query text is written once, as for PostgreSQL, with $n.
package store
