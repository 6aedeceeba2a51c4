// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The renderers: the JSON contract, the shape of SARIF, and what a person sees.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "render/common.h"
#include "render/render.h"
#include "unit/sample_report.h"

using namespace stallhound;
using Json = nlohmann::ordered_json;

namespace {

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> result;
  for (const auto& item : object.items()) result.push_back(item.key());
  return result;
}

using Keys = std::vector<std::string>;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t result = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++result;
  return result;
}

std::string text(const Report& report) { return render_text(report, {}); }
Json json(const Report& report) { return Json::parse(render_json(report)); }
Json sarif(const Report& report) { return Json::parse(render_sarif(report)); }

Report report_of(std::vector<Finding> findings) {
  Report report = sample::empty_report();
  report.findings = std::move(findings);
  sample::summarise(report);
  return report;
}

Finding at_line(Finding finding, std::uint32_t line) {
  finding.location.line = line;
  finding.path.back().location.line = line;
  return finding;
}

/// The line with the caret, below the source line.
std::string caret_line(const std::string& output) {
  const std::size_t begin = output.find("      |");
  return output.substr(begin, output.find('\n', begin) - begin);
}

Report with_line(const std::string& snippet, std::uint32_t column) {
  Finding finding = sample::sleep_finding();
  finding.snippet = snippet;
  finding.location.column = column;
  return report_of({finding});
}

}  // namespace

TEST_CASE("JSON has the keys of the contract, in order", "[render]") {
  const Json document = json(sample::report());
  CHECK(keys(document) == Keys{"version", "tool", "summary", "verdict", "findings", "problems", "unresolved"});
  CHECK(document["version"] == 1);
  CHECK(document["verdict"] == Json{{"result", "fail"}, {"why", "1 definite finding at or above warning"}});
  CHECK(document["tool"] == Json{{"name", "stallhound"}, {"version", "0.1.0"}});
  CHECK(keys(document["summary"]) == Keys{"translation_units", "failed", "contexts", "findings", "by_category",
                                          "by_severity", "suppressed", "functions"});
  CHECK(document["summary"]["by_category"] == Json{{"sleep", 1}, {"file-io", 1}});
  CHECK(document["summary"]["by_severity"] == Json{{"error", 1}, {"warning", 1}, {"note", 0}});
  const Json& finding = document["findings"][0];
  CHECK(keys(finding) == Keys{"rule", "category", "severity", "priority",    "confidence", "message",   "location",
                              "call", "function", "cost",     "because",     "in_loop",    "context",   "more_contexts",
                              "path", "boundary", "fix",      "fingerprint", "state",      "suppressed"});
  CHECK(finding["rule"] == "sleep/posix");
  CHECK(finding["category"] == "sleep");
  CHECK(finding["severity"] == "error");
  CHECK(finding["priority"] == "P0");
  CHECK(finding["confidence"] == "definite");
  CHECK(finding["location"] == Json{{"file", "src/nap.cpp"}, {"line", 7}, {"column", 3}});
  CHECK(finding["call"] == "sleep");
  CHECK(finding["function"] == "nap()");
  CHECK(finding["cost"] == "seconds");
  CHECK(finding["in_loop"] == false);
  CHECK(keys(finding["context"]) == Keys{"kind", "framework", "function", "location"});
  CHECK(finding["context"]["kind"] == "coroutine");
  CHECK(finding["more_contexts"].empty());
  REQUIRE(finding["path"].size() == 3);
  CHECK(keys(finding["path"][1]) == Keys{"function", "location", "via"});
  CHECK(finding["path"][1]["via"] == "virtual");
  CHECK(keys(finding["boundary"]) == Keys{"function", "location"});
  CHECK(finding["boundary"]["function"] == "session(tcp::socket)");
  CHECK(finding["fingerprint"] == "0123456789abcdef");
  CHECK(finding["state"] == "new");
  CHECK(finding["suppressed"].is_null());
  CHECK(finding["because"].empty());
  CHECK(document["findings"][1]["because"] == Json{"several-targets", "repeated"});
  CHECK(keys(document["findings"][1]["more_contexts"][0]) == Keys{"kind", "framework", "function", "location"});
  CHECK(keys(document["problems"][0]) == Keys{"kind", "file", "message"});
  // A list even without elements, so that a script can loop over it.
  CHECK(document["unresolved"] ==
        Json{{"indirect_calls", 12}, {"missing_bodies", 1}, {"failed_units", 2}, {"unknown_functions", Json::array()}});
  CHECK(render_json(sample::report()).ends_with("}\n"));
  CHECK(has(render_json(sample::report()), "\n  \"version\": 1,\n"));
}

