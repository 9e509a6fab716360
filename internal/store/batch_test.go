package store

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
)

// TestALostTransactionFailsItsWholeBatch: a full disk makes SQLite end the transaction of
// many actions in the middle of one; here ROLLBACK does. Nobody may be told yes, and
// nothing may be kept.
func TestALostTransactionFailsItsWholeBatch(t *testing.T) {
	w, err := newGroupWriter(t.Context(), filepath.Join(t.TempDir(), "lost.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.close() }()
	if err := w.plain("CREATE TABLE kept (n INTEGER)"); err != nil {
		t.Fatal(err)
	}
	insert := func(s session) error {
		_, err := s.exec(context.Background(), "INSERT INTO kept VALUES (1)", nil)
		return err
	}
	lose := func(s session) error {
		_, err := s.exec(context.Background(), "ROLLBACK", nil)
		return errors.Join(err, errors.New("the disk is full"))
	}
	var batch []*waiting
	for _, work := range []func(session) error{insert, lose, insert} {
		batch = append(batch, &waiting{ctx: t.Context(), work: work, ready: make(chan struct{})})
	}
	w.commit(batch)
	for i, item := range batch {
		if item.err == nil {
			t.Errorf("action %d was told that it is kept", i)
		}
	}
	var n int
	if err := w.conn.QueryRowContext(t.Context(), "SELECT count(*) FROM kept").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows kept, %v", n, err)
	}
}
