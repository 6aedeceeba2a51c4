// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a configuration says about findings: tests, sections, severities.
#include "catch.h"
#include "facts_builder.h"
#include "rules/config.h"

namespace stallhound {
namespace {

Policy policy(const std::string& text) {
  const auto config = read_config("c.json", "/p", text);
  if (!config) {
    for (const auto& error : config.errors()) UNSCOPED_INFO(to_string(error));
  }
  REQUIRE(config.ok());
  auto result = config->policy;
  result.file = "c.json";
  return result;
}

JudgeOptions with(const std::string& text) {
  JudgeOptions options;
  options.policy = policy(text);
  return options;
}

/// Loop code in one file calls a helper in another one.
std::vector<TuFacts> two_files(const std::string& caller = "/p/tools/a.c", const std::string& helper = "/p/src/b.c") {
  UnitBuilder first(caller);
  first.define("start").annotate("loop").calls("leaf");
  UnitBuilder second(helper);
  second.define("leaf").calls("nap");
  return {first.facts, second.facts};
}

Lines hidden_by(const Analysis& all) {
  Lines lines;
  for (const auto& finding : all.report.findings) {
    for (const auto& by : finding.suppressed) {
      lines.push_back(by.kind + " " + by.location.file + ":" + std::to_string(by.location.line) + " " + by.reason);
    }
  }
  return lines;
}

TEST_CASE("the setting about a rule beats the one about its category", "[policy]") {
  const std::vector<RuleSetting> settings{{"sleep/t", true, Severity::note}, {"sleep", false, {}}, {"lock", true, {}}};
  REQUIRE(find_setting(settings, "sleep/t") != nullptr);
  CHECK(find_setting(settings, "sleep/t")->on);
  CHECK(!find_setting(settings, "sleep/other")->on);
  CHECK(find_setting(settings, "lock/x")->on);
  CHECK(find_setting(settings, "sl/t") == nullptr);
  CHECK(find_setting(settings, "sleepy/t") == nullptr);
}

TEST_CASE("tests hide calls, steps and contexts in them", "[policy]") {
  for (const auto* pattern : {"tools", "src"}) {
    const auto all = analyse(two_files(), with(std::string("{\n\"tests\": [\"") + pattern + "\"]}"));
    CHECK(stories(all) == Lines{"nap: start > leaf [definite] (hidden)"});
    CHECK(hidden_by(all) == Lines{"setting c.json:2 test code"});
    CHECK(all.report.verdict.exit_code == 0);
    CHECK(all.report.problems.empty());
  }
  CHECK(hidden_by(analyse(two_files(), with(R"({"tests": ["lib"]})"))).empty());
}

TEST_CASE("code outside of the configuration's folder is not covered", "[policy]") {
  auto options = with(R"({"tests": ["**"]})");
  options.policy.folder = "/p/src";
  CHECK(hidden_by(analyse(two_files("/p/a.c", "/p/srcs/b.c"), options)).empty());
  CHECK(hidden_by(analyse(two_files("/p/a.c", "/p/src/b.c"), options)).size() == 1);
}

TEST_CASE("a section turns rules off in its files, and a later one on again", "[policy]") {
  const auto first = R"({"paths": ["src"], "rules": {"sleep": "off"}})";
  const auto count = [&](const std::string& second) {
    return hidden_by(analyse(two_files(), with(std::string(R"({"sections": [)") + first + second + "]}"))).size();
  };
  CHECK(count("") == 1);
  CHECK(count(R"(, {"paths": ["*.c"], "rules": {"sleep/t": "on"}})") == 0);
  CHECK(count(R"(, {"paths": ["*.c"], "rules": {"wait": "on"}})") == 1);
  CHECK(count(R"(, {"paths": ["*.h"], "rules": {"sleep": "on"}})") == 1);
  CHECK(count(R"(, {"paths": ["*.c"], "fail_on": "error"})") == 1);
}

TEST_CASE("severities: the section's, then the project's, then that of the cost", "[policy]") {
  const auto severity = [](const std::string& text) {
    const auto all = analyse(two_files(), with(text));
    REQUIRE(all.report.findings.size() == 1);
    return all.report.findings[0].severity;
  };
  CHECK(severity("{}") == Severity::warning);
  CHECK(severity(R"({"rules": {"sleep": "error"}})") == Severity::error);
  CHECK(severity(R"({"rules": {"sleep": "error", "sleep/t": "note"}})") == Severity::note);
  CHECK(severity(R"({"rules": {"sleep": "error"}, "sections": [{"paths": ["src"], "rules": {"sleep": "note"}}]})") ==
        Severity::note);
  CHECK(severity(R"({"rules": {"sleep": "error"}, "sections": [{"paths": ["src"], "rules": {"sleep": "on"}}]})") ==
        Severity::error);
  // About the call, not about who calls.
  CHECK(severity(R"({"sections": [{"paths": ["tools"], "rules": {"sleep": "note"}}]})") == Severity::warning);
}

TEST_CASE("the level that fails can differ by folder", "[policy]") {
  const auto code = [](const std::string& text, Severity level = Severity::warning) {
    auto options = with(text);
    options.fail_on = level;
    return analyse(two_files(), options).report.verdict.exit_code;
  };
  CHECK(code(R"({"sections": [{"paths": ["src"], "fail_on": "error"}]})") == 0);
  CHECK(code(R"({"sections": [{"paths": ["tools"], "fail_on": "error"}]})") == 1);
  CHECK(code(R"({"sections": [{"paths": ["src"], "fail_on": "warning"}]})", Severity::error) == 1);
}

TEST_CASE("a rule that only a section turns on is not reported elsewhere", "[policy]") {
  auto options = with(R"({"sections": [{"paths": ["src"], "rules": {"sleep": "on"}}]})");
  options.policy.off_elsewhere = {"sleep/t"};
  CHECK(analyse(two_files(), options).report.findings.size() == 1);
  CHECK(analyse(two_files("/p/src/a.c", "/p/lib/b.c"), options).report.findings.empty());
}

TEST_CASE("rules that are off are not reported and known to why-not", "[policy]") {
  JudgeOptions options;
  options.analyze.rules_off = {"sleep/t"};
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("nap").calls("sleep");
  const auto all = analyse(unit, options);
  CHECK(stories(all) == Lines{"sleep: start [definite]"});
  REQUIRE(all.labels.accepted.size() == 1);
  CHECK(all.labels.accepted[0].because.reason == Reason::rule_off);
}

TEST_CASE("contexts in tests are no contexts for the baseline", "[policy]") {
  UnitBuilder first("/p/tests/a.c");
  first.define("on_test").annotate("loop").calls("leaf");
  UnitBuilder second("/p/src/b.c");
  second.define("start").annotate("loop").calls("leaf");
  second.define("leaf").calls("nap");
  auto options = with(R"({"tests": ["tests"]})");
  options.all_contexts = true;
  const auto all = analyse(std::vector{first.facts, second.facts}, options);
  REQUIRE(all.report.findings.size() == 1);
  CHECK(all.report.findings[0].contexts == std::vector<std::string>{"start"});
  CHECK(all.report.findings[0].more_contexts_count == 0);
}

TEST_CASE("what a section says about one rule closes no way of another", "[policy]") {
  UnitBuilder first("/p/tools/a.c");
  first.define("on_tool").annotate("loop").calls("leaf");
  UnitBuilder second("/p/src/b.c");
  second.define("start").annotate("loop").calls("leaf");
  second.define("leaf").calls("nap").calls("hang");
  auto options = with(R"({"sections": [{"paths": ["tools"], "rules": {"sleep": "off"}}]})");
  options.all_contexts = true;
  const auto all = analyse(std::vector{first.facts, second.facts}, options);
  REQUIRE(all.report.findings.size() == 2);
  CHECK(all.report.findings[0].contexts == std::vector<std::string>{"start"});
  CHECK(all.report.findings[1].contexts == std::vector<std::string>{"on_tool", "start"});
}

TEST_CASE("what a project declares about its own functions holds although they have bodies", "[policy]") {
  const auto config = read_config("c.json", "/p", R"({
    "blocking": [{"names": ["query"], "category": "database"}],
    "contexts": [{"calls": ["subscribe"], "arg": 0}] })");
  REQUIRE(config.ok());
  RuleSet rules = test_rules();
  REQUIRE(add_declared(*config, rules).empty());
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("query");
  unit.define("query").calls("nap");
  unit.define("main").calls("subscribe", {passing("on_event")});
  unit.define("subscribe", 1);
  unit.define("on_event").calls("nap");
  const auto report = analyse(AnalysisInput{{unit.facts}, "/p", rules}).report;
  Lines lines;
  for (const auto& finding : report.findings) lines.push_back(finding.rule + " in " + finding.function);
  CHECK(lines == Lines{"database/project in start", "sleep/t in on_event"});
}

}  // namespace
}  // namespace stallhound
