package devca

import (
	"crypto/x509"
	"net/http"
)

// Site serves lists and certificates under the names that certificates give as their
// addresses, for a loopback server. The responder and the services that stamp time are
// handlers of their own.
func (a *Authority) Site() http.Handler {
	mux := http.NewServeMux()
	lists := map[string]func() ([]byte, error){
		"dev.crl": a.CRL, "dev-delta.crl": a.DeltaCRL, "dev-gost.crl": a.GOSTCRL, "dev-gost-delta.crl": a.GOSTDeltaCRL,
		"dev-root.crl": a.RootCRL, "dev-gost-root.crl": a.GOSTRootCRL,
	}
	for name, make := range lists {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, _ *http.Request) {
			der, err := make()
			if err != nil {
				http.Error(w, err.Error(), http.StatusServiceUnavailable)
				return
			}
			w.Header().Set("Content-Type", "application/pkix-crl")
			_, _ = w.Write(der)
		})
	}
	for name, c := range map[string]*x509.Certificate{"dev.cer": a.Issuing(), "dev-gost.cer": a.GOSTIssuing(), "dev-root.cer": a.Root(), "dev-gost-root.cer": a.GOSTRoot()} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/pkix-cert")
			_, _ = w.Write(c.Raw)
		})
	}
	return mux
}
