#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/steps.hpp"
#include "tickets/page_services.hpp"
#include "web/errors.hpp"

namespace ansvar::tickets {

/// Who is told when how much of a target has passed, as administrators agree it, on the page and for programs alike.

inline constexpr std::size_t most_steps = 30;

/// A step as it came.
struct TypedStep {
    std::string measure = {};
    std::string percent = {};
    std::vector<std::string> whom = {};

    bool is_empty() const { return percent.empty(); }
};
TypedStep typed_of(const schedule::EscalationStep& step);

/// The pointer of a field ("measure", "percent", "whom") of row `at` (from 0) as whoever sent it calls it.
using StepField = std::function<std::string(std::size_t at, std::string_view field)>;

/// The steps that were sent, and what is wrong with them. A row without a percentage is none.
std::vector<schedule::EscalationStep> check_steps(const std::vector<TypedStep>& rows, const StepField& pointer, std::vector<web::FieldError>& faults);

/// [{"clock", "percent", "whom"}]: as the audit and programs are told.
nlohmann::json steps_json(const std::vector<schedule::EscalationStep>& steps);

/// These take the place of all there are, and the audit tells. False when there are others than of `version` (web::version_of_content of
/// steps_json), if one is said.
bool keep_steps(const PageServices& services, const web::Request& request, const std::vector<schedule::EscalationStep>& steps, std::optional<std::int64_t> version = {});

}  // namespace ansvar::tickets
