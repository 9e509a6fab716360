// Package office holds the pages of the administrator: people, positions, organisations,
// the exchange with other systems and the history.
package office
