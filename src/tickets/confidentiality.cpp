// What the desk does about who reads a ticket: raising and lowering, named readers, breaking the glass.
#include <algorithm>

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "tickets/change.hpp"
#include "tickets/desk.hpp"

namespace ansvar::tickets {

namespace {

constexpr std::size_t longest_reason = 255;

std::optional<web::FieldError> reason_fault(const std::string& why, bool is_needed) {
    return is_needed && trim(why).empty() ? std::optional{field_fault("/why", "required")} : line_fault("/why", why, longest_reason);
}

void note(Change& change, const identity::Actor& actor, std::string_view what, nlohmann::json details) {
    identity::record(change.tx(), actor,
                     {.action = "ticket." + std::string{what}, .object_kind = "ticket", .object_id = change.ticket().id.text(), .details = std::move(details)},
                     change.now());
}

/// Those who handle confidential tickets: nobody else is named as a reader.
bool is_staff(const identity::Person& person) { return person.is_agent() || person.is_manager || person.is_administrator; }

}  // namespace

Result<Ticket, Refusal> Desk::set_confidentiality(TicketId id, Confidentiality to, const std::string& why, const identity::Person& by,
                                                  const identity::Actor& actor, std::optional<std::int64_t> version) {
    return change(id, Action::View, by, version, [&](Change& change) -> std::optional<Refusal> {
        const auto from = change.ticket().confidentiality();
        const bool lowers = to < from;
        if (!change.allows(lowers ? Action::Unseal : Action::Seal) || (to == Confidentiality::Named && !change.allows(Action::Unseal))) {
            return Refusal{Refusal::Kind::NotAllowed};
        }
        if (auto fault = reason_fault(why, lowers)) {
            return Refusal::invalid(std::move(*fault));
        }
        if (from != to) {
            change.set_confidentiality(to, why);
            note(change, actor, lowers ? "unsealed" : "sealed", {{"from", name(from)}, {"to", name(to)}});
        }
        return {};
    });
}

Result<Ticket, Refusal> Desk::add_reader(TicketId id, const std::string& mail, const std::string& why, const identity::Person& by,
                                         const identity::Actor& actor, std::optional<std::int64_t> version) {
    return change(id, Action::Unseal, by, version, [&](Change& change) -> std::optional<Refusal> {
        if (!change.ticket().confidential) {
            return Refusal{Refusal::Kind::NotAllowed};
        }
        const auto address = MailAddress::parse(std::string{trim(mail)});
        const auto person = address ? identity::find_person_by_email(change.tx(), *address, change.now()) : std::nullopt;
        if (!person || person->left_at || !is_staff(*person)) {
            return Refusal::invalid(field_fault("/reader", "unknown-staff"));
        }
        if (auto fault = reason_fault(why, true)) {
            return Refusal::invalid(std::move(*fault));
        }
        const auto readers = ticket_store::list_readers(change.tx(), id);
        if (std::none_of(readers.begin(), readers.end(), [&](const auto& each) { return each.id == person->id; })) {
            change.add_reader(person->id, person->name, why);
            note(change, actor, "reader_added", {{"reader", person->id.value}});
        }
        return {};
    });
}

Result<Ticket, Refusal> Desk::remove_reader(TicketId id, PersonId reader, const std::string& why, const identity::Person& by,
                                            const identity::Actor& actor, std::optional<std::int64_t> version) {
    return change(id, Action::Unseal, by, version, [&](Change& change) -> std::optional<Refusal> {
        const auto readers = ticket_store::list_readers(change.tx(), id);
        const auto one = std::find_if(readers.begin(), readers.end(), [&](const auto& each) { return each.id == reader; });
        if (one == readers.end()) {
            return Refusal::invalid(field_fault("/reader", "unknown-value"));
        }
        if (change.ticket().named_only && !change.ticket().assignee && readers.size() == 1) {
            return Refusal::invalid(field_fault("/reader", "last-reader"));
        }
        if (auto fault = reason_fault(why, true)) {
            return Refusal::invalid(std::move(*fault));
        }
        change.remove_reader(reader, one->name, why);
        note(change, actor, "reader_removed", {{"reader", reader.value}});
        return {};
    });
}

void Desk::break_glass(TicketId id, const std::string& why, const identity::Person& by, const identity::Actor& actor) {
    services_.database.in_transaction([&](db::Transaction& tx) {
        auto change = Change::behind_glass(tx, services_, id, by);
        if (change) {
            const auto until = change->now() + glass_time;
            change->break_glass(why, until);
            note(*change, actor, "glass_broken", {{"until", to_rfc3339(until)}});
            change->finish();
        }
    });
    services_.listener.committed();
}

}  // namespace ansvar::tickets
