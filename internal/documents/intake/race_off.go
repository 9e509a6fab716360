//go:build !race

package intake

// raceDetector tells a test build; the product is built without.
const raceDetector = false