TEST_CASE("JSON tells suppressions, baseline states and broken text", "[render]") {
  Finding finding = sample::sleep_finding();
  finding.suppressed = {{"comment", {"src/nap.cpp", 7, 12}, "start-up only"}};
  finding.state = State::updated;
  finding.message = "bad \xff byte";
  const Json document = json(report_of({finding}));
  const Json& result = document["findings"][0];
  CHECK(result["suppressed"] ==
        Json{{"kind", "comment"}, {"file", "src/nap.cpp"}, {"line", 7}, {"column", 12}, {"reason", "start-up only"}});
  CHECK(result["state"] == "updated");
  CHECK(result["message"] == "bad \xEF\xBF\xBD byte");
  CHECK(document["summary"]["suppressed"] == 1);
  CHECK(document["summary"]["by_category"] == Json::object());
}

TEST_CASE("empty reports", "[render]") {
  Report report = sample::empty_report();
  CHECK(text(report) == "No blocking calls in loop code: 120 translation units, 34 contexts\nPASS: no findings\n");
  CHECK(json(report)["findings"] == Json::array());
  CHECK(sarif(report)["runs"][0]["results"] == Json::array());
  report.summary.contexts = 0;
  CHECK(has(text(report), "No event-loop code found in 120 translation units"));
  report.summary.failed = report.summary.translation_units = 1;
  CHECK(has(text(report), "Nothing could be analysed: 1 translation unit, 0 contexts; 1 unit could not be analysed\n"));
}

TEST_CASE("text tells the whole story of a finding", "[render]") {
  Report report = report_of({sample::sleep_finding()});
  CHECK(text(report) ==
        "src/nap.cpp:7:3: error: 'sleep' stops the event loop for as long as it sleeps [sleep/posix]\n"
        "    7 |   sleep(1);\n"
        "      |   ^~~~~\n"
        "src/session.cpp:20:1: note: 'session(tcp::socket)' is a coroutine on asio\n"
        "src/session.cpp:24:5: note: 'session(tcp::socket)' calls 'load()'\n"
        "src/nap.cpp:12:3: note: 'load()' calls 'nap()' (virtual call)\n"
        "  why: A sleeping thread runs no other task of its loop, so every connection waits with it.\n"
        "  fix: co_await a timer: asio::steady_timer timer(executor, 1s); co_await\n"
        "       timer.async_wait(use_awaitable);\n"
        "\n"
        "1 finding (1 error) in 120 translation units, 34 contexts\n"
        "PASS: no findings\n");

  const std::string two = text(sample::report());
  CHECK(has(two,
            "note: callback 'on_timer' runs on the libuv loop (libuv timer callback, registered at "
            "src/main.c:12:5)\n"));
  CHECK(has(two, "  also: reached from 'on_signal' and 3 more contexts\n"));
  CHECK(has(two, "  confidence: probable, since the call at src/main.c:30 may run one of several functions\n"));
  CHECK(has(two, "  cost: milliseconds, since it happens in a loop\n"));
  // What is unbounded anyway is not so because of the loop.
  Finding endless = sample::file_finding();
  endless.cost = Cost::unbounded;
  endless.raised = false;
  endless.because = {};
  CHECK(!has(text(report_of({endless})), "cost:"));
  CHECK(has(two, "  src/broken.cpp: parse-error: 'missing.h' file not found (and in 1 more file)\n"));
  CHECK(has(two, "not followed: 12 indirect calls without a known target, 1 function without a body\n"));
  CHECK(two.ends_with(
      "2 findings (1 error, 1 warning) in 120 translation units, 34 contexts; 2 units could not be analysed\n"
      "FAIL: 1 definite finding at or above warning\n"));
}

