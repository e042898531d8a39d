#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/transaction.hpp"
#include "identity/role_directory.hpp"
#include "tickets/refusal.hpp"
#include "tickets/ticket.hpp"
#include "web/texts.hpp"

/// Texts that an answer can begin with, each a role's or everybody's, with {fields} that the ticket fills.
namespace ansvar::tickets::canned {

constexpr std::size_t max_name = 60;    ///< characters
constexpr std::size_t max_text = 5000;

struct Reply {
    std::uint64_t id = 0;
    std::optional<RoleCode> role;  ///< empty: everybody's who answers tickets
    std::string name;
    std::string body;
    std::string version;  ///< changes with every change
    std::string changed_by = {};
};

/// What is on offer at a ticket of `queue` to somebody who works in `queues`: those of the ticket's queue first, by name.
std::vector<Reply> offered(db::Session& session, const RoleCode& queue, const std::vector<RoleCode>& queues);
/// All of them, by role and name.
std::vector<Reply> list(db::Session& session);
std::optional<Reply> find(db::Session& session, std::uint64_t id);

/// Everything wrong with one as typed ("/name", "/body"): nothing in it, too long, a field that there is not.
std::vector<web::FieldError> faults_of(const Reply& reply, const web::Texts& texts);

/// Whether somebody looks after those of that role (empty: everybody's): who works in its queue, and administrators.
bool may_change(const identity::Person& person, const std::optional<RoleCode>& role);
/// As faults_of, and "/role" when there is no such role or `person` looks after none of it.
std::vector<web::FieldError> faults_of(const Reply& reply, const web::Texts& texts, const identity::Person& person, const identity::RoleTable& roles);

std::uint64_t insert(db::Transaction& tx, const Reply& reply, PersonId by, Timestamp now);
/// False when somebody has changed or removed it since `version`.
bool update(db::Transaction& tx, const Reply& reply, PersonId by, Timestamp now);
bool remove(db::Transaction& tx, std::uint64_t id, const std::string& version);

/// What a field stands for: "requester", "first_name", "number", "subject", "area", "role", "me", "room".
using Filler = std::function<std::string(std::string_view field)>;
/// The text with its fields filled. Fields are written in either language.
std::string filled(std::string_view body, const web::Texts& texts, const Filler& filler);
/// The words of the fields as they are written in a language: "{anmälare}, {förnamn} …".
std::string fields(const web::Texts& texts, web::Language language);

}  // namespace ansvar::tickets::canned
