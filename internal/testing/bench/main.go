package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	orders := flag.Int("orders", 1_000_000, "orders in the big databases")
	flag.Parse()
	ctx := context.Background()
	from := time.Now()
	t := newTown(*orders)
	fmt.Println(len(t.orders), t.visits, t.workers, t.recipients, len(t.loads), time.Since(from))
	dir, err := os.MkdirTemp("", "asar-bench-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	from = time.Now()
	p, err := sqlitePlace(ctx, dir, t)
	if err != nil {
		panic(err)
	}
	fmt.Println(time.Since(from), p.orders)
	if err := savings(ctx, p, 3*time.Second); err != nil {
		panic(err)
	}
	from = time.Now()
	if p, err = postgresPlace(ctx, t); err != nil {
		panic(err)
	}
	fmt.Println(time.Since(from), p.orders)
	if err := savings(ctx, p, 3*time.Second); err != nil {
		panic(err)
	}
}
