// Command bench measures the portal over big databases and writes docs/benchmarks.md.
//
//	make bench
//	make bench BENCH='-orders 20000 -small 5000 -seconds 2 -out -'
//
// A database, an SQLite file and a PostgreSQL one, is filled with orders and five times as
// many entries of journals, skewed as in life: a few specialists have tens of thousands of
// orders, most have few. Each figure stands beside its limit: the same SQL written by
// hand, on the same driver, prepared, without HTTP and without the portal. Both take turns in one run,
// so that the machine's mood touches both alike. It is never a test: nothing fails by time.
package main
