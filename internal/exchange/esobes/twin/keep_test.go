package twin_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/exchange/esobes"
	"asar/internal/exchange/esobes/twin"
	"asar/internal/testing/testdb"
)

func ask(t *testing.T, e *twin.ESobes, method, path, body string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	return w.Code, w.Body.String()
}

func TestATwinGoesOnWhereItWasStopped(t *testing.T) {
	clock := calendar.NewSettable(testdb.Start)
	first := twin.New(clock)
	if status, _ := ask(t, first, http.MethodPut, "/acts/A-1", `{"number":"A-1"}`); status != http.StatusCreated {
		t.Fatal(status)
	}
	first.Advance()
	if status, _ := ask(t, first, http.MethodDelete, "/answers/es-000001", ""); status != http.StatusNoContent {
		t.Fatal(status)
	}
	kept, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	second := twin.New(clock)
	if err := json.Unmarshal(kept, second); err != nil {
		t.Fatal(err)
	}
	if status, _ := ask(t, second, http.MethodPut, "/acts/A-1", `{"number":"A-1"}`); status != http.StatusOK {
		t.Errorf("it forgot the act: %d", status)
	}
	for range 4 { // the last two have nothing more to say
		second.Advance()
	}
	_, body := ask(t, second, http.MethodGet, "/answers", "")
	answers, err := esobes.DecodeAnswers(strings.NewReader(body))
	if err != nil || len(answers) != 2 || answers[0].Kind != "accepted" || answers[0].Seq != 2 || answers[1].Kind != "paid" || answers[1].Seq != 3 {
		t.Errorf("%+v, %v", answers, err)
	}
}
