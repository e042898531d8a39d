#include "web/trace_id.hpp"

#include <algorithm>

#include "web/ascii.hpp"

namespace ansvar::web {
namespace {

bool is_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_all_zero(std::string_view text) {
    return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

std::string trace_id_from(std::string_view traceparent) {
    // version "-" trace-id "-" parent-id "-" flags; a later version may have more behind.
    if (traceparent.size() < 55 || traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-' ||
        (traceparent.size() > 55 && (traceparent.substr(0, 2) == "00" || traceparent[55] != '-'))) {
        return "";
    }
    const auto version = traceparent.substr(0, 2);
    const auto trace = traceparent.substr(3, 32);
    const auto parent = traceparent.substr(36, 16);
    const auto flags = traceparent.substr(53, 2);
    const bool is_valid = is_hex(version) && version != "ff" && is_hex(trace) && is_hex(parent) && is_hex(flags);
    return is_valid && !is_all_zero(trace) && !is_all_zero(parent) ? std::string{trace} : "";
}

}  // namespace ansvar::web
