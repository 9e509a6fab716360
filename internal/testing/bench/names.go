package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"asar/internal/registry"
)

// Names are drawn so that the first of each list are met often and the last seldom.
var (
	surnames = []string{"Ахметов", "Ибраев", "Сейтов", "Омаров", "Иванов", "Қасымов", "Нұрланов", "Оспанов", "Ким", "Әбдіров", "Петров", "Жүнісов", "Сыздықов",
		"Төлегенов", "Смаилов", "Бекетов", "Ғабдуллин", "Мұқанов", "Цой", "Сергеев", "Құрманов", "Есенов", "Байжанов", "Әлиев", "Рахимов", "Кузнецов", "Өтеген", "Жақсыбеков",
		"Ысқақов", "Үсенов", "Тәжібаев", "Серіков", "Попов", "Ли", "Қалиев", "Ермеков", "Исаев", "Лебедев", "Молдабеков", "Нәдіров", "Хамитов", "Шәріпов", "Абаев", "Бейсенов",
		"Дәулетов", "Жанұзақов", "Козлов", "Пак", "Сәрсенов", "Тұрсынов", "Уәлиев", "Федоров", "Һамзин", "Чернов", "Шевченко", "Юсупов", "Яковлев", "Аманов", "Баймұханов", "Волков"}
	givenNames = []string{"Айгүл", "Нұрлан", "Ерлан", "Анна", "Дәурен", "Гүлнар", "Сергей", "Әсел", "Қайрат", "Ольга", "Бауыржан", "Мәдина", "Виктор", "Жанар", "Өмір", "Татьяна",
		"Серік", "Ұлжан", "Наталья", "Ғалым", "Динара", "Алексей", "Іңкәр", "Мұрат", "Светлана", "Тимур", "Һәнипа", "Болат", "Елена", "Қуаныш"}
	patronymics = []string{"Маратқызы", "Серікұлы", "Ивановна", "Болатұлы", "Өмірқызы", "Петрович", ""}
)

// drawn takes an element of a list, the first far more often than the last.
func drawn(r *rand.Rand, all []string) string {
	return all[int(float64(len(all))*math.Pow(r.Float64(), 1.8))]
}

// numbers makes valid identification numbers, one after another.
type numbers struct{ n int }

func (s *numbers) next() registry.IIN {
	for {
		s.n++
		day, rest := s.n/9000, s.n%9000
		text := fmt.Sprintf("%02d%02d%02d4%04d", 60+day/336%40, 1+day/28%12, 1+day%28, rest)
		for check := range 10 {
			if i, err := registry.ParseIIN(fmt.Sprint(text, check)); err == nil {
				return i
			}
		}
	}
}
