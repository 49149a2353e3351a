"""Which module reads the files of which programming or build language."""

from __future__ import annotations

from releasebot.version.formats.row import Row, row, stateless

SOURCE_CODE: tuple[Row, ...] = (
    stateless(".terraform.lock.hcl", "locks the versions of dependencies"),
    row("*.ts *.tsx *.mts *.cts *.js *.jsx *.mjs *.cjs", "typescript"),
    row(
        "*.py *.pyi *.pyw *.pyx *.gd *.bzl *.bazel *.star sconstruct sconscript wscript tiltfile"
        " build",
        "python_code",
    ),
    row("*.go", "golang"),
    row("*.rs", "rust"),
    row("*.rb *.gemspec *.podspec *.rake *.cr rakefile fastfile vagrantfile", "ruby"),
    row("*.php *.phtml", "php"),
    row("*.ex *.exs", "elixir"),
    row("*.app.src *.app.src.script *.erl *.hrl rebar.config rebar.config.script", "erlang"),
    row("*.gradle *.gradle.kts *.kts", "gradle"),
    row("nextflow.config jenkinsfile jenkinsfile.* *.jenkinsfile *.jenkins", "jenkinsfile"),
    row("*.sbt *.mill build.sc", "sbt"),
    row(
        "*.java *.kt *.scala *.sc *.dart *.swift *.groovy *.d *.hx *.sol *.thrift *.vala",
        "curly",
    ),
    row("*.cs *.fs *.fsx *.vb", "csharp"),
    row("*.h *.hh *.hpp *.hxx *.c *.cc *.cpp *.cxx *.m *.mm *.cu *.ino *.rc *.rc2", "c_source"),
    row("*.h.in *.hh.in *.hpp.in *.c.in *.cc.in *.cpp.in *.rc.in", "c_source"),
    row("*.pl *.pm *.pl.in makefile.pl build.pl", "perl"),
    row(
        "*.clj *.cljs *.cljc *.edn *.el *.lisp *.asd *.scm *.ss *.rkt *.janet dune-project", "sexp"
    ),
    row("*.opam *.opam.template opam v.mod", "opam"),
    row("*.hs *.ml *.mli *.elm *.purs *.dhall", "functional"),
    row("*.jl", "julia"),
    row("*.lua *.rockspec", "lua"),
    row("*.nim *.nims *.nimble", "nim"),
    row("*.zig *.zon", "zig"),
    row("cmakelists.txt *.cmake *.cmake.in", "cmake"),
    row("meson.build", "meson"),
    row("configure.ac configure.in *.m4", "autoconf"),
    row(
        "makefile gnumakefile bsdmakefile makefile.* *.mk *.mak *.make *.pro *.pri justfile"
        " .justfile *.just doxyfile doxyfile.in *.doxyfile meta meta.in",
        "makefile",
    ),
    row("*.sh *.bash *.zsh *.ksh *.sh.in pkgbuild apkbuild", "shell"),
    row("*.bat *.cmd", "batch"),
    row("*.tcl *.tm *.fish", "tcl"),
    row("*.pas *.dpr *.dpk *.lpr *.ads *.adb", "pascal"),
    row("*.f90 *.f95 *.f03 *.f08 *.f", "fortran"),
    row("*.sty *.cls *.dtx *.tex", "latex"),
    row("*.toc", "addon_toc"),
    row(
        "dockerfile dockerfile.* *.dockerfile containerfile containerfile.* earthfile",
        "dockerfile",
    ),
    row("*.tf *.tfvars *.tofu *.hcl *.nomad", "terraform"),
    row("*.nix", "nix"),
    row("*.spec *.spec.in", "rpm_spec"),
    row("*.psd1 *.psm1 *.ps1", "powershell"),
    row("*.iss *.nsi *.nsh", "installer"),
    row("*.xcconfig", "xcconfig"),
    row("*.css *.scss *.sass *.less", "css_header"),
)
