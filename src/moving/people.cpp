#include "moving/people.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "moving/cleaned.hpp"
#include "tickets/attachments.hpp"

namespace ansvar::moving {

std::string explain(const tickets::Refusal& refusal) {
    std::string why = "refused";
    for (const auto& field : refusal.fields) {
        why += fmt::format(" {} {}", field.pointer, field.code);
    }
    return why;
}

MailAddress People::requester_address(const ForeignTicket& ticket) const {
    if (const auto own = MailAddress::parse(clean_line(ticket.requester.address).text)) {
        return *own;
    }
    const auto other = MailAddress::parse(for_whom_);
    if (!other) {
        throw LeftOut{fmt::format("left out: its requester has no mail address ({}); --for names who gets such tickets", named(ticket.requester))};
    }
    report_.fault(ticket.where, fmt::format("its requester has no mail address ({}): it is {}'s", named(ticket.requester), other->text()));
    return *other;
}

std::optional<identity::Person> People::somebody(db::Session& session, const ForeignPerson& person) const {
    const auto address = MailAddress::parse(clean_line(person.address).text);
    return address ? identity::find_person_by_email(session, *address, clock_.now()) : std::nullopt;
}

identity::Person People::requester_of(db::Transaction& tx, const ForeignTicket& ticket) const {
    const auto address = requester_address(ticket);
    if (auto found = identity::find_person_by_email(tx, address, clock_.now())) {
        return *std::move(found);
    }
    report_.people.insert(address.text());
    const auto name = shorten(clean_line(ticket.requester.name).text, 100);
    if (name.empty() || address.text() == for_whom_) {
        return identity::get_or_make_requester(tx, address, clock_.now());
    }
    const auto id = identity::insert_person(tx, {.email = address, .name = name}, clock_.now());
    return identity::find_person(tx, id, clock_.now()).value();
}

std::string signed_body(const Prepared& message, const std::optional<identity::Person>& author) {
    return author || message.from->author.is_nobody() ? message.body : fmt::format("[{}]\n\n{}", named(message.from->author), message.body);
}

std::vector<std::string> store_files(db::Database& database, const Prepared& message, Timestamp at) {
    std::vector<std::string> tokens;
    for (const auto& file : message.files) {
        const web::Upload upload{.file_name = file.name, .declared_type = "", .bytes = file.bytes};
        auto stored = tickets::attachments::store(database, {upload}, std::nullopt, at);
        if (!stored) {
            throw LeftOut{"left out: " + explain(stored.error())};
        }
        tokens.push_back(stored->front());
    }
    return tokens;
}

}  // namespace ansvar::moving
