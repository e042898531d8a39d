#include "mail/choices.hpp"

#include "core/secret.hpp"
#include "identity/person.hpp"
#include "queries/mail.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace ansvar::mail {

namespace {

constexpr std::array<std::pair<Frequency, std::string_view>, 3> frequencies{
    {{Frequency::Each, "each"}, {Frequency::Digest, "digest"}, {Frequency::None, "none"}}};
constexpr std::array<std::pair<Stop, std::string_view>, 3> stops{{{Stop::Following, "following"}, {Stop::Digest, "digest"}, {Stop::Monday, "monday"}}};
constexpr std::size_t signature_length = 22;  ///< characters: 132 bit

Frequency read_frequency(const db::Row& row, std::string_view column) { return frequency_from(row.text(column)).value_or(Frequency::Each); }

std::chrono::minutes minutes_of(std::int64_t number) { return std::chrono::minutes{number}; }

std::string signature(std::string_view key, std::string_view what) {
    return keyed_hash(key, "stop-letters\n" + std::string{what}, signature_length);
}

}  // namespace

std::string_view name(Frequency frequency) {
    for (const auto& [each, word] : frequencies) {
        if (each == frequency) {
            return word;
        }
    }
    throw std::logic_error("a value outside its enumeration");
}

std::string_view name(Stop stop) { return stops[static_cast<std::size_t>(stop)].second; }

std::optional<Frequency> frequency_from(std::string_view name) {
    for (const auto& [frequency, word] : frequencies) {
        if (word == name) {
            return frequency;
        }
    }
    return std::nullopt;
}

LetterChoices choices_of(db::Session& session, PersonId person) {
    const auto row = session.row(queries::mail::select_letter_choices, {{"person", person}});
    if (!row) {
        return {};
    }
    LetterChoices choices{.new_tickets = read_frequency(*row, "new_tickets"),
                          .in_hand = read_frequency(*row, "in_hand"),
                          .mentions = read_frequency(*row, "mentions"),
                          .following = read_frequency(*row, "following"),
                          .digest_at = minutes_of(row->integer("digest_at")),
                          .quiet = {},
                          .monday_since = row->optional_time("monday_since")};
    const auto from = row->optional_integer("quiet_from"), to = row->optional_integer("quiet_to");
    if (from && to) {
        choices.quiet = QuietHours{minutes_of(*from), minutes_of(*to)};
    }
    return choices;
}

void keep(db::Transaction& tx, PersonId person, const LetterChoices& choices, Timestamp now) {
    tx.execute(queries::mail::put_letter_choices, {{"person", person},
                                                   {"new_tickets", name(choices.new_tickets)},
                                                   {"in_hand", name(choices.in_hand)},
                                                   {"mentions", name(choices.mentions)},
                                                   {"following", name(choices.following)},
                                                   {"digest_at", choices.digest_at.count()},
                                                   {"quiet_from", choices.quiet ? db::Value{choices.quiet->from.count()} : db::Value{}},
                                                   {"quiet_to", choices.quiet ? db::Value{choices.quiet->to.count()} : db::Value{}},
                                                   {"monday_since", choices.monday_since},
                                                   {"now", now}});
}

std::string stop_token(std::string_view key, PersonId person, Stop stop) {
    const auto what = person.text() + "." + std::string{name(stop)};
    return what + "." + signature(key, what);
}

std::optional<StopOrder> read_stop_token(std::string_view key, std::string_view token) {
    const auto first = token.find('.'), last = token.rfind('.');
    if (first == std::string_view::npos || first == last || !equal_secret(token.substr(last + 1), signature(key, token.substr(0, last)))) {
        return std::nullopt;
    }
    std::uint64_t person = 0;
    std::from_chars(token.data(), token.data() + first, person);
    for (const auto& [stop, word] : stops) {
        if (word == token.substr(first + 1, last - first - 1)) {
            return StopOrder{PersonId{person}, stop};
        }
    }
    return std::nullopt;
}

void stop(db::Transaction& tx, const StopOrder& order, Timestamp now) {
    auto choices = choices_of(tx, order.person);
    if (order.stop == Stop::Following) {
        choices.following = Frequency::None;
    } else if (order.stop == Stop::Monday) {
        choices.monday_since.reset();
    } else {
        for (auto* each : {&choices.new_tickets, &choices.in_hand, &choices.following}) {
            *each = *each == Frequency::Digest ? Frequency::None : *each;
        }
    }
    keep(tx, order.person, choices, now);
}

std::vector<RoleCode> queues_heard_by_nobody_else(db::Session& session, PersonId person, const std::vector<RoleCode>& queues, Timestamp now) {
    auto codes = nlohmann::json::array();
    for (const auto& queue : queues) {
        codes.push_back(queue.value);
    }
    std::vector<RoleCode> alone;
    session.each(queries::mail::select_queues_heard_by_nobody_else,
                 {{"queues", codes.dump()}, {"person", person}, {"today", identity::school_day(now)}},
                 [&](const db::Row& row) { alone.push_back(RoleCode{row.text("code")}); });
    return alone;
}

}  // namespace ansvar::mail
