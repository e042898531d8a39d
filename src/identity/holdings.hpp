#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "db/transaction.hpp"
#include "identity/audit.hpp"
#include "identity/role_store.hpp"

namespace ansvar::identity {

using HoldingId = Id<struct HoldingTag>;

/// One line of who holds a role: now, before, or to come.
struct HoldingLine {
    HoldingId id;
    Holding holding;
    std::string name;       ///< of the person
    std::string unit_name;  ///< "" for everybody
    bool has_left = false;
    enum class When { Past, Now, Coming } when = When::Now;
};

/// Whose holdings are listed.
struct HoldingFilter {
    std::optional<RoleCode> role = std::nullopt;
    std::optional<UnitId> unit = std::nullopt;
};
/// By role, first asked first.
std::vector<HoldingLine> list_holding_lines(db::Session& session, const HoldingFilter& filter, Timestamp now);

/// Why a change of who holds a role cannot be.
enum class HoldingRefusal { NotThere, HeldAlready, EndsBeforeItBegins };

/// A change of one role's holdings, with what follows: the sessions of those whose roles today are others now end, and the audit says what
/// was done. Every function is a transaction's part; tell_changed (own_session.hpp) is for after it.
class HoldingChange {
public:
    HoldingChange(db::Transaction& tx, const Actor& by, Timestamp now) : tx_{tx}, by_{by}, now_{now} {}

    /// Somebody holds a role, asked last, instead of an earlier holding that is over. Refused while they hold it (HeldAlready).
    std::optional<HoldingRefusal> add(const Holding& holding);
    /// The last day of a holding; one that had not begun by then is gone.
    std::optional<HoldingRefusal> end(const RoleCode& role, HoldingId id, const std::string& last_day);
    /// Asked one place earlier or later among those who hold it now or will.
    std::optional<HoldingRefusal> move(const RoleCode& role, HoldingId id, bool up);

    /// Whose sessions ended.
    const std::vector<PersonId>& signed_out() const { return signed_out_; }

private:
    struct Stored {
        HoldingId id;
        Holding holding;
    };
    std::vector<Stored> lock(const RoleCode& role);
    void store(const Stored& stored);
    void note(const std::string& action, const Holding& holding);
    template <class Work>
    void with_sessions_of(PersonId person, const Work& work);

    db::Transaction& tx_;
    const Actor& by_;
    Timestamp now_;
    std::vector<PersonId> signed_out_;
};

/// Yesterday, as a school day: the last day of what ends now.
std::string day_before(Timestamp now);

}  // namespace ansvar::identity