TEST_CASE("text wraps prose only", "[render]") {
  const std::string narrow = render_text(report_of({sample::sleep_finding()}), {false, 40});
  CHECK(has(narrow, "  why: A sleeping thread runs no other\n       task of its loop, so every\n"));
  const std::string endless = render_text(report_of({sample::sleep_finding()}), {false, 0});
  CHECK(has(endless, "co_await timer.async_wait(use_awaitable);\n"));
}

TEST_CASE("the caret stands under the call", "[render]") {
  SECTION("spaces") { CHECK(caret_line(text(with_line("  sleep(1);", 3))) == "      |   ^~~~~"); }
  SECTION("tabs reach the next tab stop") {
    const std::string output = text(with_line("\tx;\tsleep(1);", 5));
    CHECK(has(output, "    7 |     x;  sleep(1);\n"));
    CHECK(caret_line(output) == "      |         ^~~~~");
  }
  SECTION("characters of several bytes take their columns on the screen") {
    // "é" has two bytes and one column, "文" three and two, a combining accent two and none.
    CHECK(caret_line(text(with_line("é; sleep(1);", 5))) == "      |    ^~~~~");
    CHECK(caret_line(text(with_line("文; sleep(1);", 6))) == "      |     ^~~~~");
    CHECK(caret_line(text(with_line("e\u0301; sleep(1);", 6))) == "      |    ^~~~~");
  }
  SECTION("qualified names") { CHECK(caret_line(text(with_line("std::getline(a, b);", 1))) == "      | ^~~~~~~~~~~~"); }
  SECTION("a column behind the end, a line end, control characters") {
    CHECK(caret_line(text(with_line("ab\r", 9))) == "      |   ^");
    CHECK(has(text(with_line("\x1b[31msleep(1);", 6)), "    7 | \xEF\xBF\xBD[31msleep(1);\n"));
  }
  SECTION("long lines are cut around the call") {
    const std::string output = text(with_line(std::string(300, 'x') + " sleep(1); " + std::string(300, 'y'), 302));
    const std::string caret = caret_line(output);
    const std::size_t begin = output.find("    7 | ");
    const std::string source = output.substr(begin, output.find('\n', begin) - begin);
    CHECK(source.size() <= 100);
    CHECK(source.substr(caret.find('^'), 5) == "sleep");
    CHECK(source.substr(8, 3) == "...");
    CHECK(source.ends_with("..."));
  }
  SECTION("no source line, no caret") { CHECK_FALSE(has(text(with_line("", 3)), "|")); }
}

TEST_CASE("colours only on request", "[render]") {
  CHECK_FALSE(has(text(sample::report()), "\x1b"));
  const std::string output = render_text(sample::report(), {true, 100});
  CHECK(has(output, "\x1b[1;31merror:\x1b[0m"));
  CHECK(has(output, "\x1b[1;35mwarning:\x1b[0m"));
  CHECK(has(output, "\x1b[1;36mnote:\x1b[0m"));
  CHECK(has(output, "\x1b[1;32m^~~~~\x1b[0m"));
  std::string bare = output;
  for (std::size_t at = bare.find('\x1b'); at != std::string::npos; at = bare.find('\x1b')) {
    bare.erase(at, bare.find('m', at) - at + 1);
  }
  CHECK(bare == text(sample::report()));
}

TEST_CASE("text says nothing twice", "[render]") {
  const Finding first = sample::sleep_finding();
  Finding elsewhere = first;
  elsewhere.location.file = "src/other.cpp";
  const std::string output = text(report_of({first, at_line(first, 8), elsewhere}));
  CHECK(count(output, "  why: ") == 2);  // Once for each file.
  CHECK(count(output, "  fix: as for line 7\n") == 1);
  CHECK(count(output, "calls 'load()'") == 1);
  CHECK(count(output, "reached from 'session(tcp::socket)', as above") == 2);
}

TEST_CASE("text marks the frame where an offload belongs", "[render]") {
  Finding finding = sample::sleep_finding();
  finding.boundary = 1;
  CHECK(has(text(report_of({finding})), "'load()' calls 'nap()' (virtual call); an offload belongs here\n"));
}

