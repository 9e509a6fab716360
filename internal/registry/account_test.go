package registry_test

import (
	"sync"
	"testing"

	"pgregory.net/rapid"

	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

// account is the model of an allotted volume.
type account struct{ amount, reserved, used int }

// step does one thing to the account and tells whether the model allows it.
func (a *account) step(what string, n int) bool {
	next := *a
	switch what {
	case "reserve":
		next.reserved += n
		if n <= 0 {
			return false
		}
	case "release":
		next.reserved -= n
	case "spend":
		next.reserved, next.used = next.reserved-n, next.used+n
	case "unspend":
		next.reserved, next.used = next.reserved+n, next.used-n
	}
	if next.reserved < 0 || next.used < 0 || next.reserved+next.used > next.amount {
		return false
	}
	*a = next
	return true
}

// The account in the database does what the model does, and is never overdrawn.
func TestTheAccountOfAVolume(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		rapid.Check(t, func(t *rapid.T) {
			model := account{amount: 30 * rapid.IntRange(1, 20).Draw(t, "amount")}
			a := p.allot(model.amount)
			for range rapid.IntRange(1, 12).Draw(t, "steps") {
				what := rapid.SampledFrom([]string{"reserve", "release", "spend", "unspend"}).Draw(t, "what")
				n := 30 * rapid.IntRange(0, 12).Draw(t, "n")
				err := p.write(func(tx *store.Tx) error { return p.do(tx, a, what, n) })
				if allowed := model.step(what, n); allowed != (err == nil) {
					t.Fatalf("%s %d on %+v: %v", what, n, model, err)
				}
				if got := p.allotment(a); got.Reserved != model.reserved || got.Used != model.used || got.Left() != model.amount-model.reserved-model.used {
					t.Fatalf("the account is %+v, want %+v", got, model)
				}
			}
		})
	})
}

func (p place) do(tx *store.Tx, a registry.AllotmentID, what string, n int) error {
	switch what {
	case "reserve":
		return p.reg.Reserve(tx, a, n)
	case "release":
		return p.reg.Release(tx, a, n)
	case "unspend":
		return p.reg.Spend(tx, a, -n)
	}
	return p.reg.Spend(tx, a, n)
}

// Sixteen writers who each want a piece of one volume get the whole of it and no more.
func TestParallelWritersNeverOverdraw(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		a, e := p.allot(10*60), p.admit(10*60)
		var done sync.WaitGroup
		results := make(chan error, 16)
		for range 16 {
			done.Go(func() {
				results <- p.write(func(tx *store.Tx) error {
					if err := p.reg.Reserve(tx, a, 60); err != nil {
						return err
					}
					return p.reg.TakeCapacity(tx, e, 60)
				})
			})
		}
		done.Wait()
		close(results)
		taken := 0
		for err := range results {
			if err == nil {
				taken++
			} else if !problem.HasKey(err, "registry.not-left") && !problem.Is(err, problem.Busy) {
				t.Errorf("a refused writer hears %v", err)
			}
		}
		if got := p.allotment(a); got.Reserved != taken*60 || got.Left() < 0 || taken > 10 {
			t.Errorf("%d writers, account %+v", taken, got)
		}
		if got := p.entry(e); got.Taken != taken*60 {
			t.Errorf("taken %d, want %d", got.Taken, taken*60)
		}
	})
}

func TestCapacity(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		rapid.Check(t, func(t *rapid.T) {
			capacity := 30 * rapid.SampledFrom([]int{0, 4, 10}).Draw(t, "capacity")
			e, taken := p.fresh(capacity), 0
			for range rapid.IntRange(1, 10).Draw(t, "steps") {
				delta := 30 * rapid.IntRange(-6, 6).Draw(t, "delta")
				err := p.write(func(tx *store.Tx) error { return p.reg.TakeCapacity(tx, e, delta) })
				fits := taken+delta >= 0 && (delta <= 0 || capacity == 0 || taken+delta <= capacity)
				if fits {
					taken += delta
				}
				if fits != (err == nil) || !fits && delta > 0 && !problem.HasKey(err, "registry.no-capacity") {
					t.Fatalf("%+d on %d of %d: %v", delta, taken, capacity, err)
				}
				if got := p.entry(e).Taken; got != taken {
					t.Fatalf("taken %d, want %d", got, taken)
				}
			}
		})
	})
}

// fresh is the assistant's entry as if just made.
func (p place) fresh(capacity int) registry.EntryID {
	var e registry.EntryID
	err := p.write(func(tx *store.Tx) error {
		_, err := tx.Exec(`DELETE FROM register_entry`)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	e = p.admit(capacity)
	return e
}

// An ended volume can be ordered from no more, and what orders hold is worked off.
func TestAnEndedVolume(t *testing.T) {
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		p := settle(t, on)
		a, by := p.allot(600), p.As("officer")
		must(t, p.write(func(tx *store.Tx) error { return p.reg.Reserve(tx, a, 120) }))
		wantKey(t, p.reg.ChangeAllotment(t.Context(), by, a, 90, "№ 8"), "registry.amount-below-taken")
		must(t, p.reg.ChangeAllotment(t.Context(), by, a, 240, "№ 8"))
		wantKind(t, p.reg.EndAllotment(t.Context(), p.As("other-officer"), a, "№ 9"), problem.NotFound)
		wantKind(t, p.reg.EndAllotment(t.Context(), p.As("recipient"), a, "№ 9"), problem.Denied)
		must(t, p.reg.EndAllotment(t.Context(), by, a, "№ 9"))
		wantKind(t, p.reg.EndAllotment(t.Context(), by, a, "№ 9"), problem.Closed)
		wantKind(t, p.reg.ChangeAllotment(t.Context(), by, a, 300, "№ 10"), problem.Closed)
		wantKey(t, p.write(func(tx *store.Tx) error { return p.reg.Reserve(tx, a, 30) }), "registry.not-left")
		must(t, p.write(func(tx *store.Tx) error { return p.reg.Spend(tx, a, 120) }))
		if got := p.allotment(a); got.Used != 120 || got.Left() != 0 {
			t.Errorf("%+v", got)
		}
	})
}
