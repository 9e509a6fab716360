package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// fontLicence is that of the typeface, which lies in our own folder.
const fontLicence = "css/fonts/LICENSE"

// licencesOf gathers the licences of everything of others that pages load: they ask to be
// handed on with every copy. Packages of the workshop (devDependencies) are not loaded.
func licencesOf(folder string) (output, error) {
	raw, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		return output{}, err
	}
	var kit struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(raw, &kit); err != nil {
		return output{}, fmt.Errorf("package.json: %w", err)
	}
	var all bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(kit.Dependencies)) {
		text, err := licenceIn(folder, name)
		if err != nil {
			return output{}, err
		}
		fmt.Fprintf(&all, "%s %s\n\n%s\n\n", name, kit.Dependencies[name], bytes.TrimSpace(text))
	}
	font, err := os.ReadFile(filepath.Join(folder, fontLicence))
	if err != nil {
		return output{}, err
	}
	fmt.Fprintf(&all, "Golos Text\n\n%s\n", bytes.TrimSpace(font))
	return output{name: hashed("licences.txt", all.Bytes()), content: all.Bytes()}, nil
}

// licenceIn reads a package's licence; of a package that comes without its text, ours keeps
// a copy in licences/.
func licenceIn(folder, name string) ([]byte, error) {
	found, err := filepath.Glob(filepath.Join(folder, "node_modules", name, "LICENSE*"))
	if err != nil {
		return nil, err
	}
	for _, file := range append(found, filepath.Join(folder, "licences", name+".txt")) {
		if text, err := os.ReadFile(file); err == nil {
			return text, nil
		}
	}
	return nil, fmt.Errorf("the package %s comes without its licence: put the text into licences/%s.txt", name, name)
}