TEST_CASE("text shows calls that the source does not spell out", "[render]") {
  Finding finding = sample::sleep_finding();
  finding.call = "std::future<int>::~future";
  finding.path.back().via = "destructor";
  CHECK(has(text(report_of({finding})), "note: 'nap()' runs the destructor 'std::future<int>::~future'\n"));
}

TEST_CASE("text counts what it does not show", "[render]") {
  Finding suppressed = sample::sleep_finding();
  suppressed.suppressed = {{"comment", {"src/nap.cpp", 7, 12}, ""}};
  Finding known = at_line(sample::sleep_finding(), 8);
  known.state = State::unchanged;
  CHECK(text(report_of({suppressed})) ==
        "No open findings in 120 translation units, 34 contexts; 1 suppressed\nPASS: no findings\n");
  CHECK(text(report_of({suppressed, known})) ==
        "No new findings in 120 translation units, 34 contexts; 1 in the baseline; 1 suppressed\nPASS: no findings\n");
}

TEST_CASE("text summarises many findings", "[render]") {
  std::vector<Finding> findings;
  for (std::uint32_t line = 1; line <= 5; ++line) findings.push_back(at_line(sample::sleep_finding(), line));
  findings.push_back(sample::file_finding());
  Report report = report_of(findings);
  report.summary.slowest = {{"session(tcp::socket)", {"src/session.cpp", 20, 1}, 5, Cost::seconds},
                            {"on_timer", {"src/table.c", 28, 13}, 1, Cost::milliseconds}};
  for (int i = 0; i < 14; ++i) {
    report.problems.push_back({"timeout", "src/slow.cpp", "gave up after " + std::to_string(i) + " seconds"});
  }
  const std::string output = text(report);
  CHECK(has(output,
            "category              errors  warnings  notes\n"
            "sleep                      5         -      -\n"
            "file-io                    -         1      -\n"));
  CHECK(has(output,
            "  session(tcp::socket)    5 findings, seconds       src/session.cpp:20:1\n"
            "  on_timer                 1 finding, milliseconds  src/table.c:28:13\n"));
  CHECK(count(output, "timeout: ") == 10);
  CHECK(has(output, "  ... and 4 more\n"));
  CHECK(
      output.ends_with("6 findings (5 errors, 1 warning) in 120 translation units, 34 contexts\nPASS: no findings\n"));
}

TEST_CASE("SARIF describes the run", "[render]") {
  const Json document = sarif(sample::report());
  CHECK(document["version"] == "2.1.0");
  const Json& run = document["runs"][0];
  CHECK(run["columnKind"] == "utf16CodeUnits");
  CHECK(run["automationDetails"]["id"] == "stallhound/");
  CHECK(run["originalUriBaseIds"]["SRCROOT"]["uri"] == "file:///home/user/my%20project/");
  const Json& driver = run["tool"]["driver"];
  CHECK(driver["name"] == "stallhound");
  CHECK(driver["semanticVersion"] == "0.1.0");
  REQUIRE(driver["rules"].size() == 2);
  const Json& rule = driver["rules"][1];
  CHECK(rule["id"] == "sleep/posix");
  CHECK(rule["name"] == "SleepPosix");
  CHECK(rule["defaultConfiguration"]["level"] == "error");
  CHECK(rule["properties"]["problem.severity"] == "error");
  CHECK(has(rule["help"]["markdown"].get<std::string>(), "**Fix:**"));
  const Json& invocation = run["invocations"][0];
  CHECK(invocation["executionSuccessful"] == true);
  CHECK(invocation["exitCode"] == 1);
  const Json& notifications = invocation["toolExecutionNotifications"];
  REQUIRE(notifications.size() == 5);
  CHECK(notifications[0]["level"] == "error");
  CHECK(notifications[2]["level"] == "warning");
  for (const Json& notification : notifications) {
    const Json& descriptor = notification["descriptor"];
    CHECK(driver["notifications"][descriptor["index"].get<std::size_t>()]["id"] == descriptor["id"]);
  }
}

