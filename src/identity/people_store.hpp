#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/transaction.hpp"
#include "identity/person.hpp"

namespace ansvar::identity {

/// What can be written about a person. Texts are checked by whoever reads them in (people_form.hpp).
struct PersonDraft {
    std::optional<MailAddress> email = std::nullopt;
    std::string name;
    std::string initials = {};
    std::string title = {};
    std::string phone = {};
    std::string room = {};
    web::Language language = web::Language::Sv;
    std::optional<PersonId> manager = std::nullopt;
    std::optional<UnitId> unit = std::nullopt;
    bool is_manager = false;
    std::optional<UnitId> manages_unit = std::nullopt;
    bool is_administrator = false;
    bool is_matrix_owner = false;
    bool is_auditor = false;
    bool wants_shortcuts = true;

    static PersonDraft of(const Person& person);
    /// Leaves a requester.
    void take_rights();
};

/// Everybody below comes with the roles held on `now`'s day, in one query each. People who have left are found too (Person::left_at).
std::optional<Person> find_person(db::Session& session, PersonId id, Timestamp now);
std::optional<Person> find_person_by_email(db::Session& session, const MailAddress& email, Timestamp now);
/// The first of those still here; empty for empty initials.
std::optional<Person> find_person_by_initials(db::Session& session, std::string_view initials, Timestamp now);
/// Everybody still here, by name.
std::vector<Person> list_people(db::Session& session, Timestamp now);

/// A page of the list of people.
struct PeopleSearch {
    std::string text;  ///< within name or address; empty: everybody
    unsigned page = 1;
    unsigned page_size = 100;
    enum class Left { No, Also, Only } left = Left::Also;
    std::string role = {};           ///< the code of one they hold today; empty: any or none
    std::vector<UnitId> units = {};  ///< one of these; empty: any or none
    bool without_unit = false;
};
struct PeoplePage {
    struct Line {
        Person person;
        std::string manager_name;
    };
    std::vector<Line> lines;  ///< by name; those who have left last
    std::size_t total = 0;    ///< on all pages
};
PeoplePage search_people(db::Session& session, const PeopleSearch& search, Timestamp now);

/// Throws db::Duplicate (people_by_email) when the address is taken.
PersonId insert_person(db::Transaction& tx, const PersonDraft& draft, Timestamp now);
/// Writes all of it; false when there is no such person. Ends no sessions: see end_sessions_of in sessions.hpp.
bool update_person(db::Transaction& tx, PersonId id, const PersonDraft& draft);

/// What people change about themselves; nothing that gives rights.
struct AccountDraft {
    std::string phone;
    std::string room;
    web::Language language = web::Language::Sv;
    bool wants_shortcuts = true;
};
void update_account(db::Transaction& tx, PersonId id, const AccountDraft& draft);
void update_language(db::Transaction& tx, PersonId id, web::Language language);
/// Holds somebody's row until the transaction ends, so that what is decided about them is decided one after the other.
void lock_person(db::Transaction& tx, PersonId id);
/// Somebody has left the school, or is back. Who has left cannot sign in, and holds no role that counts.
void update_left(db::Transaction& tx, PersonId id, bool has_left, Timestamp now);

/// The person with that address, made when there is none: somebody who showed that they read its mail, or whom an agent files for.
/// The name is made from the address. Two at the same time get the same person.
Person get_or_make_requester(db::Transaction& tx, const MailAddress& email, Timestamp now, web::Language language = web::Language::Sv);
/// "anna.lindqvist@skola.example" → "Anna Lindqvist"
std::string name_from(const MailAddress& email);

/// The administrator who was there first and has a mail address to sign in with; when there is none, `email` becomes one (made when absent).
Person make_first_administrator(db::Transaction& tx, const MailAddress& email, Timestamp now);
/// How many others, still here, are administrators and can sign in: programs' accounts do not count. Locks their rows, so that two cannot take the last right from each other.
std::size_t count_other_administrators(db::Transaction& tx, PersonId except);

}  // namespace ansvar::identity
