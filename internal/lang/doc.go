// Package lang holds the words people read, in Kazakh, Russian and English.
//
// Words lie in texts/<area>.<locale>.toml under stable keys. They hold no markup. A
// message with a number in it is written once per plural form of its language:
//
//	["orders.found"]
//	one = "Найден {{.N}} заказ"
//	few = "Найдено {{.N}} заказа"
//	many = "Найдено {{.N}} заказов"
//	other = "Найдено {{.N}} заказа"
//
// The tests of this package see to it that every key exists in every language with the
// same arguments and the right plural forms, that none is missing and none unused.
package lang
