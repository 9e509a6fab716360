package main

// partners are the systems outside that acts and messages go to.
type partners struct {
	ESobes   string `name:"esobes" env:"ASAR_ESOBES" placeholder:"URL" help:"Address of E-Sobes' gateway. When empty, acts wait, however long."`
	Mail     string `env:"ASAR_MAIL" placeholder:"ADDRESS" help:"Mail server: smtp://user:password@host:port. When empty, e-mail waits."`
	MailFrom string `env:"ASAR_MAIL_FROM" placeholder:"ADDRESS" help:"Whom e-mail is from."`
	SMS      string `name:"sms" env:"ASAR_SMS" placeholder:"URL" help:"Address of the SMS gateway. When empty, SMS wait."`
}

func (p partners) look() []finding {
	return []finding{
		{"ASAR_ESOBES", withoutPassword(p.ESobes), said(checkAddress(p.ESobes, "https", "http"))},
		{"ASAR_MAIL", withoutPassword(p.Mail), said(checkAddress(p.Mail, "smtp", "smtps"))},
		{"ASAR_MAIL_FROM", p.MailFrom, ""},
		{"ASAR_SMS", withoutPassword(p.SMS), said(checkAddress(p.SMS, "https", "http"))},
	}
}
