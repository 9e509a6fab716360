// Command bench measures the portal over big databases and writes docs/benchmarks.md.
//
//	make bench
//	make bench BENCH='-orders 200000 -small 100000 -long 1s -out -'
//	make bench BENCH='-what entry -orders 0'   (signatures alone, half a minute; the rest of the page stays)
//
// An SQLite file and a PostgreSQL database are filled with orders and five times as many
// entries of journals, skewed as in life: a few specialists have tens of thousands of
// orders, most have few. Each figure stands beside its limit: the same SQL written by hand
// for the same driver, prepared, without HTTP and without the portal. Both take turns in one
// run, so that the machine's mood touches both alike. It is never a test: nothing fails by
// time. Fewer than 100,000 orders do not fill the pages that are measured.
package main
