// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Packs from text and from disk, without mistakes: what they become.
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "catch.h"
#include "pack_text.h"
#include "rules/load.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;
RuleSet load(const std::string& text) {
  Result<RuleSet> rules = load_rules_from_text({{"p.json", text}});
  for (const std::string& mistake : mistakes_in(text)) UNSCOPED_INFO(mistake);
  REQUIRE(rules.ok());
  return *rules;
}

// The one condition of a pack, read without mistakes.
Condition read(const std::string& text) {
  const RuleSet rules = load(condition(text));
  REQUIRE(rules.blocking.size() == 1);
  REQUIRE(rules.blocking[0].when);
  return *rules.blocking[0].when;
}

constexpr const char* full_pack = R"({
  // A comment.
  "schema": 1, "pack": "uv", "title": "libuv", "about": "About.",
  "framework": { "id": "libuv", "name": "libuv", "fixes": { "file-io": "use uv_fs_*" }, "offload": "uv_queue_work" },
  "models": [ "uv_", "boost::asio" ],
  "blocking": [
    { "names": ["uv_fs_{open,close}", "sqlite3_*", "Matrix::operator*"], "category": "file-io", "source": "fs",
      "cost": "milliseconds", "when": { "arg": 5, "is_null": true }, "unless": [ { "arg": 0, "equals": 1 } ],
      "if_unknown": "silent", "confidence": "possible", "opt_in": true,
      "why": "It waits.", "fix": { "default": "pass a callback", "libuv": "pass it" } },
    { "names": ["sleep"], "category": "sleep", "cost": "seconds", "why": "It sleeps.", "fix": { "default": "wait" } } ],
  "contexts": [
    { "calls": ["uv_timer_start"], "arg": 1, "what": "timer callback", "when": { "arg": 1, "is_null": false } },
    { "overrides": ["Reactor::on_done"], "framework": "grpc" }, { "types": ["uv_cb"] }, { "fields": ["S::exit_cb"] },
    { "functions": ["main_loop"] }, { "parameters": ["Request"] }, { "annotations": ["loop {x}"] },
    { "loop_around": ["epoll_wait"], "confidence": "probable" } ],
  "barriers": [ { "calls": ["uv_queue_work"], "arg": [1, 2] } ],
  "wrappers": [ { "calls": ["std::bind"], "arg": "all" }, { "calls": ["run_now"], "arg": 0, "runs": "here" } ],
  "coroutines": [ { "types": ["task"], "kind": "caller" }, { "types": ["gen"], "kind": "generator" } ],
  "hops": [ { "calls": ["pool::schedule"], "to": "thread" }, { "calls": ["loop::schedule"], "to": "loop" } ],
  "trusted": [ "safe", "safe_*" ],
  /* Another comment. */
  "requires": [
    { "names": ["open"], "handle": 1, "category": "missing-timeout", "severity": "error", "unless": { "arg": 0, "equals": "" },
      "satisfied_by": [ { "names": ["set_timeout"], "handle": 2, "when": { "arg": 1, "greater_than": 0 } },
                        { "names": ["set_timeout"] } ],
      "why": "It hangs.", "fix": { "default": "set a timeout" } } ]
})";

TEST_CASE("a pack with every section loads", "[load]") {
  const RuleSet rules = load(full_pack);
  REQUIRE(rules.packs.size() == 1);
  CHECK(rules.packs[0].id == "uv");
  CHECK(rules.packs[0].title == "libuv");
  CHECK(rules.packs[0].file == "p.json");
  CHECK(rules.packs[0].documentation == "About.");
  REQUIRE(rules.find_framework("libuv"));
  CHECK(rules.find_framework("libuv")->fixes.at(Category::file_io) == "use uv_fs_*");
  CHECK(rules.find_framework("libuv")->offload == "uv_queue_work");
  CHECK(rules.models.size() == 2);
  CHECK(rules.models.contains("uv_"));
  CHECK(rules.models.contains("boost::asio"));
  CHECK(rules.trusted == Lines{"safe", "safe_*"});
}

TEST_CASE("blocking entries load", "[load]") {
  const RuleSet rules = load(full_pack);
  REQUIRE(rules.blocking.size() == 2);
  const BlockingRule& rule = rules.blocking[0];
  CHECK(rule.id == "file-io/fs");
  CHECK(rule.category == Category::file_io);
  CHECK(rule.cost == Cost::milliseconds);
  CHECK(rule.confidence == Confidence::possible);
  CHECK(rule.opt_in);
  CHECK(rule.names == Lines{"uv_fs_open", "uv_fs_close", "sqlite3_*", "Matrix::operator*"});
  CHECK(rule.why == "It waits.");
  CHECK(rule.fix == std::map<std::string, std::string>{{"default", "pass a callback"}, {"libuv", "pass it"}});
  CHECK(rule.when_unknown == IfUnknown::silent);
  CHECK(rule.unless_unknown == IfUnknown::silent);
  CHECK(rule.origin.pack == 0);
  CHECK(rule.origin.line == 7);
  REQUIRE(rule.when);
  CHECK(rule.when->test == Test::is_null);
  CHECK(rule.when->subject == Subject::argument);
  CHECK(rule.when->index == 5);
  REQUIRE(rule.unless);
  CHECK(rule.unless->test == Test::any);

  const BlockingRule& plain = rules.blocking[1];
  CHECK(plain.id == "sleep/uv");
  CHECK_FALSE(plain.opt_in);
  CHECK(plain.confidence == Confidence::definite);
  CHECK(plain.when_unknown == IfUnknown::possible);
  CHECK(plain.unless_unknown == IfUnknown::definite);
  CHECK_FALSE(plain.when);
}

