package web

import (
	"strings"

	"asar/internal/web/ui"
)

// signForm is the page of signing: the text, and the ways to sign it.
type signForm struct {
	Kind        string // "entry" or "document"
	Title, Lead string
	Notice      string // why the page is shown instead of another one
	Lang        string // of the text
	Content     []byte
	Digest      string
	TextHref    string // where the text can be had as a file
	Action      string // where the signature is sent
	Hidden      []ui.Hidden
	NCALayer    string
	Wrong       ui.Errors
	Say         func(key string) string
}

func (p signForm) text() ui.SignTextProps {
	return ui.SignTextProps{
		Heading: p.Say("sign.text"), Lang: p.Lang, Text: strings.TrimSuffix(string(p.Content), "\n"), DigestLabel: p.Say("sign.digest"), Digest: digestHead(p.Digest),
		Download: ui.Link{Text: p.Say("sign.download"), Href: p.TextHref},
	}
}

// digestHead is enough of a digest to compare by eye: three groups of its head, one of its end.
func digestHead(hex string) string {
	if len(hex) < 16 {
		return hex
	}
	return hex[:4] + " " + hex[4:8] + " " + hex[8:12] + " … " + hex[len(hex)-4:]
}

// upload is the way that needs no script: the signature was made elsewhere.
func (p signForm) upload() ui.FileUploadProps {
	return ui.FileUploadProps{Accept: ".cms,.p7s,.sig,.sign", Field: ui.Field{
		Name: "file", Label: p.Say("sign.file"), LabelSize: ui.SizeS, Hint: p.Say("sign.file-hint"), Error: p.Wrong.At("file"),
	}}
}

// form is the frame of a way: what it sends beside the signature.
func (p signForm) form(way string) ui.FormProps {
	return ui.FormProps{Action: p.Action, Hidden: append([]ui.Hidden{{Name: "way", Value: way}}, p.Hidden...), Files: way == wayUpload}
}

// The ways to sign, as forms name them.
const wayUpload = "upload"
