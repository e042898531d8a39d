#include "identity/people_store.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "core/text.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

std::optional<Person> find(db::Session& session, const db::Value& id, const db::Value& email, const db::Value& initials, Timestamp now) {
    const auto row = session.row(sql::select_person, {{"id", id}, {"email", email}, {"initials", initials}, {"today", school_day(now)}});
    return row ? std::optional{read_person(*row)} : std::nullopt;
}

/// Empty texts are stored as NULL.
db::Value text_or_null(const std::string& text) {
    return text.empty() ? db::Value{} : db::Value{text};
}

db::Value address_or_null(const std::optional<MailAddress>& email) {
    return email ? db::Value{email->text()} : db::Value{};
}

/// "3,4", "none", or "" for all.
std::string units_of(const PeopleSearch& search) {
    if (search.without_unit) {
        return "none";
    }
    std::vector<std::string> ids;
    for (const auto unit : search.units) {
        ids.push_back(unit.text());
    }
    return join(ids, ",");
}

Person existing(std::optional<Person> person) {
    if (!person) {
        throw std::logic_error("a person vanished between two statements of a transaction");
    }
    return *std::move(person);
}

}  // namespace

PersonDraft PersonDraft::of(const Person& person) {
    return {.email = person.email,
            .name = person.name,
            .initials = person.initials,
            .title = person.title,
            .phone = person.phone,
            .room = person.room,
            .language = person.language,
            .manager = person.manager,
            .unit = person.unit,
            .is_manager = person.is_manager,
            .manages_unit = person.manages_unit,
            .is_administrator = person.is_administrator,
            .is_matrix_owner = person.is_matrix_owner,
            .is_auditor = person.is_auditor,
            .wants_shortcuts = person.wants_shortcuts};
}

void PersonDraft::take_rights() {
    is_manager = is_administrator = is_matrix_owner = is_auditor = false;
    manages_unit.reset();
}

std::optional<Person> find_person(db::Session& session, PersonId id, Timestamp now) {
    return find(session, id, {}, {}, now);
}

std::optional<Person> find_person_by_email(db::Session& session, const MailAddress& email, Timestamp now) {
    return find(session, {}, email.text(), {}, now);
}

std::optional<Person> find_person_by_initials(db::Session& session, std::string_view initials, Timestamp now) {
    if (initials.empty()) {
        return std::nullopt;
    }
    auto person = find(session, {}, {}, initials, now);
    return person && person->left_at ? std::nullopt : person;
}

std::vector<Person> list_people(db::Session& session, Timestamp now) {
    constexpr std::int64_t everybody = std::numeric_limits<std::int32_t>::max();
    std::vector<Person> people;
    session.each(sql::select_people,
                 {{"search", ""}, {"left", 0}, {"role", ""}, {"units", ""}, {"page_size", everybody}, {"skip", 0}, {"today", school_day(now)}},
                 [&](const db::Row& row) { people.push_back(read_person(row)); });
    return people;
}

PeoplePage search_people(db::Session& session, const PeopleSearch& search, Timestamp now) {
    const auto skip = std::int64_t{search.page_size} * (std::max(search.page, 1U) - 1);
    PeoplePage page;
    session.each(sql::select_people,
                 {{"search", search.text},
                  {"left", static_cast<int>(search.left)},
                  {"role", search.role},
                  {"units", units_of(search)},
                  {"page_size", search.page_size},
                  {"skip", skip},
                  {"today", school_day(now)}},
                 [&](const db::Row& row) {
                     page.lines.push_back({read_person(row), row.optional_text("manager_name").value_or("")});
                     page.total = row.unsigned_integer("total");
                 });
    return page;
}

