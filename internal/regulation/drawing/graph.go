package drawing

import (
	"fmt"

	"asar/internal/lang"
	"asar/internal/regulation"
)

// Sizes of the BPMN picture, which runs to the right: one column a node, one row a lane.
const (
	columnWidth = 200
	laneHeight  = 180
	poolLeft    = 160
	laneTitle   = 30
	taskWidth   = 150
	taskHeight  = 84
	gatewaySize = 50
	eventSize   = 36
)

// node is a task, a gateway or an event.
type node struct {
	id, kind, name string
	step           regulation.Step
	lane, column   int
	in, out        []string // ids of flows
}

// edge is a sequence flow.
type edge struct{ id, from, to, name string }

// graph is a list of steps as BPMN sees it: conditions are exclusive gateways, what runs
// beside is between two parallel ones.
type graph struct {
	lanes []regulation.Holder
	nodes []*node
	edges []*edge
	words *lang.Words
	entry map[int]string // the node a step begins with
}

func graphOf(p *regulation.Process, w *lang.Words) *graph {
	g := &graph{words: w, entry: map[int]string{}}
	type pending struct {
		from string
		to   int
		name string
	}
	var open []pending
	start := g.add("startEvent", "start", w.Say("regulation.start"), p.Steps[0])
	open = append(open, pending{from: start.id, to: p.Steps[0].N})
	for i := 0; i < len(p.Steps); i++ {
		s := p.Steps[i]
		if s.ParallelWith > 0 && i+1 < len(p.Steps) {
			last := g.beside(s, p.Steps[i+1])
			i++
			s = p.Steps[i]
			open = append(open, pending{from: last, to: s.N + 1})
			continue
		}
		exit := g.step(s)
		for _, n := range s.Next {
			open = append(open, pending{exit, n.Step, w.Say("regulation.when." + string(n.When))})
		}
		if s.Ends != "" {
			end := g.add("endEvent", fmt.Sprintf("end_%d", s.N), w.Say("regulation.end."+string(s.Ends)), s)
			g.link(exit, end.id, "")
		} else if len(s.Next) == 0 {
			open = append(open, pending{from: exit, to: s.N + 1})
		}
	}
	for _, o := range open {
		g.link(o.from, g.entry[o.to], o.name)
	}
	return g
}

// step adds the nodes of a step, and returns the one its ways leave from: a gateway where
// there is more than one.
func (g *graph) step(s regulation.Step) (exit string) {
	name := fmt.Sprintf("%d. %s", s.N, g.words.Say("regulation.kind."+string(s.Kind)))
	if s.Duration.Unit != regulation.NoLimit {
		name += ", " + limit(g.words, s.Duration)
	}
	task := g.add(taskKind(s), fmt.Sprintf("step_%d", s.N), name, s)
	g.entry[s.N] = task.id
	if len(s.Next) == 0 || len(s.Next) == 1 && s.Ends == "" {
		return task.id
	}
	question := g.add("exclusiveGateway", fmt.Sprintf("way_%d", s.N), "", s)
	g.link(task.id, question.id, "")
	return question.id
}

// beside adds two steps that run at the same time.
func (g *graph) beside(s, with regulation.Step) (exit string) {
	split := g.add("parallelGateway", fmt.Sprintf("split_%d", s.N), "", s)
	g.entry[s.N] = split.id
	a, b := g.step(s), g.step(with)
	g.entry[s.N] = split.id
	join := g.add("parallelGateway", fmt.Sprintf("join_%d", s.N), "", with)
	g.link(split.id, fmt.Sprintf("step_%d", s.N), "")
	g.link(split.id, fmt.Sprintf("step_%d", with.N), "")
	g.link(a, join.id, "")
	g.link(b, join.id, "")
	return join.id
}

func taskKind(s regulation.Step) string {
	switch {
	case s.At == regulation.Machine:
		return "serviceTask"
	case s.Kind == regulation.Send:
		return "sendTask"
	}
	return "userTask"
}

func (g *graph) add(kind, id, name string, s regulation.Step) *node {
	h := regulation.Holder{Role: s.Role, At: s.At}
	at := -1
	for i, l := range g.lanes {
		if l == h {
			at = i
		}
	}
	if at < 0 {
		at = len(g.lanes)
		g.lanes = append(g.lanes, h)
	}
	n := &node{id: id, kind: kind, name: name, step: s, lane: at, column: len(g.nodes)}
	g.nodes = append(g.nodes, n)
	return n
}

func (g *graph) link(from, to, name string) {
	e := &edge{id: fmt.Sprintf("flow_%d", len(g.edges)+1), from: from, to: to, name: name}
	g.edges = append(g.edges, e)
	g.find(from).out = append(g.find(from).out, e.id)
	g.find(to).in = append(g.find(to).in, e.id)
}

func (g *graph) find(id string) *node {
	for _, n := range g.nodes {
		if n.id == id {
			return n
		}
	}
	panic("drawing: a flow to a node that is not there: " + id) // the loader refuses such steps
}

// bounds is where a node is drawn.
func (n *node) bounds() (x, y, w, h int) {
	w, h = taskWidth, taskHeight
	switch n.kind {
	case "startEvent", "endEvent":
		w, h = eventSize, eventSize
	case "exclusiveGateway", "parallelGateway":
		w, h = gatewaySize, gatewaySize
	}
	x = poolLeft + laneTitle + n.column*columnWidth + (columnWidth-w)/2
	y = margin + n.lane*laneHeight + (laneHeight-h)/2
	return x, y, w, h
}

// way is the line of a flow: straight to the next column, along the edge of the lane when
// columns lie between. Ways that leave a node by its edge are kept apart.
func (g *graph) way(e *edge) [][2]int {
	a, b := g.find(e.from), g.find(e.to)
	ax, ay, aw, ah := a.bounds()
	bx, by, _, bh := b.bounds()
	gap := poolLeft + laneTitle + b.column*columnWidth + 8
	if b.column == a.column+1 {
		if ay+ah/2 == by+bh/2 {
			return [][2]int{{ax + aw, ay + ah/2}, {bx, by + bh/2}}
		}
		return [][2]int{{ax + aw, ay + ah/2}, {gap, ay + ah/2}, {gap, by + bh/2}, {bx, by + bh/2}}
	}
	edge := margin + (a.lane+1)*laneHeight - 10 - a.column%2*7
	return [][2]int{{ax + aw/2, ay + ah}, {ax + aw/2, edge}, {gap - 5, edge}, {gap - 5, by + bh/2}, {bx, by + bh/2}}
}
