package intake

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// What one child may use: memory it writes to, and seconds of a core.
const (
	memory  = 512 << 20
	seconds = 10
)

// confine takes from this process what a decoder has no need of: more memory and time, any
// new file or socket, any byte written to a file, new privileges.
func confine() error {
	if err := wakePoller(); err != nil {
		return err
	}
	limits := map[int]uint64{unix.RLIMIT_CPU: seconds, unix.RLIMIT_NOFILE: 3, unix.RLIMIT_FSIZE: 0, unix.RLIMIT_CORE: 0}
	if !raceDetector {
		limits[unix.RLIMIT_DATA] = memory
	}
	for which, most := range limits {
		if err := unix.Setrlimit(which, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("intake: limit %d: %w", which, err)
		}
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("intake: no new privileges: %w", err)
	}
	return nil
}

// wakePoller makes the runtime open the files it needs for its own timers, which it would
// else do in the middle of the work, when none may be opened any more, and die.
func wakePoller() error {
	r, w, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("intake: pipe: %w", err)
	}
	return errors.Join(r.Close(), w.Close())
}
