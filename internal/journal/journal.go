package journal

import (
	"asar/internal/orders"
	"asar/internal/store"
)

// Journal is the journal of hours of one installation.
type Journal struct {
	db     *store.DB
	orders *orders.Orders
}

// New makes the journal over the orders of a database.
func New(db *store.DB, o *orders.Orders) *Journal { return &Journal{db: db, orders: o} }
