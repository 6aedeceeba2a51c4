// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sections that say where callables run: contexts, barriers and wrappers.
#include <array>

#include "rules/conditions.h"
#include "rules/pack_context.h"

namespace stallhound {
namespace {

// The forms of a registration in the order of Form; the keys that may go with them follow.
constexpr std::size_t form_count = 8;
constexpr auto registration_keys = std::to_array<std::string_view>(
    {"calls", "overrides", "types", "fields", "functions", "parameters", "annotations", "loop_around", "arg", "except",
     "method_of", "only", "when", "unless", "confidence", "framework", "what", "replace", "runs"});
constexpr auto wrapper_words = std::to_array<std::string_view>({"here", "kept"});

std::string quoted(std::string_view text) { return '`' + std::string(text) + '`'; }

// Each section offers the keys that make sense in it: only wrappers say when the callable runs.
std::vector<std::string_view> keys_of(std::string_view section) {
  std::vector<std::string_view> known(registration_keys.begin(), registration_keys.end());
  if (section != "wrappers") std::erase(known, "runs");
  if (section != "contexts") std::erase(known, "loop_around");
  return known;
}

std::optional<Form> read_form(Reader& reader, const JsonNode& entry, const std::string& what, Keys known) {
  std::optional<std::size_t> form;
  for (std::size_t i = 0; i < form_count; ++i) {
    if (!entry.find(registration_keys[i])) continue;
    if (form) {
      reader.mistake(entry.place,
                     what + " has both " + quoted(registration_keys[*form]) + " and " + quoted(registration_keys[i]),
                     "make it two entries");
      break;
    }
    form = i;
  }
  if (form) return static_cast<Form>(*form);
  if (!reader.has_unknown_key(entry, known)) {
    reader.mistake(entry.place, what + " does not say what it is about",
                   "add one of `calls`, `overrides`, `types`, `fields`, `functions` ...");
  }
  return std::nullopt;
}

// `arg` speaks about a call, and only the form `calls` has one; `when` about a call or the function's parameters.
void read_arguments(Reader& reader, const JsonNode& entry, const std::string& what, Registration& rule) {
  const JsonNode* arg = entry.find("arg");
  if (rule.form != Form::calls) {
    if (arg) reader.mistake(arg->place, "`arg` goes with `calls` only");
    if (const JsonNode* when = entry.find("when"); when && rule.form != Form::parameters) {
      reader.mistake(when->place, "`when` goes with `calls` and `parameters` only");
    }
    if (const JsonNode* unless = entry.find("unless")) {
      reader.mistake(unless->place, "`unless` goes with `calls` only");
    }
  } else if (!arg) {
    reader.mistake(entry.place, what + " with `calls` needs the key `arg`",
                   "an index, a list of them, \"all\" or \"template\"");
  } else if (arg->kind == JsonKind::string && arg->text == "all") {
    rule.all_arguments = true;
  } else if (arg->kind == JsonKind::string && arg->text == "template") {
    rule.template_arguments = true;
  } else if (arg->kind == JsonKind::array) {
    if (arg->items.empty()) reader.mistake(arg->place, "`arg` is an empty list");
    for (const JsonNode& item : arg->items) {
      if (const auto index = reader.index_value(item, "`arg`")) rule.arguments.push_back(*index);
    }
  } else if (arg->kind == JsonKind::integer) {
    if (const auto index = reader.index_value(*arg, "`arg`")) rule.arguments.push_back(*index);
  } else {
    reader.wrong_type(*arg, "`arg`", "an index, a list of indices, \"all\" or \"template\"");
  }
}

// `method_of` makes the argument a text that names a method; `only` picks some of the functions with an annotation.
void read_refinements(Reader& reader, const JsonNode& entry, Registration& rule) {
  if (const JsonNode* of = entry.find("method_of")) {
    if (rule.form != Form::calls || rule.arguments.size() != 1) {
      reader.mistake(of->place, "`method_of` goes with `calls` and one `arg`, the text that names the method");
    } else if (of->kind == JsonKind::string && of->text == "object") {
      rule.method_of = call_object;
    } else {
      rule.method_of = reader.index_value(*of, "`method_of`");
    }
  }
  if (const JsonNode* only = entry.find("only")) {
    if (rule.form != Form::annotations) reader.mistake(only->place, "`only` goes with `annotations` only");
    rule.only = without_places(reader.names(entry, "only", NameKind::functions));
  }
}

NameKind name_kind(Form form) {
  switch (form) {
    case Form::calls:
    case Form::functions:
    case Form::loop_around:
      return NameKind::functions;
    case Form::annotations:
      return NameKind::texts;
    default:
      return NameKind::exact;  // Only functions are looked up by glob.
  }
}

void add_to_index(PackContext& context, Form form, const std::string& name, RuleRef ref,
                  const std::vector<std::string>& except) {
  switch (form) {
    case Form::calls:
    case Form::functions:
    case Form::loop_around:
      context.add_function(name, ref, except);
      break;
    case Form::overrides:
      context.rules.overrides[name].push_back(ref);
      break;
    case Form::types:
    case Form::parameters:
      context.rules.types[name].push_back(ref);
      break;
    case Form::fields:
      context.rules.fields[name].push_back(ref);
      break;
    case Form::annotations:
      context.rules.annotations[name].push_back(ref);
      break;
  }
}

}  // namespace

void read_registration(PackContext& context, const JsonNode& entry, std::string_view section, Runs runs,
                       Duplicates& seen) {
  Reader& reader = context.reader;
  const std::string what = "an entry of " + quoted(section);
  const std::vector<std::string_view> known = keys_of(section);
  if (!reader.object(entry, what, known, {})) return;

  Registration rule;
  rule.origin = context.origin(entry);
  rule.runs = runs;
  if (section == "wrappers") {
    if (const auto word = reader.word(entry, "runs", wrapper_words)) rule.runs = *word == 0 ? Runs::here : Runs::kept;
  }
  rule.confidence = context.confidence(entry);
  rule.framework = context.framework_of(entry);
  rule.what = reader.text(entry, "what");
  rule.when = read_condition(reader, entry, "when", Test::all);
  rule.unless = read_condition(reader, entry, "unless", Test::any);
  const std::optional<Form> form = read_form(reader, entry, what, known);
  if (!form) return;
  rule.form = *form;
  read_arguments(reader, entry, what, rule);
  read_refinements(reader, entry, rule);

  const std::string_view key = registration_keys[static_cast<std::size_t>(rule.form)];
  const std::vector<PlacedName> names = reader.names(entry, key, name_kind(rule.form));
  // One call may take several callables that run in different places.
  const std::string whole = std::string(key) + (rule.template_arguments ? " template" : "");
  const bool conditional = rule.when.has_value() || rule.unless.has_value();
  if (rule.arguments.empty()) seen.note(reader, names, whole, conditional);
  for (const std::uint32_t argument : rule.arguments) {
    // A function and a text that names one are different things at the same place.
    const std::string variant = std::string(key) + ' ' + std::to_string(argument) + (rule.method_of ? " named" : "");
    if (!seen.note(reader, names, variant, conditional)) break;
  }

  rule.names = without_places(names);
  rule.except = context.exceptions(entry, names);
  const RuleRef ref = {RuleKind::registration, static_cast<std::uint32_t>(context.rules.registrations.size())};
  for (const std::string& name : rule.names) add_to_index(context, rule.form, name, ref, rule.except);
  context.rules.registrations.push_back(std::move(rule));
}

}  // namespace stallhound
