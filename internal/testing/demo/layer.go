package demo

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"asar/internal/calendar"
	"asar/internal/testing/devca"
	"asar/internal/testing/ncalayer"
	"asar/internal/testing/world"
)

// PlayLayer plays NCALayer with a person's keys, for trying that way to sign by hand, and
// returns where it listens.
func PlayLayer(people []Inhabitant, who string) (address string, stop func() error, err error) {
	for _, p := range people {
		if p.Key == who {
			return play(p)
		}
	}
	return "", nil, fmt.Errorf("nobody in the town is called %q: people.json has the names", who)
}

func play(p Inhabitant) (address string, stop func() error, err error) {
	auth, err := keyIn(p.AuthKey, p.Password)
	if err != nil {
		return "", nil, err
	}
	sign, err := keyIn(p.SignKey, p.Password)
	if err != nil {
		return "", nil, err
	}
	on, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("demo: %w", err)
	}
	server := &http.Server{Handler: ncalayer.Of(world.Keys{Auth: auth, Sign: sign}, calendar.System().Now), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(on) }()
	return "ws://" + on.Addr().String(), func() error {
		err := server.Close()
		if e := <-ended; !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
		return err
	}, nil
}

func keyIn(file, password string) (*devca.Key, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	return devca.ReadP12(b, password)
}