TEST_CASE("registrations, coroutines and hops load", "[load]") {
  const RuleSet rules = load(full_pack);
  REQUIRE(rules.registrations.size() == 11);
  const Registration& timer = rules.registrations[0];
  CHECK(timer.runs == Runs::loop);
  CHECK(timer.form == Form::calls);
  CHECK(timer.arguments == std::vector<std::uint32_t>{1});
  CHECK(timer.framework == "libuv");
  CHECK(timer.what == "timer callback");
  REQUIRE(timer.when);
  CHECK(timer.when->test == Test::negate);
  CHECK(rules.registrations[1].framework == "grpc");
  CHECK(rules.registrations[6].names == Lines{"loop {x}"});
  CHECK(rules.registrations[7].form == Form::loop_around);
  CHECK(rules.registrations[7].confidence == Confidence::probable);
  CHECK(rules.registrations[8].runs == Runs::thread);
  CHECK(rules.registrations[8].arguments == std::vector<std::uint32_t>{1, 2});
  CHECK(rules.registrations[9].runs == Runs::kept);
  CHECK(rules.registrations[9].all_arguments);
  CHECK(rules.registrations[10].runs == Runs::here);
  CHECK_FALSE(rules.registrations[10].all_arguments);

  REQUIRE(rules.coroutines.size() == 2);
  CHECK(rules.coroutines[0].kind == CoroutineKind::caller);
  CHECK(rules.coroutines[1].kind == CoroutineKind::generator);
  REQUIRE(rules.hops.size() == 2);
  CHECK(rules.hops[0].to == Runs::thread);
  CHECK(rules.hops[1].to == Runs::loop);
}

TEST_CASE("handles that need a follow-up load", "[load]") {
  const RuleSet rules = load(full_pack);
  REQUIRE(rules.requires_.size() == 1);
  const RequireRule& rule = rules.requires_[0];
  CHECK(rule.id == "missing-timeout/uv");
  CHECK(rule.severity == Severity::error);
  CHECK(rule.handle == HandlePart{HandlePart::Kind::argument, 1});
  CHECK(rule.unless.has_value());
  REQUIRE(rule.satisfied_by.size() == 2);
  CHECK(rule.satisfied_by[0].handle == HandlePart{HandlePart::Kind::argument, 2});
  CHECK(rule.satisfied_by[0].when.has_value());
  CHECK(rule.satisfied_by[1].handle == HandlePart{HandlePart::Kind::argument, 0});
}

TEST_CASE("each kind of name has its index", "[load]") {
  const RuleSet rules = load(full_pack);
  using Refs = std::vector<RuleRef>;
  CHECK(rules.functions.at("uv_fs_close") == Refs{{RuleKind::blocking, 0}});
  CHECK(rules.functions.at("Matrix::operator*") == Refs{{RuleKind::blocking, 0}});
  CHECK(rules.functions.at("uv_timer_start") == Refs{{RuleKind::registration, 0}});
  CHECK(rules.functions.at("main_loop") == Refs{{RuleKind::registration, 4}});
  CHECK(rules.functions.at("epoll_wait") == Refs{{RuleKind::registration, 7}});
  CHECK(rules.functions.at("loop::schedule") == Refs{{RuleKind::hop, 1}});
  CHECK(rules.functions.at("safe") == Refs{{RuleKind::trusted, 0}});
  CHECK(rules.functions.at("open") == Refs{{RuleKind::require, 0}});
  CHECK(rules.functions.at("set_timeout") == Refs{{RuleKind::follow_up, 0}});
  CHECK(rules.overrides.at("Reactor::on_done") == Refs{{RuleKind::registration, 1}});
  CHECK(rules.types.at("uv_cb") == Refs{{RuleKind::registration, 2}});
  CHECK(rules.types.at("Request") == Refs{{RuleKind::registration, 5}});
  CHECK(rules.fields.at("S::exit_cb") == Refs{{RuleKind::registration, 3}});
  CHECK(rules.annotations.at("loop {x}") == Refs{{RuleKind::registration, 6}});
  CHECK(rules.coroutine_types.at("gen") == Refs{{RuleKind::coroutine, 1}});
  CHECK(rules.functions.count("sqlite3_*") == 0);
  CHECK(rules.functions.count("uv_cb") == 0);
  REQUIRE(rules.function_globs.size() == 2);
  const auto& family = rules.function_globs.at("sqlite3_");
  CHECK(family.front().pattern == "sqlite3_*");
  CHECK(family.front().ref == RuleRef{RuleKind::blocking, 0});
  CHECK(rules.function_globs.at("safe_").front().ref == RuleRef{RuleKind::trusted, 1});
}

