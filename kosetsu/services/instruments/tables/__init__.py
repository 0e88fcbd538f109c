"""The institute's tables of instruments, and the demo's."""

from kosetsu.common.tables import Table
from kosetsu.services.instruments.models import LicenceRule, MeteringRule, UtilisationRule
from kosetsu.services.instruments.tables.dated import (
    ConsumableRow,
    LicenceRuleRow,
    MeteringRow,
    RenewalRuleRow,
    UtilisationRow,
    load_consumables,
    load_renewal_rules,
    replace,
)
from kosetsu.services.instruments.tables.demo import (
    DemoFaultRow,
    DemoLicenceRow,
    DemoRenewalRow,
    DemoUseRow,
    load_demo,
    load_faults,
    load_renewals,
    load_uses,
)
from kosetsu.services.instruments.tables.pages import CourseDateRow, PaperRow, load_course_dates, load_papers

OFFERING = {"offering": "catalogue/offerings.csv"}
DEVICE = {"device": "devices/devices.csv"}
RESOURCE = {"resource": "bookings/resources.csv"}
COURSE = {"course": "catalogue/offerings.csv"}
TABLES = [
    Table(
        "instruments/licence_rules.csv",
        LicenceRuleRow,
        replace(LicenceRule),
        order=370,
        optional=True,
        key=("offering", "valid_from"),
        refers=OFFERING | COURSE,
    ),
    Table(
        "instruments/metering.csv",
        MeteringRow,
        replace(MeteringRule),
        order=371,
        optional=True,
        key=("offering", "valid_from"),
        refers=OFFERING,
    ),
    Table(
        "instruments/consumables.csv",
        ConsumableRow,
        load_consumables,
        order=372,
        optional=True,
        key=("offering", "code", "valid_from"),
        refers=OFFERING,
    ),
    Table(
        "instruments/renewal_rules.csv",
        RenewalRuleRow,
        load_renewal_rules,
        order=376,
        optional=True,
        key=("device", "valid_from"),
        refers=DEVICE,
    ),
    Table("instruments/utilisation.csv", UtilisationRow, replace(UtilisationRule), order=373, optional=True),
    Table(
        "instruments/course_dates.csv",
        CourseDateRow,
        load_course_dates,
        order=374,
        optional=True,
        key=("code",),
        refers=COURSE,
    ),
    Table("instruments/papers.csv", PaperRow, load_papers, order=375, optional=True, refers=OFFERING),
    Table("demo/licences.csv", DemoLicenceRow, load_demo, order=605, optional=True, demo=True, refers=OFFERING),
    Table("demo/uses.csv", DemoUseRow, load_uses, order=615, optional=True, demo=True, refers=RESOURCE),
    Table("demo/faults.csv", DemoFaultRow, load_faults, order=617, optional=True, demo=True, refers=RESOURCE),
    Table("demo/renewals.csv", DemoRenewalRow, load_renewals, order=618, optional=True, demo=True, refers=DEVICE),
]
