package drawing

import (
	"encoding/xml"
	"fmt"
	"strings"

	"asar/internal/lang"
	"asar/internal/regulation"
)

// BPMN is a list of steps as BPMN 2.0 with its picture. The law's whole text of a step is
// the documentation of its task.
func BPMN(e *regulation.Edition, key regulation.ProcessKey, w *lang.Words) (string, error) {
	p, found := e.Process(key)
	if !found {
		return "", fmt.Errorf("%s has no list %q", e.Name(), key)
	}
	g, b := graphOf(p, w), &bpmn{}
	id := fmt.Sprintf("annex_%d_%s", e.Annex, key)
	name := w.Say("regulation.process." + string(key))
	b.add(`<?xml version="1.0" encoding="UTF-8"?>`)
	b.add(`<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" `+
		`xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="definitions_%s" name="%s" targetNamespace="urn:asar:decree-3-539">`, id, escaped(titleOf(e, w)))
	b.add(`<bpmn:collaboration id="collaboration"><bpmn:participant id="pool" name="%s" processRef="%s"/></bpmn:collaboration>`, escaped(name), id)
	b.add(`<bpmn:process id="%s" name="%s" isExecutable="false">`, id, escaped(name))
	b.lanes(g)
	for _, n := range g.nodes {
		b.node(n)
	}
	for _, f := range g.edges {
		b.add(`<bpmn:sequenceFlow id="%s"%s sourceRef="%s" targetRef="%s"/>`, f.id, named(f.name), f.from, f.to)
	}
	b.add(`</bpmn:process>`)
	b.picture(g)
	b.add(`</bpmn:definitions>`)
	return b.String(), nil
}

type bpmn struct{ strings.Builder }

func (b *bpmn) add(format string, args ...any) {
	_, _ = fmt.Fprintf(b, format, args...)
	b.WriteByte('\n')
}

func escaped(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(s)) // a builder never fails
	return out.String()
}

func named(name string) string {
	if name == "" {
		return ""
	}
	return ` name="` + escaped(name) + `"`
}

func (b *bpmn) lanes(g *graph) {
	b.add(`<bpmn:laneSet id="lanes">`)
	for i, h := range g.lanes {
		b.add(`<bpmn:lane id="lane_%d" name="%s">`, i+1, escaped(who(g.words, h)))
		for _, n := range g.nodes {
			if n.lane == i {
				b.add(`<bpmn:flowNodeRef>%s</bpmn:flowNodeRef>`, n.id)
			}
		}
		b.add(`</bpmn:lane>`)
	}
	b.add(`</bpmn:laneSet>`)
}

func (b *bpmn) node(n *node) {
	b.add(`<bpmn:%s id="%s"%s>`, n.kind, n.id, named(n.name))
	if strings.HasSuffix(n.kind, "Task") {
		b.add(`<bpmn:documentation>%s. %s</bpmn:documentation>`, escaped(n.step.Clause), escaped(n.step.TextRU))
	}
	for _, f := range n.in {
		b.add(`<bpmn:incoming>%s</bpmn:incoming>`, f)
	}
	for _, f := range n.out {
		b.add(`<bpmn:outgoing>%s</bpmn:outgoing>`, f)
	}
	b.add(`</bpmn:%s>`, n.kind)
}

// picture writes where everything is drawn.
func (b *bpmn) picture(g *graph) {
	width, height := laneTitle+len(g.nodes)*columnWidth, len(g.lanes)*laneHeight
	b.add(`<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="collaboration">`)
	b.shape("pool", ` isHorizontal="true"`, "", poolLeft-laneTitle, margin, width+laneTitle, height)
	for i := range g.lanes {
		b.shape(fmt.Sprintf("lane_%d", i+1), ` isHorizontal="true"`, "", poolLeft, margin+i*laneHeight, width, laneHeight)
	}
	for _, n := range g.nodes {
		x, y, w, h := n.bounds()
		label, more := "", ""
		switch n.kind {
		case "startEvent", "endEvent":
			label = fmt.Sprintf(`<bpmndi:BPMNLabel><dc:Bounds x="%d" y="%d" width="100" height="28"/></bpmndi:BPMNLabel>`, x+w/2-50, y+h+4)
		case "exclusiveGateway":
			more = ` isMarkerVisible="true"`
		}
		b.shape(n.id, more, label, x, y, w, h)
	}
	for _, f := range g.edges {
		b.edge(g, f)
	}
	b.add(`</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`)
}

func (b *bpmn) shape(of, more, label string, x, y, w, h int) {
	b.add(`<bpmndi:BPMNShape id="shape_%s" bpmnElement="%s"%s><dc:Bounds x="%d" y="%d" width="%d" height="%d"/>%s</bpmndi:BPMNShape>`, of, of, more, x, y, w, h, label)
}

func (b *bpmn) edge(g *graph, f *edge) {
	var points strings.Builder
	way := g.way(f)
	for _, at := range way {
		fmt.Fprintf(&points, `<di:waypoint x="%d" y="%d"/>`, at[0], at[1])
	}
	label := ""
	if f.name != "" {
		label = fmt.Sprintf(`<bpmndi:BPMNLabel><dc:Bounds x="%d" y="%d" width="60" height="14"/></bpmndi:BPMNLabel>`, way[0][0]+4, way[0][1]+4)
	}
	b.add(`<bpmndi:BPMNEdge id="edge_%s" bpmnElement="%s">%s%s</bpmndi:BPMNEdge>`, f.id, f.id, points.String(), label)
}
