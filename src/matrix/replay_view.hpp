#pragma once

#include <nlohmann/json.hpp>

#include <memory>
#include <string>

#include "identity/role_directory.hpp"
#include "matrix/drafts.hpp"
#include "matrix/replays.hpp"
#include "routing/matrix.hpp"
#include "tickets/waiting_times.hpp"
#include "web/moments.hpp"
#include "web/texts.hpp"

namespace ansvar::matrix {

/// What pages say about replays, in the reader's language. Everything referred to must outlive it.
class ReplayView {
public:
    ReplayView(const web::Texts& texts, web::Language language, Timestamp now, const identity::RoleTable& roles)
        : texts_{texts}, language_{language}, moments_{texts, language, now}, roles_{roles} {}

    /// A replay as a line of the list.
    nlohmann::json line(const ReplayHead& replay) const;
    /// The sums with links to the tickets behind them. `names`: the areas as the two matrices call them; `waits`: how long each role's
    /// requesters wait today.
    nlohmann::json result(const ReplayHead& replay, const replays::Compared& matrices, tickets::WaitingTimes& waits) const;
    /// A list of tickets, with where each was and is put.
    nlohmann::json tickets(const ReplayedPage& page, const ReplayHead& replay, const Behind& behind, const replays::Compared& matrices) const;

    static std::string path(const ReplayHead& replay);
    const web::Moments& moments() const { return moments_; }
    const std::string& text(std::string_view key) const { return texts_.text(language_, key); }
    std::string format(std::string_view key, const web::Arguments& arguments) const { return texts_.format(language_, key, arguments); }
    std::string role(const std::string& code) const { return roles_.name(RoleCode{code}, language_); }

private:
    nlohmann::json figure(const ReplayHead& replay, const nlohmann::json& count, const Behind& behind) const;
    nlohmann::json loads(const ReplayHead& replay, tickets::WaitingTimes& waits) const;
    nlohmann::json moves(const ReplayHead& replay, const nlohmann::json& moves, Behind::Figure figure, const replays::Compared& matrices) const;
    std::string heading(const Behind& behind, const replays::Compared& matrices) const;
    std::string area(const std::string& key, const replays::Compared& matrices) const;
    std::string days(const PastQuestion& question) const;

    const web::Texts& texts_;
    web::Language language_;
    web::Moments moments_;
    const identity::RoleTable& roles_;
};

}  // namespace ansvar::matrix
