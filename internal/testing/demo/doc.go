// Package demo keeps a town of named people in a folder: its database, its files, its
// development authority, and the key files of everybody. `asar demo` serves it. A release
// build does not contain it.
//
//	asar.db  files/  secret       the portal's own
//	authority/  trust/            the development authority, and what is trusted of it
//	keys/<person>/*.p12           key files; the password of all is devca.Password
//	system/                       the portal's own keys
//	people.json                   who lives here; written last, when the town is whole
package demo
