package acts

import "testing"

func TestEffect(t *testing.T) {
	for _, c := range []struct {
		now   Status
		heard int64
		kind  Status
		seq   int64
		want  Status
	}{
		{Sent, 0, Delivered, 1, Delivered},
		{Sent, 0, Paid, 3, Paid},
		{Accepted, 2, Delivered, 1, Accepted},
		{Delivered, 1, Accepted, 1, Delivered},
		{Accepted, 2, Returned, 3, Returned},
		{Paid, 3, Returned, 4, Paid},
		{Returned, 2, Accepted, 3, Returned},
		{Corrected, 2, Paid, 3, Corrected},
		{Void, 0, Delivered, 1, Void},
		{Formed, 0, Delivered, 1, Formed},
	} {
		got, moves := effect(c.now, c.heard, Answer{Kind: c.kind, Seq: c.seq})
		if got != c.want || moves != (c.now != c.want) {
			t.Errorf("%s (heard %d), %s %d: %s %v, want %s", c.now, c.heard, c.kind, c.seq, got, moves, c.want)
		}
	}
}
