// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The reports for code hosts: limits of SARIF uploads, GitHub annotations, GitLab Code Quality, Markdown, HTML.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/compressed_size.h"
#include "catch.h"
#include "render/common.h"
#include "render/render.h"
#include "unit/sample_report.h"

using namespace stallhound;
using Json = nlohmann::ordered_json;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t result = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++result;
  return result;
}

Report report_of(std::vector<Finding> findings) {
  Report report = sample::empty_report();
  report.findings = std::move(findings);
  sample::summarise(report);
  return report;
}

Finding with_severity(Severity severity, std::uint32_t line) {
  Finding finding = sample::sleep_finding();
  finding.severity = severity;
  finding.location.line = line;
  return finding;
}

std::vector<std::uint32_t> lines_of(const Json& document) {
  std::vector<std::uint32_t> lines;
  for (const Json& result : document["runs"][0]["results"]) {
    lines.push_back(result["locations"][0]["physicalLocation"]["region"]["startLine"]);
  }
  return lines;
}

/// The notification with this id; null if there is none.
Json notification(const Json& document, const std::string& id) {
  const Json& invocation = document["runs"][0]["invocations"][0];
  if (!invocation.contains("toolExecutionNotifications")) return {};
  for (const Json& item : invocation["toolExecutionNotifications"]) {
    if (item["descriptor"]["id"] == id) return item;
  }
  return {};
}

using Lines = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("SARIF leaves out what matters least, and says so", "[render]") {
  Finding known = with_severity(Severity::error, 1);
  known.state = State::unchanged;
  Finding suppressed = with_severity(Severity::error, 2);
  suppressed.suppressed = {{"comment", {"src/nap.cpp", 2, 1}, ""}};
  Finding unsure = with_severity(Severity::warning, 4);
  unsure.confidence = Confidence::possible;
  const Report report = report_of({known, suppressed, with_severity(Severity::note, 3), unsure,
                                   with_severity(Severity::warning, 5), with_severity(Severity::error, 6)});
  const auto cut = [&](std::size_t results) { return Json::parse(render_sarif(report, {results, 1'000'000, 1000})); };

  CHECK(lines_of(cut(6)) == Lines{1, 2, 3, 4, 5, 6});
  CHECK(notification(cut(6), "results-left-out").is_null());
  CHECK(lines_of(cut(5)) == Lines{1, 3, 4, 5, 6});
  CHECK(lines_of(cut(4)) == Lines{3, 4, 5, 6});
  CHECK(lines_of(cut(2)) == Lines{5, 6});
  CHECK(lines_of(cut(1)) == Lines{6});
  CHECK(notification(cut(5), "results-left-out")["message"]["text"] ==
        "1 of 6 results left out (1 suppressed): code scanning services take at most 5 results and 1000000 bytes "
        "compressed.");
  const Json document = cut(2);
  const Json left_out = notification(document, "results-left-out");
  CHECK(left_out["level"] == "warning");
  CHECK(has(left_out["message"]["text"].get<std::string>(),
            "4 of 6 results left out (1 note, 1 warning, 1 in the baseline, 1 suppressed)"));
  const Json& driver = document["runs"][0]["tool"]["driver"];
  CHECK(driver["notifications"][left_out["descriptor"]["index"].get<std::size_t>()]["id"] == "results-left-out");
}

TEST_CASE("SARIF stays below a compressed size", "[render]") {
  std::vector<Finding> findings;
  std::uint64_t state = 1;
  for (std::uint32_t i = 0; i < 300; ++i) {
    Finding finding = with_severity(i == 250 ? Severity::error : Severity::note, i + 1);
    for (int word = 0; word < 20; ++word) {  // Text that does not compress away.
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      finding.message += std::to_string(state);
    }
    findings.push_back(finding);
  }
  const Report report = report_of(findings);
  const std::string all = render_sarif(report);
  CHECK(Json::parse(all)["runs"][0]["results"].size() == 300);
  for (const std::size_t limit : {compressed_size(all) - 1, std::size_t{40'000}, std::size_t{15'000}}) {
    const std::string text = render_sarif(report, {25000, limit, 1000});
    const Json document = Json::parse(text);
    CHECK(compressed_size(text) <= limit);
    const auto lines = lines_of(document);
    CHECK(lines.size() < 300);
    CHECK(lines.size() > 30);  // As many as fit, not just a few.
    CHECK(std::count(lines.begin(), lines.end(), 251) == 1);
    CHECK_FALSE(notification(document, "results-left-out").is_null());
  }
  CHECK(render_sarif(report, {25000, compressed_size(all), 1000}) == all);
}

