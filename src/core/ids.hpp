#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace ansvar {

/// A database id that cannot be mistaken for another kind of id. Zero means "not stored yet".
template <class Tag>
struct Id {
    std::uint64_t value = 0;

    auto operator<=>(const Id&) const = default;
    explicit operator bool() const { return value != 0; }
    std::string text() const { return std::to_string(value); }
};

using PersonId = Id<struct PersonTag>;
/// A school of the municipality, or a part of one.
using UnitId = Id<struct UnitTag>;
using AbsenceId = Id<struct AbsenceTag>;
/// A ticket's id is also its permanent number (#1042): drawn by the database, only rising, never reused.
using TicketId = Id<struct TicketTag>;
using AttachmentId = Id<struct AttachmentTag>;
using LetterId = Id<struct LetterTag>;
using SessionId = Id<struct SessionTag>;
using TokenId = Id<struct TokenTag>;

/// A role's code as the school writes it ("ITS", "LÄR", "Resp chef"): data, not an enumeration.
struct RoleCode {
    std::string value;

    auto operator<=>(const RoleCode&) const = default;
};

}  // namespace ansvar
