// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Notes about bodies, and what becomes of an item of work whose attempts leave them.
#include "base/body_note.h"

#include <algorithm>
#include <cstdlib>

#include "base/workers.h"
#include "catch.h"

namespace stallhound {
namespace {

BodyNote note(std::uint32_t line, std::string name, bool walked = false) {
  return {walked, line, 5, "/p/a:b c.cpp", std::move(name)};
}

TEST_CASE("a note tells what it was made of", "[body-note]") {
  for (const bool walked : {false, true}) {
    const auto body = body_of(to_text(note(12, "n::f<A, B>()", walked)));
    CHECK(body.walked == walked);
    CHECK(body.line == 12);
    CHECK(body.column == 5);
    CHECK(body.file == "/p/a:b c.cpp");
    CHECK(body.name == "n::f<A, B>()");
  }
  CHECK(key_of(note(1, "f()")) == key_of(note(1, "f()", true)));
  CHECK(key_of(note(1, "f()")) != key_of(note(2, "f()")));
}

TEST_CASE("another text is no note", "[body-note]") {
  for (const auto* text :
       {"", "parse", "parse ", "parse x:1:f\nn", "parse 1:2", "parse 1:2:f", "walk 1:\n", "12:5:f\nn"}) {
    CHECK(body_of(text).line == 0);
  }
}

TEST_CASE("people are told every body that was left out", "[body-note]") {
  const std::vector<std::string> notes{to_text(note(1, "f()")), to_text(note(2, "g()", true))};
  CHECK(crash_message(notes) ==
        "Clang crashed in the body of 'f()' (/p/a:b c.cpp:1), which was left out; "
        "stallhound crashed in the body of 'g()' (/p/a:b c.cpp:2), which was left out");
  CHECK(crash_message({}).empty());
}

TEST_CASE("an item is tried again without the bodies that crashed", "[body-note]") {
  WorkerOptions options;
  options.crash_retries = 3;
  const auto work = [](std::size_t count, const Attempt& attempt) {
    std::string done;
    for (std::uint32_t line = 1; line <= 6; ++line) {
      const auto text = to_text(note(line, "f()"));
      if (std::find(attempt.notes.begin(), attempt.notes.end(), text) != attempt.notes.end()) continue;
      leave_note(text);
      if (line % 2 == 0 && line / 2 <= count) std::abort();
      done += std::to_string(line);
    }
    return done;
  };
  std::vector<WorkResult> results(4);
  run_in_processes(results.size(), options, work,
                   [&](std::size_t i, WorkResult result) { results[i] = std::move(result); });
  CHECK(results[0].bytes == "123456");
  CHECK(results[1].bytes == "13456");
  CHECK(results[2].bytes == "1356");
  CHECK(results[3].bytes == "135");
  CHECK(results[3].notes.size() == 3);
}

}  // namespace
}  // namespace stallhound