TEST_CASE("compressed sizes are those of gzip", "[render]") {
  CHECK(compressed_size(std::string(100'000, 'a')) < 200);
  CHECK(compressed_size(std::string(100'000, 'a')) > 100);
  CHECK(compressed_size("") >= 18);  // Header and trailer alone.
}

TEST_CASE("SARIF keeps both ends of a long code flow", "[render]") {
  Finding finding = sample::sleep_finding();
  finding.path.clear();
  for (std::uint32_t i = 0; i < 40; ++i) {
    finding.path.push_back({"f" + std::to_string(i) + "()", {"src/nap.cpp", i + 1, 1}, "call", ""});
  }
  const auto flow_of = [&](std::size_t most) {
    const Json document = Json::parse(render_sarif(report_of({finding}), {25000, 1'000'000, most}));
    const Json& result = document["runs"][0]["results"][0];
    return std::pair(result["codeFlows"][0]["threadFlows"][0]["locations"],
                     notification(document, "code-flows-shortened"));
  };
  CHECK(flow_of(41).first.size() == 41);
  CHECK(flow_of(41).second.is_null());
  const auto [flow, note] = flow_of(11);
  REQUIRE(flow.size() == 11);
  CHECK(note["message"]["text"] == "1 code flow is shortened to 11 locations: the middle of the path is left out.");
  CHECK(flow[1]["location"]["message"]["text"] == "'f0()' calls 'f1()'.");
  CHECK(flow[6]["location"]["message"]["text"] == "(30 steps are left out here) 'f35()' calls 'f36()'.");
  CHECK(flow[10]["location"]["message"]["text"] == "'f39()' calls 'sleep'.");

  const Json document = Json::parse(render_sarif(report_of({finding})));
  const auto text = document["runs"][0]["results"][0]["message"]["text"].get<std::string>();
  CHECK(has(text, "'f9()' > (20 more) > 'f30()' > "));
  CHECK(has(text, "'f39()'."));
  CHECK_FALSE(has(text, "'f10()'"));
}

TEST_CASE("GitHub annotations are escaped", "[render]") {
  Finding finding = sample::sleep_finding();
  finding.location.file = "src/100%,a:b.cpp";
  finding.message = "100% of\r\n::error::it";
  const std::string out = render_github(report_of({finding}));
  CHECK(out.starts_with("::error file=src/100%25%2Ca%3Ab.cpp,line=7,col=3,title=stallhound%3A sleep/posix::100%25 of"));
  CHECK(count(out, "\n") == 2);
  CHECK(count(out, "\n::") == 0);  // Nothing in the message begins a command.
  CHECK(has(out,
            "%0A'session(tcp::socket)' is a coroutine on asio%0Asrc/session.cpp:24:5: 'session(tcp::socket)' calls"));
  CHECK(out.ends_with("\n- 1 finding (1 error) in 120 translation units\n"));
}

TEST_CASE("GitHub takes few annotations, so the rest goes to the log", "[render]") {
  const Report report = report_of({with_severity(Severity::warning, 1), with_severity(Severity::note, 2),
                                   with_severity(Severity::error, 3), with_severity(Severity::error, 4)});
  const std::string out = render_github(report, 1);
  CHECK(out.starts_with("::error file=src/nap.cpp,line=3,"));
  CHECK(count(out, "::error ") == 1);
  CHECK(count(out, "::warning file=src/nap.cpp,line=1,") == 1);
  CHECK(count(out, "::notice file=src/nap.cpp,line=2,") == 1);
  CHECK(has(out, "\n- src/nap.cpp:4:3: error: 'sleep' stops the event loop for as long as it sleeps [sleep/posix]\n"));

  Report problem = report_of({});
  problem.problems = {{"parse-error", "##[error]a.cpp", "x\n::error::y"}};
  CHECK_FALSE(has(render_github(problem), "##["));
  CHECK_FALSE(has(render_github(problem), "\n::"));
}

TEST_CASE("what is known or suppressed is not shown on code hosts", "[render]") {
  Report report = sample::report();
  report.findings[0].suppressed = {{"comment", {"src/nap.cpp", 7, 12}, "start-up only"}};
  report.findings[1].state = State::unchanged;
  CHECK_FALSE(has(render_github(report), "::error"));
  CHECK_FALSE(has(render_github(report), "::warning"));
  CHECK(Json::parse(render_gitlab(report)) == Json::array());
  CHECK_FALSE(has(render_markdown(report), "nap.cpp"));
  CHECK(has(render_markdown(report), "No new findings in 120 translation units; 1 in the baseline; 1 suppressed"));
  // The page is for reading at leisure, so it has them, apart.
  const std::string page = render_html(report);
  CHECK_FALSE(has(page, "<h2>Findings</h2>"));
  CHECK(has(page, "<h2>In the baseline</h2>"));
  CHECK(has(page, "start-up only"));
}

TEST_CASE("GitLab gets Code Quality issues", "[render]") {
  Report report = sample::report();
  report.findings[1].location.line = 0;
  report.findings[1].message = "bad \xff byte";
  const Json issues = Json::parse(render_gitlab(report));
  REQUIRE(issues.size() == 2);
  const Json& issue = issues[0];
  CHECK(issue["type"] == "issue");
  CHECK(issue["check_name"] == "sleep/posix");
  CHECK(issue["severity"] == "critical");
  CHECK(issues[1]["severity"] == "major");
  CHECK(issue["fingerprint"] == "0123456789abcdef");
  CHECK(issue["location"] == Json{{"path", "src/nap.cpp"}, {"lines", {{"begin", 7}}}});
  CHECK(issues[1]["location"]["lines"]["begin"] == 1);
  CHECK(issue["description"] ==
        "'sleep' stops the event loop for as long as it sleeps: 'session(tcp::socket)' is a coroutine on asio");
  CHECK(
      has(issue["content"]["body"].get<std::string>(), "- src/nap.cpp:12:3: 'load()' calls 'nap()' (virtual call)\n"));
}

TEST_CASE("Markdown shows names as they are", "[render]") {
  Finding finding = sample::sleep_finding();
  finding.message = "<b>@team | #1 *x* `y`\n# z";
  const std::string out = render_markdown(report_of({finding}));
  CHECK(out.starts_with("## stallhound\n\n1 finding (1 error) in 120 translation units.\n"));
  CHECK(has(out,
            "| error | src/nap.cpp:7 | &#60;b&#62;&#64;team &#124; &#35;1 \\*x\\* \\`y\\` &#35; z | "
            "'session(tcp::socket)' is a coroutine on asio |\n"));
  CHECK_FALSE(has(out, "@team"));
  CHECK(has(out, "- src/nap.cpp:7:3: 'nap()' calls 'sleep'\n"));
}

TEST_CASE("Markdown keeps to its size", "[render]") {
  std::vector<Finding> findings;
  for (std::uint32_t i = 1; i <= 400; ++i) findings.push_back(with_severity(Severity::warning, i));
  findings.push_back(with_severity(Severity::error, 999));
  const Report report = report_of(findings);
  for (const std::size_t bytes : {std::size_t{60'000}, std::size_t{8'000}, std::size_t{1'500}}) {
    const std::string out = render_markdown(report, bytes);
    CHECK(out.size() <= bytes);
    CHECK(has(out, "| error | src/nap.cpp:999 |"));  // What matters most is not cut.
    CHECK(has(out, " not listed here.\n"));
    CHECK(count(out, "<details>") == count(out, "</details>"));
  }
  CHECK(has(render_markdown(report, 60'000), "... and 351 findings not listed here.\n"));
  CHECK(has(render_markdown(report, 8'000), " are left out.\n"));
  CHECK_FALSE(has(render_markdown(report_of({findings[0]})), "left out"));
}

TEST_CASE("HTML is one page without anything from elsewhere", "[render]") {
  Finding finding = sample::sleep_finding();
  finding.message = "<script>alert('x')</script> & \"more\"";
  finding.snippet = finding.path.back().snippet = "  f<int>(\"</pre>\");";
  const std::string page = render_html(report_of({finding, sample::file_finding()}));
  CHECK(page.starts_with("<!doctype html>\n"));
  CHECK(page.ends_with("<p><b>PASS</b>: no findings</p>\n</body>\n</html>\n"));
  CHECK_FALSE(has(page, "<script"));
  CHECK_FALSE(has(page, "src="));
  CHECK_FALSE(has(page, "href="));
  CHECK_FALSE(has(page, "url("));
  CHECK(has(page, "Content-Security-Policy\" content=\"default-src 'none'"));
  CHECK(has(page, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"));
  CHECK(has(page, "<pre>  f&lt;int&gt;(&quot;&lt;/pre&gt;&quot;);</pre>"));
  CHECK(count(page, "<details") == 2);
  CHECK(count(page, "<li>") == 4 + 2);
  CHECK(has(page, "2 findings (1 error, 1 warning) in 120 translation units."));
}

TEST_CASE("the formats for code hosts say when there is nothing", "[render]") {
  const Report report = report_of({});
  CHECK(render_github(report) == "- No blocking calls in loop code in 120 translation units\n");
  CHECK(render_gitlab(report) == "[]\n");
  CHECK(render_markdown(report) ==
        "## stallhound\n\nNo blocking calls in loop code in 120 translation units.\n\n**PASS**: no findings\n");
  CHECK(has(render_html(report), "<p>No blocking calls in loop code in 120 translation units.</p>"));
}