TEST_CASE("SARIF results carry the path", "[render]") {
  const Json document = sarif(sample::report());
  const Json& results = document["runs"][0]["results"];
  REQUIRE(results.size() == 2);
  const Json& result = results[0];
  CHECK(result["ruleId"] == "sleep/posix");
  CHECK(result["ruleIndex"] == 1);
  CHECK(result["level"] == "error");
  CHECK(has(result["message"]["text"].get<std::string>(),
            "Here, '[session(tcp::socket)](1)' is a coroutine on asio and reaches the call through 'load()' > "
            "'nap()'."));
  const Json& physical = result["locations"][0]["physicalLocation"];
  CHECK(physical["artifactLocation"] == Json{{"uri", "src/nap.cpp"}, {"uriBaseId", "SRCROOT"}});
  CHECK(physical["region"]["startLine"] == 7);
  CHECK(physical["region"]["startColumn"] == 3);
  CHECK(physical["region"]["endColumn"] == 8);
  const Json& flow = result["codeFlows"][0]["threadFlows"][0]["locations"];
  REQUIRE(flow.size() == 4);
  CHECK(flow[0]["location"]["message"]["text"] == "'session(tcp::socket)' is a coroutine on asio.");
  CHECK(flow[3]["location"]["message"]["text"] == "'nap()' calls 'sleep'.");
  CHECK(flow[3]["location"]["physicalLocation"] == physical);
  CHECK(result["partialFingerprints"] == Json{{"stallhound/v1", "0123456789abcdef"}});
  CHECK(result["properties"] ==
        Json{{"confidence", "definite"}, {"cost", "seconds"}, {"category", "sleep"}, {"priority", "P0"}});
  CHECK_FALSE(result.contains("baselineState"));
  CHECK_FALSE(result.contains("suppressions"));
  REQUIRE(results[1]["relatedLocations"].size() == 3);  // Context, registration, boundary.
  CHECK(results[1]["relatedLocations"][1]["id"] == 2);
  CHECK(has(results[1]["message"]["text"].get<std::string>(), "registered [here](2)"));
}

TEST_CASE("SARIF states and suppressions stand on all results or none", "[render]") {
  Report report = sample::report();
  report.findings[0].suppressed = {{"comment", {"src/nap.cpp", 7, 12}, "start-up only"}};
  report.findings[1].state = State::unchanged;
  const Json document = sarif(report);
  const Json& results = document["runs"][0]["results"];
  CHECK(results[0]["baselineState"] == "new");
  CHECK(results[1]["baselineState"] == "unchanged");
  CHECK(results[0]["suppressions"][0]["kind"] == "inSource");
  CHECK(results[0]["suppressions"][0]["justification"] == "start-up only");
  CHECK(results[1]["suppressions"] == Json::array());
}

TEST_CASE("SARIF columns and names survive odd source text", "[render]") {
  Finding finding = sample::sleep_finding();
  finding.snippet = "/* é😀 */ sleep(1);";
  finding.location.column = 14;  // In bytes.
  finding.context.function = "Table::operator[](int)";
  finding.rule = "made-up/rule";  // Not among the report's rules.
  const Json document = sarif(report_of({finding}));
  const Json& run = document["runs"][0];
  const Json& result = run["results"][0];
  CHECK(result["locations"][0]["physicalLocation"]["region"]["startColumn"] == 11);
  CHECK(has(result["message"]["text"].get<std::string>(), "'[Table::operator\\[\\](int)](1)'"));
  CHECK(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == "made-up/rule");
}

TEST_CASE("file names as URIs", "[render]") {
  CHECK(render::to_uri("src/a.cpp") == "src/a.cpp");
  CHECK(render::to_uri("src/a b#1%?.cpp") == "src/a%20b%231%25%3F.cpp");
  CHECK(render::to_uri("src/é.cpp") == "src/%C3%A9.cpp");
  CHECK(render::to_uri("a:b.c") == "a%3Ab.c");
  CHECK(render::to_uri("/usr/include/x [1].h") == "file:///usr/include/x%20%5B1%5D.h");
  CHECK(render::to_uri("C:\\src\\a.c") == "file:///C:/src/a.c");
}

TEST_CASE("columns in UTF-16 code units", "[render]") {
  CHECK(render::utf16_column("abc", 3) == 3);
  CHECK(render::utf16_column("é😀x", 7) == 4);
  CHECK(render::utf16_column("", 7) == 7);
  CHECK(render::utf16_column("\xff\xffx", 3) == 3);
}
