#include "matrix/holders.hpp"

#include <algorithm>

#include "tickets/placement.hpp"

namespace ansvar::matrix {

Holders::Holders(std::shared_ptr<const routing::Staff> staff, const identity::Person& reader, Timestamp now)
    : staff_{std::move(staff)}, reader_{tickets::requester_of(&reader)}, today_{identity::school_day(now)} {}

Holder Holders::of(const routing::Area& area, bool lead_is_relative) const {
    const auto shares = [](const routing::Responsible& one) {
        return one.relation == routing::Relation::AnyOf || one.relation == routing::Relation::EachOwn;
    };
    if (std::any_of(area.responsible.begin(), area.responsible.end(), shares)) {
        return {.kind = Holder::Kind::Several};
    }
    if (lead_is_relative) {
        return {.kind = Holder::Kind::OwnManager};
    }
    const auto lead = routing::answering(area, reader_, *staff_, today_).lead;
    const auto name = [&](routing::PersonNumber id) {
        const auto* person = staff_->find(id);
        return person == nullptr ? std::string{} : person->name;
    };
    if (const auto* one = lead.person()) {
        Holder holder{.kind = Holder::Kind::Person, .name = name(one->person)};
        if (one->instead_of) {
            holder.away = name(*one->instead_of);
            holder.until = staff_->away_until(*one->instead_of, today_).value_or("");
        }
        return holder;
    }
    if (lead.people.empty() && lead.away.size() == 1) {
        const auto until = staff_->away_until(lead.away[0], today_).value_or("");
        return {.kind = Holder::Kind::Person, .name = name(lead.away[0]), .until = until, .is_away = true};
    }
    return {.kind = lead.people.empty() && lead.away.empty() ? Holder::Kind::Nobody : Holder::Kind::Several};
}

bool Holders::has_own(const routing::Area& area) const {
    return routing::answering(area, reader_, *staff_, today_).lead.unit.has_value();
}

}  // namespace ansvar::matrix
