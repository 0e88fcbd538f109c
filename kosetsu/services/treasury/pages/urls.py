"""Addresses of the institute's own money, all under /desk/."""

from django.urls import path

from kosetsu.services.treasury.pages import budgets, loans, plans, reserves, sheet

public: list[object] = []

staff = [
    path("", budgets.home, name="home"),
    path("years/<int:fiscal_year>/", budgets.year, name="year"),
    path("years/<int:fiscal_year>/pdf/", budgets.year_pdf, name="year_pdf"),
    path("years/<int:fiscal_year>/settle/", budgets.settle, name="settle"),
    path("plans/<uuid:public_id>/", plans.plan, name="plan"),
    path("plans/<uuid:public_id>/pdf/", plans.plan_pdf, name="plan_pdf"),
    path("lines/<uuid:public_id>/", budgets.line, name="line"),
    path("lines/<uuid:public_id>/change/", budgets.change, name="change"),
    path("lines/<uuid:public_id>/execute/", budgets.execute, name="execute"),
    path("executions/<uuid:public_id>/reverse/", budgets.reverse_execution, name="reverse"),
    path("sheet/", sheet.sheet, name="sheet"),
    path("sheet/blank/", sheet.blank, name="blank"),
    path("loans/", loans.loans, name="loans"),
    path("loans/new/", loans.borrow, name="borrow"),
    path("loans/<uuid:public_id>/", loans.loan, name="loan"),
    path("loans/<uuid:public_id>/repay/", loans.repay, name="repay"),
    path("loans/<uuid:public_id>/roll-over/", loans.roll_over, name="roll_over"),
    path("reserves/", reserves.reserves, name="reserves"),
    path("reserves/new/", reserves.recognise, name="recognise"),
    path("reserves/<uuid:public_id>/", reserves.reserve, name="reserve"),
    path("reserves/<uuid:public_id>/use/", reserves.use, name="use"),
]
