package registry

import (
	"bytes"
	"testing"

	"asar/internal/access"
)

func vaultOf(t *testing.T, b byte) *Vault {
	t.Helper()
	v, err := NewVault(bytes.Repeat([]byte{b}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestASealedNumberOpensForItsPersonOnly(t *testing.T) {
	v, number := vaultOf(t, 1), IIN("850412400121")
	own, other := access.NewPersonID(), access.NewPersonID()
	sealed := v.close(number, own)
	if got, err := v.open(sealed, own); err != nil || got != number {
		t.Errorf("opened %q, %v", got, err)
	}
	if _, err := v.open(sealed, other); err == nil {
		t.Error("a sealed number opens in another person's row")
	}
	if _, err := vaultOf(t, 2).open(sealed, own); err == nil {
		t.Error("a sealed number opens with another secret")
	}
	for i := range sealed {
		broken := bytes.Clone(sealed)
		broken[i] ^= 1
		if _, err := v.open(broken, own); err == nil {
			t.Fatalf("byte %d can be altered", i)
		}
		if _, err := v.open(sealed[:i], own); err == nil {
			t.Fatalf("%d bytes are enough", i)
		}
	}
	if bytes.Equal(sealed, v.close(number, own)) {
		t.Error("sealing twice gives the same bytes")
	}
}

func TestANumberIsFoundWithTheSecretOnly(t *testing.T) {
	v, w := vaultOf(t, 1), vaultOf(t, 2)
	if !bytes.Equal(v.mac("850412400121"), v.mac("850412400121")) || bytes.Equal(v.mac("850412400121"), v.mac("850412400122")) {
		t.Error("the key of a number is not its own")
	}
	if bytes.Equal(v.mac("850412400121"), w.mac("850412400121")) || bytes.Equal(v.mac("850412400121"), v.Mark("850412400121")) {
		t.Error("two secrets, or two uses, have one key")
	}
	if _, err := NewVault(make([]byte, 31)); err == nil {
		t.Error("a short secret is taken")
	}
}
