package ncalayer_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/testing/devca"
	"asar/internal/testing/ncalayer"
)

// layer is one on this machine, and a socket to it.
func layer(t *testing.T) (*ncalayer.Layer, *websocket.Conn, string) {
	t.Helper()
	key, err := devca.Shared(t).Issue(devca.Person{IIN: "850412400121", Surname: "Сейтова", Name: "Айгүл"}, devca.Sign, devca.Valid(devca.SharedFrom, devca.SharedFrom.Plus(300*24*time.Hour)))
	must(t, err)
	l := ncalayer.New(key, func() calendar.Instant { return devca.SharedFrom })
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	socket, _, err := websocket.Dial(t.Context(), strings.Replace(server.URL, "http", "ws", 1), nil) //nolint:bodyclose // the library: never closed by the caller
	must(t, err)
	t.Cleanup(func() { _ = socket.CloseNow() })
	if hello := hear(t, socket); hello != `{"result":{"version":"1.4"}}` {
		t.Errorf("greeted with %s", hello)
	}
	return l, socket, server.URL
}

func hear(t *testing.T, socket *websocket.Conn) string {
	t.Helper()
	_, b, err := socket.Read(t.Context())
	must(t, err)
	return string(b)
}

func ask(t *testing.T, socket *websocket.Conn, question string) string {
	t.Helper()
	must(t, socket.Write(t.Context(), websocket.MessageText, []byte(question)))
	return hear(t, socket)
}

// The beginnings of questions.
const (
	common = `{"module":"kz.gov.pki.knca.commonUtils","method":`
	sign   = `{"module":"kz.gov.pki.knca.basics","method":"sign","args":`
)

// TestTheProtocol: questions that end without a signature.
func TestTheProtocol(t *testing.T) {
	_, socket, _ := layer(t)
	for question, answer := range map[string]string{
		"--heartbeat--": "--heartbeat--",
		"{":             `{"status":false,"code":"GENERAL_ERROR","message":"not JSON"}`,
		`{"module":"kz.digiflow.mobile.extensions","method":"getVersion"}`: `{"success":false,"errorCode":"MODULE_NOT_FOUND"}`,
		common + `"getActiveTokens"}`:                                      `{"code":"200","responseObject":[]}`,
		common + `"nothing","args":[1]}`:                                   `{"code":"500","message":"NoSuchMethodException nothing"}`,
		sign + `{"format":"xml","data":"<a/>"}}`:                           `{"status":false,"code":"INVALID_SIGNING_PARAMS","message":"cms only"}`,
		sign + `{"format":"cms"}}`:                                         `{"status":false,"code":"INVALID_SIGNING_PARAMS","message":"cms only"}`,
	} {
		if got := ask(t, socket, question); got != answer {
			t.Errorf("%s: %s", question, got)
		}
	}
}

// TestTheSignatures: of the old module and the new one, of one text and of several, asked
// for as the authority's own sample does, with true and false in quotes.
func TestTheSignatures(t *testing.T) {
	_, socket, _ := layer(t)
	text := base64.StdEncoding.EncodeToString([]byte("мәтін"))
	var info struct{ ResponseObject map[string]string }
	must(t, json.Unmarshal([]byte(ask(t, socket, common+`"getKeyInfo","args":["PKCS12"]}`)), &info))
	if !strings.HasPrefix(info.ResponseObject["subjectCn"], "СЕЙТОВА") || !strings.Contains(info.ResponseObject["pem"], "CERTIFICATE") {
		t.Errorf("the key is %v", info)
	}
	var old struct{ ResponseObject string }
	must(t, json.Unmarshal([]byte(ask(t, socket, common+`"createCAdESFromBase64","args":["PKCS12","SIGNATURE","`+text+`",false]}`)), &old))
	verified(t, old.ResponseObject)
	var made struct {
		Body struct {
			Result struct{ Signatures []string }
		}
	}
	must(t, json.Unmarshal([]byte(ask(t, socket, sign+`{"format":"cms","data":["`+text+`","`+text+`"],"signingParams":{"decode":"true","encapsulate":"false","outputCert":true}}}`)), &made))
	if len(made.Body.Result.Signatures) != 2 {
		t.Fatalf("%d signatures", len(made.Body.Result.Signatures))
	}
	for _, s := range made.Body.Result.Signatures {
		verified(t, s)
	}
}

func verified(t *testing.T, text string) {
	t.Helper()
	cms, err := base64.StdEncoding.DecodeString(text)
	must(t, err)
	v, err := devca.Shared(t).Verifier()
	must(t, err)
	if _, err := v.Verify([]byte("мәтін"), cms, eds.Requirement{Purpose: eds.Document, IIN: "850412400121"}, devca.SharedFrom); err != nil {
		t.Error(err)
	}
}

// TestASlowPerson answers at the second heartbeat, and not before.
func TestASlowPerson(t *testing.T) {
	l, socket, _ := layer(t)
	l.Set(ncalayer.Slow, issued(t))
	must(t, socket.Write(t.Context(), websocket.MessageText, []byte(sign+`{"format":"cms","data":"AAAA","signingParams":{"decode":true}}}`)))
	for range 2 {
		if got := ask(t, socket, "--heartbeat--"); got != "--heartbeat--" {
			t.Errorf("a heartbeat is answered with %s", got)
		}
	}
	if got := hear(t, socket); !strings.HasPrefix(got, `{"body":{"result":["MII`) {
		t.Errorf("answered %s", got)
	}
}

func issued(t *testing.T) *devca.Key {
	t.Helper()
	key, err := devca.Shared(t).Issue(devca.Person{IIN: "850412400121", Surname: "Сейтова", Name: "Айгүл"}, devca.Sign)
	must(t, err)
	return key
}

// TestByHand: opened as a page it shows how it answers, and can be told another way.
func TestByHand(t *testing.T) {
	l, socket, address := layer(t)
	for mode, status := range map[string]int{"nonsense": http.StatusBadRequest, "cancelled": http.StatusOK} {
		answer, err := http.PostForm(address, url.Values{"mode": {mode}})
		must(t, err)
		page, err := io.ReadAll(answer.Body)
		must(t, err)
		must(t, answer.Body.Close())
		if answer.StatusCode != status || status == http.StatusOK && !strings.Contains(string(page), `value="cancelled" checked`) {
			t.Errorf("%s: %d %s", mode, answer.StatusCode, page)
		}
	}
	if got := ask(t, socket, sign+`{"format":"cms","data":"AAAA"}}`); got != `{"status":true,"body":{}}` || len(l.Asked()) != 1 {
		t.Errorf("answered %s, asked %d", got, len(l.Asked()))
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
