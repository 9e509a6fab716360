package eds

// Summed is evidence with the sum of what it now holds, as somebody makes it who knows how.
func (e Evidence) Summed() Evidence {
	e.Sum = e.sum()
	return e
}
