package eds

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/beevik/etree"
)

// What a document may be at most: what people sign here is a letter or a form.
const maxXML, maxXMLDepth, maxXMLParts = 1 << 20, 64, 20_000

// plainXML refuses what two readers could read in two ways: declarations of types and
// entities, instructions, comments outside the root, any text after it; and what is too deep.
func plainXML(in io.Reader) error {
	d := xml.NewDecoder(in)
	depth, parts, began := 0, 0, false
	for first := true; ; first = false {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return refuse(keyNotASignature, "no XML: "+err.Error())
		}
		if parts++; parts > maxXMLParts || depth > maxXMLDepth {
			return refuse(keyTooLarge, "too deep, or too many parts")
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth == 0 && began {
				return refuse(keyDamaged, "a second root")
			}
			depth, began = depth+1, true
		case xml.EndElement:
			depth--
		case xml.ProcInst:
			if !first || t.Target != "xml" {
				return refuse(keyDamaged, "an instruction within")
			}
		case xml.Directive:
			return refuse(keyDamaged, "a declaration of types")
		case xml.Comment:
			if depth == 0 {
				return refuse(keyDamaged, "a comment outside the root")
			}
		case xml.CharData:
			if depth == 0 && strings.TrimSpace(string(t)) != "" {
				return refuse(keyNotASignature, "text outside the root")
			}
		}
	}
	if depth != 0 || !began {
		return refuse(keyNotASignature, "no whole XML")
	}
	return nil
}

// singular refuses attributes and identifiers that stand twice.
func singular(root *etree.Element) (err error) {
	seen := map[string]bool{}
	walkXML(root, func(e *etree.Element) {
		attributes := map[string]bool{}
		for _, a := range e.Attr {
			if attributes[a.FullKey()] {
				err = refuse(keyDamaged, "an attribute twice")
			}
			attributes[a.FullKey()] = true
		}
		if id := identifierOf(e); id != "" {
			if seen[id] {
				err = refuse(keyDamaged, "an identifier twice")
			}
			seen[id] = true
		}
	})
	return err
}

func walkXML(e *etree.Element, look func(*etree.Element)) {
	look(e)
	for _, below := range e.ChildElements() {
		walkXML(below, look)
	}
}

// identifierOf is an element's identifier, under any of the names in use.
func identifierOf(e *etree.Element) string {
	for _, a := range e.Attr {
		if strings.EqualFold(a.Key, "id") {
			return a.Value
		}
	}
	return ""
}

func hasComments(e *etree.Element) (found bool) {
	walkXML(e, func(one *etree.Element) {
		for _, token := range one.Child {
			if _, ok := token.(*etree.Comment); ok {
				found = true
			}
		}
	})
	return found
}

// isXML tells whether an element has a name of XMLDSig.

func isXML(e *etree.Element, name string) bool {
	return e.Tag == name && e.NamespaceURI() == nsXMLDSig
}

// childrenOf wants exactly these elements in this order, and no text between them.
func childrenOf(e *etree.Element, names ...string) ([]*etree.Element, error) {
	all := e.ChildElements()
	fits := len(all) == len(names)
	for i := range all {
		fits = fits && isXML(all[i], names[i])
	}
	for _, token := range e.Child {
		if text, ok := token.(*etree.CharData); ok && strings.TrimSpace(text.Data) != "" {
			fits = false
		}
	}
	if !fits {
		return nil, refuse(keyDamaged, "the parts of "+e.Tag)
	}
	return all, nil
}

// bareAlgorithm is the address of an algorithm that has no parameters.
func bareAlgorithm(e *etree.Element) (string, error) {
	if len(e.ChildElements()) > 0 || len(e.Attr) != 1 || strings.TrimSpace(e.Text()) != "" {
		return "", refuse(keyUnknownMethod, "an algorithm with parameters")
	}
	return e.SelectAttrValue("Algorithm", ""), nil
}
