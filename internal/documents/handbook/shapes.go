package handbook

import "math"

func floats(points [][2]int) [][2]float64 {
	out := make([][2]float64, len(points))
	for i, at := range points {
		out[i] = [2]float64{float64(at[0]), float64(at[1])}
	}
	return out
}

// head is the length and the width of an arrow's head.
const head = 10.0

// arrowhead is the triangle at the end of a line, its point on the last point.
func arrowhead(line [][2]float64) [][2]float64 {
	from, to := line[len(line)-2], line[len(line)-1]
	dx, dy, _ := direction(from, to)
	bx, by := to[0]-dx*head, to[1]-dy*head
	return [][2]float64{to, {bx - dy*head/2, by + dx*head/2}, {bx + dy*head/2, by - dx*head/2}}
}

func direction(from, to [2]float64) (dx, dy, length float64) {
	dx, dy = to[0]-from[0], to[1]-from[1]
	length = math.Hypot(dx, dy)
	if length == 0 {
		return 0, 0, 0
	}
	return dx / length, dy / length, length
}

// outline is the edge of a rounded box as a closed line.
func outline(x, y, w, h, round float64) (line [][2]float64) {
	r := min(round, w/2, h/2)
	corners := [][2]float64{{x + w - r, y + r}, {x + w - r, y + h - r}, {x + r, y + h - r}, {x + r, y + r}}
	for i, c := range corners {
		steps := 1
		if r > 0 {
			steps = 12
		}
		for k := range steps + 1 {
			angle := (float64(i-1) + float64(k)/float64(steps)) * math.Pi / 2
			line = append(line, [2]float64{c[0] + r*math.Cos(angle), c[1] + r*math.Sin(angle)})
		}
	}
	return append(line, line[0])
}

// dashesOf cuts a line into its dashes; without a dash it is one.
func dashesOf(line [][2]float64, dash [2]int) (parts [][][2]float64) {
	if dash == [2]int{} {
		return [][][2]float64{line}
	}
	on, left, part := true, float64(dash[0]), [][2]float64{line[0]}
	for i := range line[1:] {
		at, to := line[i], line[i+1]
		dx, dy, length := direction(at, to)
		for length > left {
			at = [2]float64{at[0] + dx*left, at[1] + dy*left}
			length -= left
			if on {
				parts = append(parts, append(part, at))
			}
			on, part = !on, [][2]float64{at}
			left = float64(dash[0])
			if !on {
				left = float64(dash[1])
			}
		}
		left -= length
		part = append(part, to)
	}
	if on {
		parts = append(parts, part)
	}
	return parts
}

// stroked is the area a line of some width covers: one four-sided patch a piece, longer by
// half the width so that pieces meet in their corners.
func stroked(line [][2]float64, width float64) (patches [][][2]float64) {
	half := width / 2
	for i := range line[1:] {
		a, b := line[i], line[i+1]
		dx, dy, length := direction(a, b)
		if length == 0 {
			continue
		}
		a, b = [2]float64{a[0] - dx*half, a[1] - dy*half}, [2]float64{b[0] + dx*half, b[1] + dy*half}
		patches = append(patches, [][2]float64{
			{a[0] - dy*half, a[1] + dx*half}, {b[0] - dy*half, b[1] + dx*half}, {b[0] + dy*half, b[1] - dx*half}, {a[0] + dy*half, a[1] - dx*half},
		})
	}
	return patches
}