TEST_CASE("a name may mean several things, in pack order", "[load]") {
  const std::string first = R"({"schema": 1, "pack": "a", "title": "A", "trusted": ["f"]})";
  const std::string second = R"({"schema": 1, "pack": "b", "title": "B",
    "hops": [{"calls": ["f"], "to": "loop"}], "trusted": ["f"]})";
  const Result<RuleSet> rules = load_rules_from_text({{"a.json", first}, {"b.json", second}});
  REQUIRE(rules.ok());
  CHECK(rules->functions.at("f") ==
        std::vector<RuleRef>{{RuleKind::trusted, 0}, {RuleKind::hop, 0}, {RuleKind::trusted, 1}});
  CHECK(rules->hops[0].origin.pack == 1);
}

TEST_CASE("conditions load", "[load]") {
  const Condition list = read(R"([ {"arg": 0, "is_zero": true}, {"awaited": true} ])");
  CHECK(list.test == Test::all);
  REQUIRE(list.children.size() == 2);
  CHECK(list.children[1].test == Test::awaited);
  CHECK(list.children[1].subject == Subject::call);

  const Condition values = read(R"({"arg": 2, "equals": [-1, "Qt::X", true, ""]})");
  CHECK(values.numbers == std::vector<std::int64_t>{-1, 1});
  CHECK(values.strings == Lines{"Qt::X", ""});
  CHECK(values.index == 2);

  const Condition type = read(R"({"param": 1, "type_is": "std::{mutex,timed_*}"})");
  CHECK(type.subject == Subject::parameter);
  CHECK(type.strings == Lines{"std::mutex", "std::timed_*"});
  CHECK(read(R"({"object": true, "type_argument_is": ["unsigned int"]})").subject == Subject::object);
  CHECK(read(R"({"arg": 0, "contains": "a{b"})").strings == Lines{"a{b"});

  const Condition opposite = read(R"({"arg": 3, "present": false})");
  CHECK(opposite.test == Test::negate);
  REQUIRE(opposite.children.size() == 1);
  CHECK(opposite.children[0].test == Test::present);
  CHECK(opposite.children[0].index == 3);

  const Condition nested = read(R"({"not": {"any": [{"arg": 0, "has_flag": 64}, {"discarded": true}]}})");
  CHECK(nested.test == Test::negate);
  REQUIRE(nested.children.size() == 1);
  CHECK(nested.children[0].test == Test::any);
  CHECK(nested.children[0].children.size() == 2);
}

// A directory that is gone after the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_(fs::temp_directory_path() / ("stallhound_" + std::to_string(std::random_device()()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string write(const std::string& name, const std::string& pack) const {
    std::ofstream(path_ / name) << R"({"schema": 1, "pack": ")" << pack << R"(", "title": "T"})";
    return path(name);
  }
  std::string path(const std::string& name = {}) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

TEST_CASE("directories come first, in name order, and files are read once", "[load]") {
  const TemporaryDirectory directory;
  const std::string extra = directory.write("extra.pack", "extra");
  const std::string second = directory.write("b.json", "b");
  directory.write("a.json", "a");
  std::ofstream(directory.path("schema.json")) << "not a pack";

  const Result<RuleSet> rules = load_rules({extra, second, directory.path(), extra});
  REQUIRE(rules.ok());
  Lines ids;
  for (const Pack& pack : rules->packs) ids.push_back(pack.id);
  CHECK(ids == Lines{"a", "b", "extra"});
}

TEST_CASE("files that cannot be read are mistakes", "[load]") {
  const TemporaryDirectory directory;
  const Result<RuleSet> rules = load_rules({directory.path("missing.json"), directory.path()});
  REQUIRE_FALSE(rules.ok());
  Lines messages;
  for (const Diagnostic& mistake : rules.errors()) messages.push_back(mistake.message);
  CHECK(messages == Lines{"the directory has no packs (*.json)", "cannot read the pack"});
  CHECK(load_rules({}).ok());
}

#ifdef STALLHOUND_SOURCE_DIR
TEST_CASE("the schema knows every category", "[load]") {
  std::ifstream stream(std::string(STALLHOUND_SOURCE_DIR) + "/rules/schema.json");
  const std::string schema{std::istreambuf_iterator<char>(stream), {}};
  REQUIRE_FALSE(schema.empty());
  for (std::size_t i = 0; i < category_count; ++i) {
    const std::string word = '"' + std::string(to_string(static_cast<Category>(i))) + '"';
    INFO(word);
    CHECK(schema.find(word) != std::string::npos);
  }
}
#endif

}  // namespace
}  // namespace stallhound
