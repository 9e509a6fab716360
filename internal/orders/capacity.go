package orders

import "asar/internal/store"

// promise takes an order's minutes from what the provider offers. Bed places have no such
// limit: their beds are it.
func (s *Orders) promise(tx *store.Tx, o *Order) error {
	if !o.Service.CountsHours() {
		return nil
	}
	err := s.registry.TakeCapacity(tx, o.Entry, o.Amount)
	if err == nil {
		o.Promised = o.Amount
	}
	return err
}

// takeBack returns to the provider what the order held.
func (s *Orders) takeBack(tx *store.Tx, o *Order) error {
	if o.Promised == 0 {
		return nil
	}
	err := s.registry.TakeCapacity(tx, o.Entry, -o.Promised)
	o.Promised = 0
	return err
}
