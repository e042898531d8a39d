#pragma once

#include <memory>
#include <string>

#include "identity/person.hpp"
#include "routing/answering.hpp"
#include "routing/area.hpp"

namespace ansvar::matrix {

/// Who stands behind an area's lead on a day. For signed-in readers only.
struct Holder {
    enum class Kind { Person, Several, OwnManager, Nobody };
    Kind kind = Kind::Nobody;
    std::string name = {};       ///< for Kind::Person
    std::string away = {};       ///< who is away and stood in for by `name`; "" for nobody
    std::string until = {};      ///< their last day away, "2026-11-24"
    bool is_away = false;        ///< `name` is away themselves until then, and nobody stands in
};

/// The people behind areas, for whoever asks: a unit's own holders go before the municipality's.
class Holders {
public:
    Holders(std::shared_ptr<const routing::Staff> staff, const identity::Person& reader, Timestamp now);

    /// Initials that the row names go before the role's own holders. Rows that any of several roles answer, each for its own part, have
    /// several.
    Holder of(const routing::Area& area, bool lead_is_relative) const;
    /// Has the reader's unit, or one above it, holders of its own for the lead's role?
    bool has_own(const routing::Area& area) const;

private:
    std::shared_ptr<const routing::Staff> staff_;
    routing::Requester reader_;
    routing::Day today_;
};

}  // namespace ansvar::matrix
