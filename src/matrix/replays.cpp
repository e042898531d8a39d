#include "matrix/replays.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>

#include "matrix/matrix_store.hpp"
#include "matrix/replay_pieces.hpp"
#include "matrix/unit_exceptions.hpp"
#include "queries/matrix.hpp"
#include "routing/words_of.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;
using State = ReplayHead::State;
using Figure = Behind::Figure;

constexpr routing::WordsOf<State, 5> state_words{
    {{State::Waiting, "waiting"}, {State::Running, "running"}, {State::Done, "done"}, {State::Stopped, "stopped"}, {State::Failed, "failed"}}};
constexpr routing::WordsOf<Figure, 9> figure_words{{{Figure::All, "all"},
                                                    {Figure::Unchanged, "unchanged"},
                                                    {Figure::Role, "role"},
                                                    {Figure::Area, "area"},
                                                    {Figure::Before, "before"},
                                                    {Figure::After, "after"},
                                                    {Figure::MadeRight, "made_right"},
                                                    {Figure::MadeWrong, "made_wrong"},
                                                    {Figure::WrongBoth, "wrong_both"}}};

ReplayHead read_head(const db::Row& row) {
    const auto result = row.optional_text("result");
    const auto role = row.optional_text("role_code");
    const auto tickets = row.optional_integer("tickets");
    return {.id = row.id<ReplayId>("id"),
            .draft = row.id<DraftId>("draft_id"),
            .asked_by = row.optional_text("asked_by").value_or(""),
            .asked_at = row.time("asked_at"),
            .question = {.from = row.time("opened_from"),
                         .until = row.time("opened_until"),
                         .role = role ? std::optional{RoleCode{*role}} : std::nullopt,
                         .unit = row.optional_id<UnitId>("unit_id"),
                         .unit_ids = row.optional_text("unit_ids")},
            .before_name = row.text("before_name"),
            .revision = static_cast<unsigned>(row.unsigned_integer("draft_revision")),
            .base = row.optional_id<VersionId>("draft_base_id"),
            .is_seen = row.optional_time("seen_at").has_value(),
            .state = state_words.value(row.text("state")).value(),
            .stop_asked = row.flag("stop_asked"),
            .tickets = tickets ? std::optional{static_cast<std::uint64_t>(*tickets)} : std::nullopt,
            .done = row.unsigned_integer("done"),
            .finished_at = row.optional_time("finished_at"),
            .result = result ? json::parse(*result) : json{}};
}

json movements(const std::vector<routing::Movement>& all) {
    auto list = json::array();
    for (const auto& each : all) {
        list.push_back({{"from", each.from},
                        {"to", each.to},
                        {"tickets", each.tickets.size()},
                        {"made_right", each.made_right},
                        {"made_wrong", each.made_wrong}});
    }
    return list;
}

/// The roles of the draft, and those that only the version in force knows.
std::vector<routing::Role> all_roles(const routing::Matrix& draft, const routing::Matrix& current) {
    auto roles = draft.roles();
    for (const auto& role : current.roles()) {
        if (draft.find_role(role.code) == nullptr) {
            roles.push_back(role);
        }
    }
    return roles;
}

bool is_behind(const routing::Outcome& outcome, Figure figure, std::uint32_t from, std::uint32_t to) {
    switch (figure) {
        case Figure::All: return true;
        case Figure::Unchanged: return outcome.before.role == outcome.after.role && outcome.before.area == outcome.after.area;
        case Figure::Role: return outcome.before.role == from && outcome.after.role == to;
        case Figure::Area: return outcome.before.area == from && outcome.after.area == to;
        case Figure::Before: return outcome.before.role == from;
        case Figure::After: return outcome.after.role == from;
        case Figure::MadeRight: return outcome.is_final_known && !outcome.was_right && outcome.is_right;
        case Figure::MadeWrong: return outcome.is_final_known && outcome.was_right && !outcome.is_right;
        case Figure::WrongBoth: return outcome.is_final_known && !outcome.was_right && !outcome.is_right;
    }
    throw std::logic_error{"a figure of no kind"};
}

