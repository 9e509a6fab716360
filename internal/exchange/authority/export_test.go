package authority

import "time"

// Hurry makes a client wait for an answer only so long.
func (c *Client) Hurry(patience time.Duration) { c.patience = patience }
