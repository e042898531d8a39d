#include "tickets/details.hpp"

#include <array>

#include "tickets/change.hpp"

namespace ansvar::tickets {

namespace {

struct Field {
    std::string_view pointer;
    std::optional<std::string> Details::*value;
    std::size_t limit;
};

constexpr std::array<Field, 3> fields{{{"/subject", &Details::subject, max_subject}, {"/room", &Details::room, max_room}, {"/phone", &Details::phone, max_phone}}};

std::vector<web::FieldError> tidy(Details& details) {
    std::vector<web::FieldError> faults;
    for (const auto& field : fields) {
        auto& value = details.*field.value;
        if (!value) {
            continue;
        }
        value = tidy_line(*value);
        if (auto fault = line_fault(field.pointer, *value, field.limit)) {
            faults.push_back(std::move(*fault));
        }
    }
    if (details.subject && details.subject->empty()) {
        faults.push_back(field_fault("/subject", "required"));
    }
    return faults;
}

}  // namespace

Result<Ticket, Refusal> set_details(Desk& desk, TicketId id, const Details& typed, const identity::Person& by, std::optional<std::int64_t> version,
                                    const Undo& undo) {
    auto details = typed;
    if (auto faults = tidy(details); !faults.empty()) {
        return refuse(Refusal{Refusal::Kind::Invalid, std::move(faults)});
    }
    return desk.change(id, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        change.set_details(details);
        return {};
    }, undo);
}

}  // namespace ansvar::tickets
