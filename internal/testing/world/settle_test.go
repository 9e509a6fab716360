package world_test

import (
	"bytes"
	"testing"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/registry"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

func vault(t *testing.T) *registry.Vault {
	t.Helper()
	v, err := registry.NewVault(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestASettledTownHasItsPeopleInTheirPlaces(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		reg := registry.New(town.DB, vault(t))
		settled, err := world.Settle(t.Context(), reg)
		if err != nil {
			t.Fatal(err)
		}
		units, err := reg.Units(t.Context())
		if err != nil || len(units) != 11 {
			t.Errorf("%d units, %v", len(units), err)
		}
		admin := settled.As(world.Administrator)
		listed, err := reg.PersonListed(t.Context(), admin, settled.People[world.Officer].ID)
		if err != nil || len(listed.Positions) != 1 || listed.Positions[0].Unit != settled.Units[world.Bostandyk] {
			t.Errorf("the officer: %+v, %v", listed, err)
		}
		report, err := audit.Verify(t.Context(), town.DB, access.System("test", access.Auditor))
		if err != nil || len(report.Findings) > 0 || report.Entries != 29 {
			t.Errorf("history: %+v, %v", report, err)
		}
	})
}