std::vector<routing::Outcome> behind_in(std::vector<routing::Outcome> all, const Behind& behind, const routing::ReplayNames& names) {
    const bool is_area = behind.figure == Figure::Area;
    const auto number = [&](const std::string& name) { return is_area ? names.area_number(name) : names.role_number(name); };
    const auto from = number(behind.from), to = number(behind.to);
    std::erase_if(all, [&](const routing::Outcome& outcome) { return !is_behind(outcome, behind.figure, from, to); });
    return all;
}

/// Those of the tickets that the reader may see, in the order of their numbers.
std::vector<ReplayedTicket> visible(db::Session& session, const std::map<TicketId, routing::Outcome>& outcomes, const identity::Person& reader) {
    std::set<TicketId> ids;
    std::transform(outcomes.begin(), outcomes.end(), std::inserter(ids, ids.end()), [](const auto& one) { return one.first; });
    auto seen = tickets::seen_among(session, ids, reader);
    std::vector<ReplayedTicket> tickets;
    std::transform(seen.rbegin(), seen.rend(), std::back_inserter(tickets), [&](auto& one) {
        const auto& outcome = outcomes.at(one.id);
        return ReplayedTicket{std::move(one), outcome};
    });
    return tickets;
}

}  // namespace

std::string_view to_string(State state) { return state_words.word(state); }
std::string_view to_string(Figure figure) { return figure_words.word(figure); }
std::optional<Figure> figure_from(std::string_view word) { return figure_words.value(word); }

json sums_of(const routing::ReplayReport& report) {
    auto loads = json::array();
    for (const auto& load : report.loads) {
        loads.push_back({{"role", load.role}, {"before", load.before}, {"after", load.after}});
    }
    return {{"tickets", report.tickets},
            {"unchanged", report.unchanged},
            {"final_known", report.final_known},
            {"right_before", report.right_before},
            {"right_after", report.right_after},
            {"made_right", report.made_right.size()},
            {"made_wrong", report.made_wrong.size()},
            {"wrong_both", report.wrong_both.size()},
            {"roles", movements(report.roles)},
            {"areas", movements(report.areas)},
            {"loads", std::move(loads)}};
}

namespace replays {

ReplayId ask(db::Transaction& tx, const Candidate& draft, const PastQuestion& question, std::optional<PersonId> by, Timestamp now) {
    const auto head = store::find_current(tx, now);
    if (!head) {
        throw std::logic_error{"a replay without a version to compare with"};
    }
    const auto current = store::load_matrix(tx, *head);
    tx.execute(queries::matrix::insert_replay, {{"draft_id", draft.head.id},
                                                {"asked_by", by},
                                                {"asked_at", now},
                                                {"opened_from", question.from},
                                                {"opened_until", question.until},
                                                {"role_code", question.role},
                                                {"unit_id", question.unit},
                                                {"unit_ids", question.unit_ids},
                                                {"before_version", head->id},
                                                {"roles", routing::write_roles(all_roles(draft.matrix, current))},
                                                {"draft_matrix", routing::write_matrix(draft.matrix)},
                                                {"draft_words", routing::write_lexicon(draft.lexicon, draft.matrix)},
                                                {"draft_revision", draft.head.revision},
                                                {"draft_base", draft.head.base},
                                                {"draft_model", draft.model},
                                                {"exceptions", routing::to_json(unit_exceptions::load(tx, now))}});
    return ReplayId{tx.last_insert_id()};
}

std::optional<ReplayHead> find(db::Session& session, ReplayId id) {
    const auto row = session.row(queries::matrix::select_replay, {{"id", id}});
    return row ? std::optional{read_head(*row)} : std::nullopt;
}

std::vector<ReplayHead> list(db::Session& session, DraftId draft) {
    std::vector<ReplayHead> all;
    session.each(queries::matrix::select_replays, {{"draft_id", draft}}, [&](const db::Row& row) { all.push_back(read_head(row)); });
    return all;
}

bool stop(db::Database& database, ReplayId id, Timestamp now) {
    return database.execute_once(queries::matrix::stop_replay, {{"id", id}, {"now", now}}) != 0;
}

void mark_seen(db::Database& database, ReplayId id, Timestamp now) {
    database.in_transaction([&](db::Transaction& tx) {
        const auto replay = find(tx, id);
        const auto draft = replay ? drafts::lock(tx, replay->draft) : std::nullopt;
        if (draft && tx.execute(queries::matrix::mark_replay_looked_at, {{"id", id}, {"now", now}}) != 0 && replay->is_of(*draft)) {
            drafts::mark_replay_seen(tx, draft->id, replay->revision);
        }
    });
}

Removal remove(db::Database& database, ReplayId id, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto known = find(tx, id);
        const auto draft = known ? drafts::lock(tx, known->draft) : std::nullopt;
        const auto replay = find(tx, id);  // as it is while nobody else marks or removes one of this draft
        if (!draft || !replay) {
            return Removal::NotThere;
        }
        if (tx.execute(queries::matrix::delete_replay, {{"id", id}}) == 0) {
            return Removal::UnderWay;
        }
        if (replay->is_seen) {
            tx.execute(queries::matrix::forget_replayed_revision, {{"draft_id", draft->id}, {"revision", replay->revision}});
        }
        identity::record(tx, by,
                         {.action = "matrix.replay_removed",
                          .object_kind = "matrix",
                          .object_id = "draft/" + draft->id.text(),
                          .details = {{"replay", id.value}, {"revision", replay->revision}}},
                         now);
        return Removal::Done;
    });
}

