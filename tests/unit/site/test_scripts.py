from __future__ import annotations

from releasebot.site.scripts import FOLDER, Scripts


def test_a_script_becomes_a_file_that_finds_the_sites_top_by_itself() -> None:
    scripts = Scripts()
    shallow = scripts.moved('<script>top=new URL(".",location)</script>', root="")
    deep = scripts.moved('<script>top=new URL("../..",location)</script>', root="../../")
    assert [*scripts.files.values()] == ['top=new URL("../..",document.currentScript.src)']
    (path,) = scripts.files
    assert (shallow, deep) == (
        f'<script src="{path}"></script>',
        f'<script src="../../{path}"></script>',
    )
    assert path.startswith(f"{FOLDER}/")


def test_data_and_files_stay_as_they_are() -> None:
    scripts = Scripts()
    page = '<script id="x" type="application/json">{}</script><script src="x.js"></script>'
    assert scripts.moved(page, root="") == page
    assert scripts.files == {}


def test_an_address_of_its_own_stays() -> None:
    scripts = Scripts()
    scripts.moved('<script>new URL("/api/",location)</script>', root="/api/")
    assert [*scripts.files.values()] == ['new URL("/api/",location)']
