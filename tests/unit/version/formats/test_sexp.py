from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "project.clj"
STATED = (
    '(defproject x/y "1.2.3"\n :dependencies [[a "1.0.0"]])',
    '; (defproject x "9.9.9")\n#_(defproject x "8.8.8")\n(defproject x "1.2.3")',
    '(comment (defproject x "9.9.9"))\n(defproject x "1.2.3")',
    '(ns build)\n(def version "1.2.3")\n(def lib (quote x/y))',
    '{:version "1.2.3" :deps {a {:mvn/version "1.0.0"}}}',
    "(lang dune 3.0)\n(name x)\n(version 1.2.3)",
    '(lang dune 3.0)\n(version "1.2.3")\n(package (name x) (depends (ocaml (>= 4.08))))',
    (
        '(define-public hello (package (name "hello") (version "1.2.3") (source (origin (uri '
        '"x-9.9.9")))))'
    ),
    '(asdf:defsystem :x :description "d" :version "1.2.3" :depends-on (:a))',
    '(defsystem "x" :version "1.2.3" :depends-on ((:version "a" "1.0")))',
    (
        ";;; foo.el --- x -*- lexical-binding: t -*-\n"
        ";; Version: 1.2.3\n"
        ';; Package-Requires: ((emacs "25.1"))\n'
        '(defconst foo-version "1.2.3")\n'
        ""
    ),
    '(define-package "foo" "1.2.3" "doc" (quote ((emacs "25.1"))))',
    '(defconst foo-version "1.2.3" "Doc")',
    '(def ^:const version "1.2.3")',
    '(def version "the version" "1.2.3")',
    '(def x \\") (def version "1.2.3")',
    "#| (version 9.9.9) |# (version 1.2.3)",
    '#lang info\n(define version "1.2.3")\n(define deps \'("base"))',
    '{:app {:version "1.2.3"} :db {:version "15.1"}}',
)
SHAPED = (('(defproject x "1.2.3-SNAPSHOT")', "1.2.3-SNAPSHOT"),)
NONE = (
    '{:deps {org.clojure/clojure {:mvn/version "1.11.1"}}}',
    "(lang dune 3.0)\n(using menhir 2.0)\n(cram enable)",
    '(defn f [] "1.2.3")',
    '(def min-version "1.0.0")',
    ')))((("',
)
COMPUTED = (
    '(defproject x (slurp "VERSION"))',
    "(defproject x :lein-v)",
    '(def v "x")\n(defproject x ~v)',
    '(def version (format "1.2.%s" (b/git-count-revs nil)))',
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize(("text", "wanted"), SHAPED)
def test_a_version_keeps_its_own_shape(text: str, wanted: str) -> None:
    assert version(NAME, text) == wanted


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
