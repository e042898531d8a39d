#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "identity/role_directory.hpp"
#include "identity/units.hpp"
#include "routing/matrix.hpp"
#include "tickets/filter.hpp"
#include "tickets/ticket_store.hpp"
#include "tickets/wording.hpp"

namespace ansvar::tickets {

/// A filter in words, and as a form.
struct FilterView {
    const Wording& wording;
    const identity::RoleTable& roles;
    const routing::Matrix& matrix;
    const std::vector<identity::Unit>& units;
    const std::vector<ticket_store::Named>& holders;  ///< who may be asked for by name

    /// What is asked for, in short: [{"label", "without": the address of the list without that}]. `path`: of the list.
    nlohmann::json said(const Filter& filter, const std::string& path) const;
    /// For templates/pages/tickets/queue_filter.html. `queues`: those to choose from.
    nlohmann::json form(const Filter& filter, const std::vector<RoleCode>& queues) const;

private:
    std::string words_of(const std::string& name, const std::string& value) const;
    std::string name_of_holder(const std::string& value) const;
    std::string name_of_level(const std::string& value) const;
    nlohmann::json choice(const std::string& value, const std::string& label, const std::string& selected) const {
        return {{"value", value}, {"label", label}, {"selected", value == selected}};
    }
};

}  // namespace ansvar::tickets
