#include "tickets/ticket.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace ansvar::tickets {

namespace {

template <class Enum, std::size_t size>
using Names = std::array<std::pair<Enum, std::string_view>, size>;

/// The life of a ticket. The columns is_open and sort_at of the table tickets say the same (migration 0026; a test compares them).
struct LifecycleLine {
    State state;
    std::string_view name;
    Phase phase;
};

constexpr std::array<LifecycleLine, 7> lifecycle{{{State::New, "new", Phase::Initial},
                                                  {State::InProgress, "in_progress", Phase::Active},
                                                  {State::WaitingRequester, "waiting_requester", Phase::Waiting},
                                                  {State::WaitingOther, "waiting_other", Phase::Waiting},
                                                  {State::Resolved, "resolved", Phase::Done},
                                                  {State::Closed, "closed", Phase::Done},
                                                  {State::Rejected, "rejected", Phase::Done}}};
constexpr Names<Priority, 4> priority_names{
    {{Priority::Low, "low"}, {Priority::Normal, "normal"}, {Priority::High, "high"}, {Priority::Urgent, "urgent"}}};
constexpr Names<Channel, 5> channel_names{
    {{Channel::Web, "web"}, {Channel::Phone, "phone"}, {Channel::Visit, "visit"}, {Channel::Mail, "mail"}, {Channel::Api, "api"}}};

constexpr Names<Confidentiality, 3> confidentiality_names{
    {{Confidentiality::Open, "open"}, {Confidentiality::Queue, "queue"}, {Confidentiality::Named, "named"}}};

template <class Enum, std::size_t size>
std::string_view name_in(const Names<Enum, size>& names, Enum value) {
    for (const auto& [each, name] : names) {
        if (each == value) {
            return name;
        }
    }
    throw std::logic_error("a value outside its enumeration");
}

template <class Enum, std::size_t size>
std::optional<Enum> value_in(const Names<Enum, size>& names, std::string_view name) {
    for (const auto& [value, each] : names) {
        if (each == name) {
            return value;
        }
    }
    return {};
}

}  // namespace

Phase phase(State state) {
    for (const auto& line : lifecycle) {
        if (line.state == state) {
            return line.phase;
        }
    }
    throw std::logic_error("a value outside its enumeration");
}

std::string_view name(State state) {
    for (const auto& line : lifecycle) {
        if (line.state == state) {
            return line.name;
        }
    }
    throw std::logic_error("a value outside its enumeration");
}

std::optional<State> state_from(std::string_view name) {
    for (const auto& line : lifecycle) {
        if (line.name == name) {
            return line.state;
        }
    }
    return {};
}

std::string_view name(Priority priority) { return name_in(priority_names, priority); }
std::optional<Priority> priority_from(std::string_view name) { return value_in(priority_names, name); }
std::string_view name(Channel channel) { return name_in(channel_names, channel); }
std::optional<Channel> channel_from(std::string_view name) { return value_in(channel_names, name); }
std::string_view name(Confidentiality confidentiality) { return name_in(confidentiality_names, confidentiality); }
std::optional<Confidentiality> confidentiality_from(std::string_view name) { return value_in(confidentiality_names, name); }

Ticket read_ticket(const db::Row& row) {
    return {.id = row.id<TicketId>("id"),
            .subject = row.text("subject"),
            .role = RoleCode{row.text("role_code")},
            .row_ref = row.optional_text("row_ref"),
            .area_key = row.optional_text("area_key"),
            .area = row.optional_text("area"),
            .matrix_version = row.text("matrix_version"),
            .reason = row.text("reason"),
            .confidence = row.real("confidence"),
            .confidential = row.flag("confidential"),
            .named_only = row.flag("named_only"),
            .unit = row.optional_id<UnitId>("unit_id"),
            .state = state_from(row.text("state")).value(),
            .priority = static_cast<Priority>(row.integer("priority")),
            .requester = row.id<PersonId>("requester_id"),
            .filed_by = row.id<PersonId>("filed_by_id"),
            .assignee = row.optional_id<PersonId>("assignee_id"),
            .channel = channel_from(row.text("channel")).value(),
            .room = row.text("room"),
            .phone = row.text("phone"),
            .opened_at = row.time("opened_at"),
            .target = {.id = static_cast<std::uint64_t>(row.optional_integer("target_id").value_or(0)),
                       .first_response = row.optional_integer("first_response_target"),
                       .next_response = row.optional_integer("next_response_target"),
                       .resolution = row.optional_integer("resolution_target")},
            .due_at = row.time("due_at"),
            .paused_at = row.optional_time("paused_at"),
            .paused_minutes = row.integer("paused_minutes"),
            .first_response_at = row.optional_time("first_response_at"),
            .first_response_minutes = row.optional_integer("first_response_minutes"),
            .asked_at = row.optional_time("asked_at"),
            .resolved_at = row.optional_time("resolved_at"),
            .resolution_minutes = row.optional_integer("resolution_minutes"),
            .right_role_minutes = row.optional_integer("right_role_minutes"),
            .hops = row.integer("hops"),
            .reopens = row.integer("reopens"),
            .escalate_at = row.optional_time("escalate_at"),
            .escalated = row.integer("escalated"),
            .idle_at = row.optional_time("idle_at"),
            .closes_at = row.optional_time("closes_at"),
            .last_seq = row.integer("last_seq"),
            .version = row.integer("version"),
            .changed_at = row.time("changed_at"),
            .snoozed_until = row.optional_time("snoozed_until"),
            .merged_into = row.optional_id<TicketId>("merged_into_id")};
}

}  // namespace ansvar::tickets
