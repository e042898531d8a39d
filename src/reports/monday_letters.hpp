#pragma once

#include <cstddef>

#include "identity/todays_rights.hpp"
#include "mail/settings.hpp"
#include "reports/routes.hpp"

namespace ansvar::reports {

/// Writes the Monday letters that are due (decision 0072). Any number of instances may; each letter is written once.
class MondayLetters {
public:
    MondayLetters(Services services, const mail::Settings& settings, identity::TodaysRightsOf todays_rights)
        : services_(std::move(services)), domain_(settings.sender.domain()), todays_rights_(std::move(todays_rights)) {}

    /// How many it wrote. One small query when none is due. Throws as Facts::refresh does.
    std::size_t write(Timestamp now) const;

private:
    Services services_;
    std::string domain_;
    identity::TodaysRightsOf todays_rights_;
};

}  // namespace ansvar::reports
