// Package ordering holds the pages of orders: the lists of both sides, placing, an order's
// own page, answering, withdrawing, ending joint work and giving the order up.
package ordering

import (
	"asar/internal/access"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/ui"
)

type pages struct {
	orders *orders.Orders
	reg    *registry.Registry
}

// Area is these pages over the orders and the register.
func Area(all *orders.Orders, reg *registry.Registry) web.Area {
	p := pages{orders: all, reg: reg}
	answer, place, withdraw := web.May(access.AnswerOrder), web.May(access.PlaceOrder), web.May(access.WithdrawOrder)
	cancel, end := web.May(access.CancelOrder), web.May(access.EndWork)
	return web.Area{
		Routes: []web.Route{
			web.Get("/orders", answer, p.list),
			web.Post("/orders", answer, p.search),
			web.Get("/my-orders", place, p.mine),
			web.Get("/my-orders/new", place, p.showPlace),
			web.Post("/my-orders/new", place, p.place),
			web.Get("/orders/{order}", web.May(access.SeeOrders), p.order),
			web.Get("/orders/{order}/answer", answer, p.showAnswer),
			web.Post("/orders/{order}/answer", answer, p.answer),
			web.Get("/orders/{order}/withdraw", withdraw, p.showWithdraw),
			web.Post("/orders/{order}/withdraw", withdraw, p.withdraw),
			web.Get("/orders/{order}/end-work", end, p.showEndWork),
			web.Post("/orders/{order}/end-work", end, p.endWork),
			web.Get("/orders/{order}/cancel", cancel, p.showCancel),
			web.Post("/orders/{order}/cancel", cancel, p.cancel),
		},
	}
}

// view finds the order of the address.
func (p pages) view(v *web.Visit) (orders.View, error) {
	o, err := orders.ParseID(v.In("order"))
	if err != nil {
		return orders.View{}, err
	}
	return p.orders.View(v.Context(), v.By, o)
}

// refused answers an action that could not be taken. When the order stands elsewhere by
// now, or its time has not come, the order itself is shown with the reason on top;
// otherwise the form again.
func (p pages) refused(v *web.Visit, err error, form func(ui.Errors) error) error {
	wrong, again := v.Wrong(err)
	if !again {
		return err
	}
	if problem.Is(err, problem.Invalid) {
		return form(wrong)
	}
	now, err := p.view(v)
	if err != nil {
		return err
	}
	return p.show(v, now, wrong)
}