PersonId insert_person(db::Transaction& tx, const PersonDraft& draft, Timestamp now) {
    tx.execute(sql::insert_person, {{"email", address_or_null(draft.email)},
                                    {"name", draft.name},
                                    {"initials", text_or_null(draft.initials)},
                                    {"title", text_or_null(draft.title)},
                                    {"phone", text_or_null(draft.phone)},
                                    {"room", text_or_null(draft.room)},
                                    {"language", web::to_string(draft.language)},
                                    {"manager_id", draft.manager},
                                    {"unit_id", draft.unit},
                                    {"is_manager", draft.is_manager},
                                    {"manages_unit_id", draft.manages_unit},
                                    {"is_administrator", draft.is_administrator},
                                    {"is_matrix_owner", draft.is_matrix_owner},
                                    {"is_auditor", draft.is_auditor},
                                    {"wants_shortcuts", draft.wants_shortcuts},
                                    {"now", now}});
    return PersonId{tx.last_insert_id()};
}

bool update_person(db::Transaction& tx, PersonId id, const PersonDraft& draft) {
    return tx.execute(sql::update_person, {{"id", id},
                                           {"email", address_or_null(draft.email)},
                                           {"name", draft.name},
                                           {"initials", text_or_null(draft.initials)},
                                           {"title", text_or_null(draft.title)},
                                           {"phone", text_or_null(draft.phone)},
                                           {"room", text_or_null(draft.room)},
                                           {"language", web::to_string(draft.language)},
                                           {"manager_id", draft.manager},
                                           {"unit_id", draft.unit},
                                           {"is_manager", draft.is_manager},
                                           {"manages_unit_id", draft.manages_unit},
                                           {"is_administrator", draft.is_administrator},
                                           {"is_matrix_owner", draft.is_matrix_owner},
                                           {"is_auditor", draft.is_auditor},
                                           {"wants_shortcuts", draft.wants_shortcuts}}) == 1;
}

void update_account(db::Transaction& tx, PersonId id, const AccountDraft& draft) {
    tx.execute(sql::update_account, {{"id", id},
                                     {"phone", text_or_null(draft.phone)},
                                     {"room", text_or_null(draft.room)},
                                     {"language", web::to_string(draft.language)},
                                     {"wants_shortcuts", draft.wants_shortcuts}});
}

void update_language(db::Transaction& tx, PersonId id, web::Language language) {
    tx.execute(sql::update_language, {{"id", id}, {"language", web::to_string(language)}});
}

void lock_person(db::Transaction& tx, PersonId id) {
    tx.rows(sql::lock_person, {{"id", id}});
}

void update_left(db::Transaction& tx, PersonId id, bool has_left, Timestamp now) {
    tx.execute(sql::update_left, {{"id", id}, {"has_left", has_left}, {"now", now}});
}

std::string name_from(const MailAddress& email) {
    std::vector<std::string> words;
    std::string word;
    for (const char letter : std::string{email.local_part()} + ".") {
        if (letter != '.' && letter != '_') {
            word += letter;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    const auto is_small = [](char letter) { return letter >= 'a' && letter <= 'z'; };
    for (auto& part : words) {
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (is_small(part[i]) && (i == 0 || part[i - 1] == '-')) {
                part[i] = static_cast<char>(part[i] - 'a' + 'A');
            }
        }
    }
    return words.empty() ? std::string{email.local_part()} : join(words, " ");
}

Person get_or_make_requester(db::Transaction& tx, const MailAddress& email, Timestamp now, web::Language language) {
    if (auto known = find_person_by_email(tx, email, now)) {
        return *std::move(known);
    }
    tx.execute(sql::insert_requester,
               {{"email", email.text()}, {"name", name_from(email)}, {"language", web::to_string(language)}, {"now", now}});
    return existing(find_person_by_email(tx, email, now));
}

Person make_first_administrator(db::Transaction& tx, const MailAddress& email, Timestamp now) {
    if (const auto first = tx.row(sql::select_first_administrator)) {
        return existing(find_person(tx, first->id<PersonId>("id"), now));
    }
    tx.execute(sql::insert_first_administrator, {{"email", email.text()}, {"name", name_from(email)}, {"now", now}});
    return existing(find_person_by_email(tx, email, now));
}

std::size_t count_other_administrators(db::Transaction& tx, PersonId except) {
    return tx.rows(sql::lock_other_administrators, {{"except_id", except}}).size();
}

}  // namespace ansvar::identity
