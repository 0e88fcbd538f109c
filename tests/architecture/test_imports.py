"""What import-linter's contracts do not say: no module imports one that imports it, at the top or in a function."""

import grimp


def test_no_two_modules_import_each_other():
    graph = grimp.build_graph("kosetsu", cache_dir=None)
    circles = [
        (one, other)
        for one in sorted(graph.modules)
        for other in sorted(graph.find_modules_directly_imported_by(one))
        if one < other and one in graph.find_modules_directly_imported_by(other)
    ]
    assert circles == []
