// Command components reads the coverage of a test run and fails when a component of a page
// was never drawn: a page nobody looks at is a page nobody knows to be right.
//
//	go test -coverpkg=./internal/web/... -coverprofile=cover.out ./...
//	go run ./internal/testing/components cover.out
package main

import (
	"fmt"
	"os"
	"slices"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "components: give the file go test wrote with -coverprofile")
		os.Exit(2)
	}
	missing, drawn, err := undrawn(os.DirFS("."), os.Args[1])
	if err == nil && drawn == 0 {
		err = fmt.Errorf("%s knows of no component: was -coverpkg=./internal/web/... given?", os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "components:", err)
		os.Exit(1)
	}
	for _, name := range slices.Sorted(slices.Values(missing)) {
		fmt.Println("never drawn:", name)
	}
	if len(missing) > 0 {
		os.Exit(1)
	}
	fmt.Printf("all %d components were drawn\n", drawn)
}
