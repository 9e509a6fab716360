package intake

import "asar/internal/problem"

// refuse is the problem of a file that cannot be taken; its sentence is intake.<why>.
func refuse(why string, args ...problem.Args) error {
	return problem.New(problem.Invalid, "intake."+why, args...)
}

func damaged(cause error) error {
	return problem.Wrap(cause, problem.Invalid, "intake.damaged")
}