Compared compared(db::Session& session, ReplayId id) {
    const auto row = session.row(queries::matrix::select_replay_matrices, {{"id", id}}).value();
    const auto roles = routing::read_roles(row.text("roles")).value();  // all three were written by ask()
    auto after = routing::read_matrix(row.text("draft_matrix"), roles, "draft").value();
    auto after_words = routing::read_lexicon(row.text("draft_words"), after).value();
    const auto version = store::load_matrix(session, {.id = row.id<VersionId>("id"),
                                                      .version = row.text("version"),
                                                      .checksum = row.text("checksum"),
                                                      .dated = row.optional_text("dated").value_or(""),
                                                      .valid_from = row.time("valid_from")});
    routing::Matrix before{version.version(), roles, version.areas()};
    const auto words = store::words_of(session, row.id<VersionId>("id"));
    auto before_words = words.empty() ? routing::Lexicon{} : routing::read_lexicon(words, before).value();
    const auto kept = row.optional_text("exceptions");
    return {{std::move(before), std::move(before_words)},
            {std::move(after), std::move(after_words)},
            row.optional_id<ModelId>("model_id"),
            row.optional_id<ModelId>("draft_model_id"),
            kept ? routing::exceptions_from_json(*kept).value() : routing::Exceptions{}};
}

std::vector<routing::Outcome> outcomes(db::Session& session, ReplayId id) {
    std::vector<routing::Outcome> all;
    session.each(queries::matrix::select_replay_pieces, {{"replay_id", id}}, [&](const db::Row& row) { unpack(row.text("outcomes"), all); });
    return all;
}

ReplayedPage tickets(db::Session& session, ReplayId id, const Behind& behind, const identity::Person& reader, TicketId after, std::size_t most) {
    const auto found = behind_in(outcomes(session, id), behind, compared(session, id).names());
    const auto begin = std::partition_point(found.begin(), found.end(), [&](const routing::Outcome& one) { return one.ticket <= after.value; });
    const auto end = begin + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(most), found.end() - begin);
    std::map<TicketId, routing::Outcome> page;
    for (auto each = begin; each != end; ++each) {
        page.emplace(TicketId{each->ticket}, *each);
    }
    ReplayedPage shown{.count = found.size(), .tickets = visible(session, page, reader), .next = {}};
    shown.hidden = page.size() - shown.tickets.size();
    if (end != found.end()) {
        shown.next = TicketId{std::prev(end)->ticket};
    }
    return shown;
}

}  // namespace replays

}  // namespace ansvar::matrix
