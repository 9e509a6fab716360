// Package world is one small town with named people, for tests, for the demo, for the
// guides and their pictures. Nobody of it exists: the numbers are made up, and their check
// digits are right. Nothing in it depends on chance but the keys.
package world
