#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "identity/person.hpp"
#include "identity/role_directory.hpp"
#include "tickets/filter.hpp"

/// Filters with a name: one's own, or shared with those who work in a queue. A view shows nobody more than they may see: who looks decides
/// what the filter lets through.
namespace ansvar::tickets::saved_views {

inline constexpr std::size_t longest_name = 60;
inline constexpr std::size_t most_of_one = 50;

struct View {
    std::uint64_t id = 0;
    PersonId owner = {};
    std::string owner_name = {};
    std::optional<RoleCode> shared_with = {};  ///< empty: the owner's alone
    std::string name = {};
    Filter filter = {};
};

/// Those that `person` may use, by name.
std::vector<View> list(db::Session& session, const identity::Person& person);
/// One of them; empty when there is none such.
std::optional<View> find(db::Session& session, std::uint64_t id, const identity::Person& person);

/// What is wrong with a view that `person` wants to keep: its name, with whom it is shared, too many of them.
std::vector<web::FieldError> faults(db::Session& session, const View& view, const identity::Person& person);

/// A view always says of which queues it is: those that are open to whoever makes it, or the one they came from ("here"). What the values say
/// wrongly is left out, and named in `faults`. Empty when no queue is left.
Filter filter_for(const Filter::Lookup& values, const identity::Person& person, const identity::RoleTable& roles,
                  std::vector<web::FieldError>* faults = nullptr);

std::uint64_t add(db::Database& database, const View& view, Timestamp now);
/// Only its owner's. False: there is none such.
bool change(db::Database& database, const View& view, Timestamp now);
bool remove(db::Database& database, std::uint64_t id, PersonId owner);

}  // namespace ansvar::tickets::saved_views
