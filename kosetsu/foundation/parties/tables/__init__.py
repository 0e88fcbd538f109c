"""The files of the institute's folder that say who takes part."""

from kosetsu.common.tables import Document, Table
from kosetsu.foundation.parties.tables.demo import (
    CompanyRow,
    PersonRow,
    RegistrationRow,
    load_companies,
    load_people,
    load_registrations,
)
from kosetsu.foundation.parties.tables.institute import InstituteFile, load_institute
from kosetsu.foundation.parties.tables.organisations import (
    AffiliationRow,
    NameRow,
    OrganisationRow,
    load_affiliations,
    load_names,
    load_organisations,
)
from kosetsu.foundation.parties.tables.places import (
    AreaRow,
    BranchRow,
    BranchStatusRow,
    GroupRow,
    load_areas,
    load_branches,
    load_groups,
    load_statuses,
    overlapping_statuses,
)

TABLES = [
    Table("areas.csv", AreaRow, load_areas, order=10, key=("code",)),
    Document("institute.yaml", InstituteFile, load_institute, order=20),
    Table("branches.csv", BranchRow, load_branches, order=30, key=("code",), refers={"area": "areas.csv"}),
    Table(
        "branch_statuses.csv",
        BranchStatusRow,
        load_statuses,
        order=40,
        refers={"branch": "branches.csv"},
        check=overlapping_statuses,
    ),
    Table("catalogue/groups.csv", GroupRow, load_groups, order=50, key=("code",), refers={"branch": "branches.csv"}),
    Table(
        "organisations.csv",
        OrganisationRow,
        load_organisations,
        order=60,
        optional=True,
        key=("code",),
        refers={"area": "areas.csv"},
    ),
    Table(
        "organisation_names.csv",
        NameRow,
        load_names,
        order=61,
        optional=True,
        refers={"organisation": "organisations.csv"},
    ),
    Table("demo/companies.csv", CompanyRow, load_companies, order=62, optional=True, demo=True, key=("code",)),
    Table(
        "affiliations.csv",
        AffiliationRow,
        load_affiliations,
        order=69,
        optional=True,
        key=("parent", "subsidiary", "valid_from"),
    ),
    Table("demo/people.csv", PersonRow, load_people, order=63, optional=True, demo=True, key=("email",)),
    Table(
        "demo/registrations.csv",
        RegistrationRow,
        load_registrations,
        order=64,
        optional=True,
        demo=True,
        key=("person",),
        refers={"person": "demo/people.csv", "area": "areas.csv"},
    ),
]
