from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "version.rb"
STATED = (
    "module Ledger\n  VERSION = '1.2.3'.freeze\nend\n",
    'module Ledger\n  VERSION = "1.2.3" unless defined?(VERSION)\nend\n',
    'class Ledger::Client\n  VERSION = "1.2.3"\n  API_VERSION = "2020-01-01"\nend\n',
    'module Ledger\n  module VERSION\n    MAJOR = 1\n    STRING = "1.2.3"\n  end\nend\n',
    (
        "Gem::Specification.new do |spec|\n"
        '  spec.name = "x"\n'
        '  spec.version       = "1.2.3"\n'
        '  spec.required_ruby_version = ">= 3.0.0"\n'
        "end\n"
        ""
    ),
    "Gem::Specification.new do |s|\n  s.version = Gem::Version.new('1.2.3')\nend\n",
    (
        "Pod::Spec.new do |spec|\n"
        '  spec.version = "1.2.3"\n'
        '  spec.swift_version = "5.0"\n'
        ' spec.source = { :git => "x", :tag => "v#{spec.version}" }\n'
        "end\n"
        ""
    ),
    "version = '1.2.3'\nPod::Spec.new do |s|\n s.version = version\nend\n",
    'name "cookbook"\nversion "1.2.3"\nchef_version ">= 15.0"\ndepends "apt", "~> 7.0"\n',
    (
        "class Foo < Formula\n"
        '  url "https://x/foo-9.9.9.tar.gz"\n'
        '  version "1.2.3"\n'
        '  depends_on "python@3.11"\n'
        "end\n"
        ""
    ),
    'cask "x" do\n  version "1.2.3"\n  sha256 "abc"\nend\n',
    '=begin\nVERSION = "9.9.9"\n=end\nVERSION = "1.2.3"\n',
    '# VERSION = "9.9.9"\nVERSION = "1.2.3"\n__END__\nVERSION = "8.8.8"\n',
    'x = <<~EOS\n  VERSION = "9.9.9"\nEOS\nVERSION = "1.2.3"\n',
    'x = "#{"VERSION = 9.9.9"}"\nVERSION = %q(1.2.3)\n',
    '{ version: "1.2.3", name: "x" }',
    "config = { :version => '1.2.3' }\n",
    'x = y / 2; VERSION = "1.2.3"; z = /"/\n',
    (
        "module X\n"
        '  VERSION = "1.2.3"\n'
        '  COMPATIBLE_VERSION="1.0.0"\n'
        "  class Error < StandardError; end\n"
        "end\n"
        ""
    ),
    "lane :release do\n  increment_version_number(version_number: '1.2.3')\nend\n",
    "module X\r\n  VERSION = '1.2.3'\r\nend\r\n",
)
NONE = (
    "Gem::Specification.new 'x', '1.2.3' do |s|\n s.name='x'\nend\n",
    "gem 'rails', '7.0.0'\nruby '3.2.0'\n",
    'MINIMUM_VERSION = "1.0.0"\nRUBY_VERSION_REQUIRED = "3.0.0"\n',
    'Vagrant.configure("2") do |config|\n  config.vm.box_version = "1.2.3"\nend\n',
    'module X\n  def self.version\n    "1.2.3"\n  end\nend\n',
)
COMPUTED = (
    "Gem::Specification.new do |gem|\n gem.version = Ledger::VERSION\nend\n",
    'Gem::Specification.new do |s|\n  s.version = File.read("VERSION").strip\nend\n',
    (
        'require "json"\n'
        'package = JSON.parse(File.read(File.join(__dir__, "package.json")))\n'
        "Pod::Spec.new do |s|\n"
        ' s.version = package["version"]\n'
        "end\n"
        ""
    ),
    'VERSION = [1, 2, 3].join(".")\n',
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
