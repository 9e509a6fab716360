//go:build race

package intake

// raceDetector needs memory of its own, beyond any limit set for the decoder.
const raceDetector = true
