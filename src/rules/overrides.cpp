// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Overrides are carried out on the packs' text, before anything is compiled:
//
//   "replace": true in a pack                   the earlier pack with the same id is left out
//   "disable": ["pack:libuv"]                   so is that pack
//   "disable": ["sleep/posix"]                  all entries of earlier packs with that rule id lose all their names
//   "disable": ["sleep/posix:usleep"]           they lose this name
//   "disable": ["contexts:uv_timer_start"]      entries of that section lose it
//   "replace": true in an entry                 entries of earlier packs in the same section lose its names
//
// An entry that has lost all its names is gone. A name that an earlier pack only has by a pattern is added to the
// pattern's `except`.
#include "rules/overrides.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "rules/braces.h"
#include "rules/suggest.h"
#include "stallhound/rules.h"

namespace stallhound {
namespace {

std::string quoted(std::string_view text) { return '`' + std::string(text) + '`'; }

constexpr auto sections = std::to_array<std::string_view>(
    {"blocking", "contexts", "barriers", "wrappers", "coroutines", "hops", "handles", "guards", "requires", "trusted"});

bool is_registration(std::string_view section) {
  return section == "contexts" || section == "barriers" || section == "wrappers";
}

/// The key under which an entry of a section lists its names; empty if it is none of the known ones.
std::string_view key_of(std::string_view section, const JsonNode& entry) {
  if (section == "blocking" || section == "requires") return "names";
  if (section == "coroutines") return "types";
  if (!is_registration(section)) return "calls";
  for (const std::string_view form :
       {"calls", "overrides", "types", "fields", "functions", "parameters", "annotations", "loop_around"}) {
    if (entry.find(form)) return form;
  }
  return {};
}

JsonNode* find(JsonNode& object, std::string_view key) { return const_cast<JsonNode*>(object.find(key)); }

void erase(JsonNode& object, std::string_view key) {
  for (std::size_t i = object.keys.size(); i-- > 0;) {
    if (object.keys[i].text != key) continue;
    object.keys.erase(object.keys.begin() + static_cast<std::ptrdiff_t>(i));
    object.items.erase(object.items.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

std::string text_of(const JsonNode& object, std::string_view key) {
  const JsonNode* node = object.find(key);
  return node && node->kind == JsonKind::string ? node->text : std::string();
}

std::string rule_id(const JsonNode& pack, const JsonNode& entry) {
  const std::string source = text_of(entry, "source");
  return text_of(entry, "category") + '/' + (source.empty() ? text_of(pack, "pack") : source);
}

/// Expands the braces of a list of names; false if it is not a clean list, which its reader will complain about.
bool expand(JsonNode& list) {
  if (list.kind != JsonKind::array) return false;
  if (std::any_of(list.items.begin(), list.items.end(), [](const JsonNode& i) { return i.kind != JsonKind::string; })) {
    return false;
  }
  const auto has_braces = [](const JsonNode& item) { return item.text.find_first_of("{}") != std::string::npos; };
  if (std::none_of(list.items.begin(), list.items.end(), has_braces)) return true;
  std::vector<JsonNode> items;
  for (const JsonNode& item : list.items) {
    const auto names = expand_braces(item.text);
    if (!names) return false;
    for (const std::string& name : *names) {
      items.push_back(item);
      items.back().text = name;
    }
  }
  list.items = std::move(items);
  return true;
}

/// What one override takes away.
struct Order {
  std::string section;  ///< Empty: the sections with rule ids.
  std::string key;      ///< Only entries that list their names under this key; empty: any.
  std::string rule;     ///< Only entries with this rule id; empty: any.
  std::string name;     ///< Name or pattern; empty: all names.
};

class Overrides {
 public:
  Overrides(std::vector<PackTree>& packs, OverrideCheck check, Diagnostics& mistakes)
      : packs_(packs), check_(check), mistakes_(mistakes) {}

  void run() {
    // From the last to the first: what a pack that is left out wanted does not count.
    for (at_ = packs_.size(); at_-- > 0;) {
      if (!pack().dropped && pack().root.kind == JsonKind::object) whole_packs();
    }
    for (at_ = 0; at_ < packs_.size(); ++at_) {
      if (pack().dropped || pack().root.kind != JsonKind::object) continue;
      disable();
      replace();
    }
  }

 private:
  PackTree& pack() { return packs_[at_]; }

  void mistake(TextPlace place, std::string message, std::string hint = {}) {
    mistakes_.push_back({pack().file, place.line, place.column, std::move(message), std::move(hint)});
  }
  void in_vain(TextPlace place, std::string message, std::string hint = {}) {
    if (check_ == OverrideCheck::all) mistake(place, std::move(message), std::move(hint));
  }

  /// Takes `replace` out of an object; true if it is set.
  bool take_replace(JsonNode& object) {
    const JsonNode* node = object.find("replace");
    if (!node) return false;
    const bool set = node->kind == JsonKind::boolean && node->boolean;
    if (!set) mistake(node->place, "`replace` can only be true", "leave it out to add to what earlier packs say");
    erase(object, "replace");
    return set;
  }

  bool drop_pack(const std::string& id) {
    bool found = false;
    for (std::size_t i = 0; i < at_; ++i) {
      if (packs_[i].dropped || text_of(packs_[i].root, "pack") != id) continue;
      packs_[i].dropped = true;
      found = true;
    }
    return found;
  }

  void whole_packs() {
    JsonNode& root = pack().root;
    const JsonNode* replace = root.find("replace");
    const TextPlace place = replace ? replace->place : TextPlace{};
    const std::string id = text_of(root, "pack");
    if (take_replace(root) && !drop_pack(id)) {
      in_vain(place, "there is no earlier pack " + quoted(id) + " to replace");
    }
    const JsonNode* list = root.find("disable");
    if (!list || list->kind != JsonKind::array) return;
    for (const JsonNode& item : list->items) {
      if (item.kind != JsonKind::string || !item.text.starts_with("pack:")) continue;
      if (!drop_pack(item.text.substr(5))) {
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < at_; ++i) ids.push_back("pack:" + text_of(packs_[i].root, "pack"));
        in_vain(item.place, quoted(item.text) + " switches nothing off", nearest(item.text, ids));
      }
    }
  }

  static std::string nearest(const std::string& word, const std::vector<std::string>& known) {
    const std::vector<std::string_view> words(known.begin(), known.end());
    const std::string_view near = nearest_word(word, words);
    return near.empty() ? "earlier packs have nothing of that kind" : "did you mean " + quoted(near) + '?';
  }

  void disable() {
    JsonNode& root = pack().root;
    JsonNode* list = find(root, "disable");
    if (!list) return;
    if (list->kind != JsonKind::array) {
      mistake(list->place, "`disable` must be a list, not " + std::string(describe(list->kind)));
    } else {
      for (const JsonNode& item : list->items) disable_item(item);
    }
    erase(root, "disable");
  }

  void disable_item(const JsonNode& item) {
    if (item.kind != JsonKind::string) {
      return mistake(item.place, "`disable` lists strings, not " + std::string(describe(item.kind)));
    }
    if (item.text.starts_with("pack:")) return;  // See whole_packs.
    const std::size_t colon = item.text.find(':');
    const std::string head = item.text.substr(0, colon);
    const bool is_section = std::find(sections.begin(), sections.end(), head) != sections.end();
    const std::string rest = colon == std::string::npos ? std::string() : item.text.substr(colon + 1);
    if ((!is_section && head.find('/') == std::string::npos) || (is_section && rest.empty()) ||
        (colon != std::string::npos && rest.empty())) {
      return mistake(item.place, quoted(item.text) + " does not say what to switch off",
                     "write a rule id (sleep/posix), one with a name (sleep/posix:usleep), a section with a name "
                     "(contexts:uv_timer_start) or a pack (pack:libuv)");
    }
    const auto names = expand_braces(rest);
    if (!names) return mistake(item.place, "in " + quoted(item.text) + ' ' + names.errors().front().message);
    for (const std::string& name : *names) {
      const Order order = is_section ? Order{head, {}, {}, name} : Order{{}, {}, head, name};
      if (take_away(order, item.place) != 0) continue;
      const std::string what = names->size() == 1 ? item.text : head + ':' + name;
      in_vain(item.place, quoted(what) + " switches nothing off", nearest(what, switchable(is_section ? head : "")));
    }
  }

  /// Everything that could stand in `disable`: rule ids with and without names, or a section's names.
  std::vector<std::string> switchable(const std::string& section) {
    std::set<std::string> known;
    for_each_list([&](const PackTree& earlier, std::string_view in, JsonNode* entry, JsonNode& list) {
      const bool has_id = in == "blocking" || in == "requires";
      if (section.empty() ? !has_id : in != section) return false;
      const std::string head = section.empty() ? rule_id(earlier.root, *entry) : section;
      if (section.empty()) known.insert(head);
      for (const JsonNode& name : list.items) known.insert(head + ':' + name.text);
      return false;
    });
    return {known.begin(), known.end()};
  }

  void replace() {
    // Several entries may replace one name, by saying when it blocks and when not.
    std::set<std::tuple<std::string, std::string, std::string>> done;
    for (const std::string_view section : sections) {
      JsonNode* entries = find(pack().root, section);
      if (!entries || entries->kind != JsonKind::array || section == "trusted") continue;
      for (JsonNode& entry : entries->items) {
        if (entry.kind != JsonKind::object) continue;
        const JsonNode* node = entry.find("replace");
        const TextPlace place = node ? node->place : TextPlace{};
        if (!take_replace(entry)) continue;
        const std::string key(key_of(section, entry));
        JsonNode* list = find(entry, key);
        if (!list || !expand(*list)) continue;
        std::size_t replaced = 0;
        for (const JsonNode& name : list->items) {
          for (const std::string_view other : sections) {
            // A callable that a pack took for loop code may turn out to run on a thread.
            if (other != section && !(is_registration(other) && is_registration(section))) continue;
            if (take_away({std::string(other), key, {}, name.text}, place) != 0)
              done.insert({std::string(other), key, name.text});
            replaced += done.count({std::string(other), key, name.text});
          }
        }
        if (replaced == 0) in_vain(place, "no earlier pack lists any of these names here: nothing is replaced");
      }
    }
  }

  /// Calls `visit` for every list of names in earlier packs, with its entry (null for trusted); where it returns true,
  /// the entry is taken out.
  template <class Visit>
  void for_each_list(Visit visit) {
    for (std::size_t i = 0; i < at_; ++i) {
      PackTree& earlier = packs_[i];
      if (earlier.dropped || earlier.root.kind != JsonKind::object) continue;
      for (const std::string_view section : sections) {
        JsonNode* entries = find(earlier.root, section);
        if (!entries || entries->kind != JsonKind::array) continue;
        if (section == "trusted") {
          if (expand(*entries)) visit(earlier, section, nullptr, *entries);
          continue;
        }
        std::erase_if(entries->items, [&](JsonNode& entry) {
          if (entry.kind != JsonKind::object) return false;
          // An entry that is only about a matcher has no names, but a rule id.
          JsonNode nameless;
          nameless.kind = JsonKind::array;
          JsonNode* list = find(entry, key_of(section, entry));
          if (!list && section == "blocking" && entry.find("ast")) list = &nameless;
          return list && expand(*list) && visit(earlier, section, &entry, *list);
        });
      }
    }
  }

  /// Carries out an order on all earlier packs; tells how many names it met.
  std::size_t take_away(const Order& order, TextPlace place) {
    std::size_t met = 0;
    const bool pattern = is_glob(order.name);
    for_each_list([&](const PackTree& earlier, std::string_view section, JsonNode* entry, JsonNode& list) {
      const bool has_id = section == "blocking" || section == "requires";
      if (order.section.empty() ? !has_id : section != order.section) return false;
      if (!order.rule.empty() && rule_id(earlier.root, *entry) != order.rule) return false;
      if (!order.key.empty() && key_of(section, *entry) != order.key) return false;
      if (list.items.empty() && !order.rule.empty() && order.name.empty()) return ++met != 0;
      const std::size_t before = list.items.size();
      std::erase_if(list.items, [&](const JsonNode& name) {
        return order.name.empty() || name.text == order.name || (pattern && glob_match(order.name, name.text));
      });
      met += before - list.items.size();
      if (list.items.empty()) return before != 0 && entry != nullptr;
      for (const JsonNode& name : list.items) {
        if (pattern || !is_glob(name.text) || !glob_match(name.text, order.name)) continue;
        met += entry != nullptr && add_exception(earlier, section, *entry, name, order.name, place) ? 1 : 0;
        break;
      }
      return false;
    });
    return met;
  }

  /// Takes one name out of an entry with a pattern.
  bool add_exception(const PackTree& earlier, std::string_view section, JsonNode& entry, const JsonNode& pattern,
                     const std::string& name, TextPlace place) {
    if (section != "blocking" && section != "handles" && !is_registration(section)) {
      mistake(place,
              quoted(name) + " is only known by the pattern " + quoted(pattern.text) +
                  ", which can only be switched off "
                  "as a whole",
              "it is in " + earlier.file + ':' + std::to_string(pattern.place.line));
      return true;
    }
    JsonNode* list = find(entry, "except");
    if (!list) {
      entry.keys.push_back({"except", pattern.place});
      entry.items.emplace_back();
      list = &entry.items.back();
      list->kind = JsonKind::array;
      list->place = pattern.place;
    }
    if (list->kind != JsonKind::array) return false;
    JsonNode item = pattern;
    item.text = name;
    const auto same = [&](const JsonNode& other) { return other.text == name; };
    if (std::none_of(list->items.begin(), list->items.end(), same)) list->items.push_back(std::move(item));
    return true;
  }

  std::vector<PackTree>& packs_;
  OverrideCheck check_;
  Diagnostics& mistakes_;
  std::size_t at_ = 0;  // The pack whose wishes are carried out.
};

/// Names that two packs list as blocking in one category. With `when` in both they are different cases of one
/// function; otherwise a call would be reported twice, or although one of them says that it does not block.
class Conflicts {
 public:
  explicit Conflicts(Diagnostics& mistakes) : mistakes_(mistakes) {}

  void add(const PackTree& pack) {
    const JsonNode* entries = pack.root.find("blocking");
    if (!entries || entries->kind != JsonKind::array) return;
    for (const JsonNode& entry : entries->items) {
      const JsonNode* list = entry.find("names");
      if (!list || list->kind != JsonKind::array) continue;
      for (const JsonNode& item : list->items) {
        if (item.kind != JsonKind::string) continue;
        const auto names = expand_braces(item.text);
        if (!names) continue;
        for (const std::string& name : *names) add(pack, entry, item, name);
      }
    }
  }

 private:
  struct Claim {
    const PackTree* pack;
    TextPlace place;
    bool conditional;
  };

  void add(const PackTree& pack, const JsonNode& entry, const JsonNode& item, const std::string& name) {
    const std::string category = text_of(entry, "category");
    const Claim claim = {&pack, item.place, entry.find("when") != nullptr};
    std::vector<Claim>& claims = claims_[{category, name}];
    const auto other = std::find_if(claims.begin(), claims.end(), [&](const Claim& earlier) {
      return earlier.pack != claim.pack && !(earlier.conditional && claim.conditional);
    });
    if (other != claims.end()) {
      mistakes_.push_back({pack.file, claim.place.line, claim.place.column,
                           "two packs list " + quoted(name) + " in the category " + quoted(category),
                           "the other is " + other->pack->file + ':' + std::to_string(other->place.line) + ':' +
                               std::to_string(other->place.column) +
                               "; say \"replace\": true here to take its place, or \"when\" in both"});
    }
    claims.push_back(claim);
  }

  std::map<std::pair<std::string, std::string>, std::vector<Claim>> claims_;
  Diagnostics& mistakes_;
};

}  // namespace

void apply_overrides(std::vector<PackTree>& packs, OverrideCheck check, Diagnostics& mistakes) {
  Overrides(packs, check, mistakes).run();
  Conflicts conflicts(mistakes);
  for (const PackTree& pack : packs) {
    if (!pack.dropped) conflicts.add(pack);
  }
}

}  // namespace stallhound
