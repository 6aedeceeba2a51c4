// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "analyze/told_path.h"

#include <algorithm>

#include "analyze/suppress.h"

namespace stallhound::analysis {
namespace {

constexpr std::size_t told_at_each_end = 32;

class Teller {
 public:
  Teller(const Program& program, const Labels& labels) : program_(program), labels_(labels) {}

  ToldPath tell(const Path& path, FunctionIndex last, const Site& site) {
    std::size_t next = 0;
    for (const auto i : told_steps(path)) {
      if (i > next) told_.steps.back().left_out = static_cast<std::uint32_t>(i - next);
      add(path.from[i], labels_.edges[path.edges[i]]);
      next = i + 1;
    }
    // Of a library's function that was handed over, the call is all there is.
    if (path.edges.empty() || (program_.functions[last].flags & fn_reference) == 0) add_call(last, site);
    return std::move(told_);
  }

 private:
  bool is_async(FunctionIndex function) const {
    const auto body = program_.functions[function].body;
    return body != npos && program_.bodies[body].is_coroutine;
  }

  std::vector<std::size_t> told_steps(const Path& path) const {
    const auto count = path.edges.size();
    const auto head = std::min(count, told_at_each_end);
    const auto tail = std::max(head, count - head);
    auto async = tail;
    while (async > head && !is_async(path.from[async - 1])) --async;
    std::vector<std::size_t> told;
    for (std::size_t i = 0; i < head; ++i) told.push_back(i);
    if (async > head) told.push_back(async - 1);
    for (auto i = tail; i < count; ++i) told.push_back(i);
    return told;
  }

  void add_step(FunctionIndex function, const SourceLocation& place, Via via) {
    told_.steps.push_back(
        {program_.functions[function].display, place_of(program_, place), std::string(to_string(via)), "", 0});
  }

  void add(FunctionIndex from, const Edge& edge) {
    if (is_async(from)) told_.boundary = static_cast<std::uint32_t>(told_.steps.size());
    add_step(from, site_of(from, edge.site).location, edge.via);
    if (edge.through == 0) return;
    const auto& through = program_.functions[edge.through];
    add_step(edge.through, edge.inner == npos ? through.location : site_of(edge.through, edge.inner).location,
             edge.via);
  }

  void add_call(FunctionIndex last, const Site& site) {
    if (is_async(last)) told_.boundary = static_cast<std::uint32_t>(told_.steps.size());
    add_step(last, site.location,
             site.kind == SiteKind::construct ? Via::constructor
             : site.kind == SiteKind::destroy ? Via::destructor
                                              : Via::call);
  }

  const Site& site_of(FunctionIndex function, std::uint32_t site) const {
    return program_.bodies[program_.functions[function].body].sites[site];
  }

  const Program& program_;
  const Labels& labels_;
  ToldPath told_;
};

}  // namespace

ToldPath tell_path(const Program& program, const Labels& labels, const Path& path, FunctionIndex last,
                   const Site& site) {
  return Teller(program, labels).tell(path, last, site);
}

std::size_t length_of(std::span<const PathStep> steps) {
  auto length = steps.size();
  for (const auto& step : steps) length += step.left_out;
  return length;
}

}  // namespace stallhound::analysis
