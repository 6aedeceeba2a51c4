// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the callers of a function pass for its parameters, where those are handed on unchanged.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "stallhound/program.h"

namespace stallhound::analysis {

using Arguments = std::vector<Argument>;

/// True if an argument is a parameter of the function around the call, as it came in.
inline bool is_parameter(const Argument& argument) { return argument.constant == ConstantKind::parameter; }

/// The parameters that decide whether a call is made, each as an argument: the branches that it stands in ask for them.
Arguments deciding_parameters(const Body& body, const Site& site);
/// Whether the call is certainly not made with these values in the place of its deciding parameters.
bool is_ruled_out(const Body& body, const Site& site, std::span<const Argument> values);
/// Whether what a call does, or that it is made at all, may depend on what is passed to the function around it.
bool depends_on_caller(const Body& body, const Site& site);

/// The arguments of a call inside a function, as one call of that function makes them.
struct Variant {
  FunctionIndex caller = 0;
  std::uint32_t site = 0;            ///< In the caller.
  std::vector<Arguments> arguments;  ///< Several where the caller's own callers differ. Never empty.
};

class Callers {
 public:
  /// `functions` are those that `variants` will be asked about.
  Callers(const Program& program, const Labels& labels, std::span<const FunctionIndex> functions);

  /// One variant for each plain call of `function`. Parameters stay in it where nobody knows more.
  std::vector<Variant> variants(FunctionIndex function, const Arguments& arguments) const;
  /// Whether a function is also entered otherwise than by the calls that `variants` lists.
  bool is_entered_otherwise(FunctionIndex function) const { return other_ways_.at(function); }

 private:
  struct Call {
    FunctionIndex caller = 0;
    std::uint32_t site = 0;
  };

  void expand(FunctionIndex function, const Arguments& arguments, unsigned depth, std::vector<Arguments>& found) const;
  const Arguments& arguments_of(const Call& call) const;

  const Program& program_;
  std::unordered_map<FunctionIndex, std::vector<Call>> calls_;
  std::unordered_map<FunctionIndex, bool> other_ways_;  ///< Whether it is also entered otherwise than by these calls.
};

}  // namespace stallhound::analysis
