package orders

import "asar/internal/calendar"

var ParseCursor = parseCursor

// Cursor is a place in the list.
func Cursor(at calendar.Instant, o ID) string { return cursorOf(Order{PlacedAt: at, ID: o}) }
