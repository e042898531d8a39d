// Every query that reads tickets keeps confidential ones to those who may see them, in the same words, or stands here with its reason.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "db/query.hpp"

using namespace ansvar;

namespace {

/// The conditions that keep a list to what its reader may see: "?" stands for a parameter.
const std::vector<std::string> approved{
    // a queue's lists, counts and searches
    "(t.confidential = 0 OR (t.named_only = 0 AND ? = 1) OR t.requester_id = ? OR t.assignee_id = ? "
    "OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = ?))",
    // a requester's other tickets, whatever their queue
    "((t.confidential = 0 AND ? = 1) OR (t.named_only = 0 AND JSON_CONTAINS(?, JSON_QUOTE(t.role_code))) OR t.requester_id = ? "
    "OR t.assignee_id = ? OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = ?))",
    // what a search has found: what is not confidential in all units or some, in one's queues, followed, one's own, in one's hands, to read
    "((t.confidential = 0 AND (? = 1 OR FIND_IN_SET(t.unit_id, ?))) OR (t.named_only = 0 AND (JSON_CONTAINS(?, JSON_QUOTE(t.role_code)) "
    "OR EXISTS (SELECT 1 FROM ticket_watchers w WHERE w.ticket_id = t.id AND w.person_id = ? AND (t.confidential = 0 OR w.by_self = 0)))) OR t.requester_id = ? OR t.assignee_id = ? "
    "OR EXISTS (SELECT 1 FROM ticket_readers tr WHERE tr.ticket_id = t.id AND tr.person_id = ?))",
    // the tickets behind figures
    "t.confidential = 0 AND (? IS NULL OR FIND_IN_SET(t.unit_id, ?))",
};

/// Queries without one of these, and why that is right.
const std::map<std::string_view, std::string_view> exceptions{
    {"tickets/select_ticket", "one ticket: tickets::may decides on it"},
    {"tickets/lock_ticket", "one ticket: tickets::may decides on it"},
    {"tickets/update_ticket", "one ticket that is locked"},
    {"tickets/select_my_tickets", "the requester's own"},
    {"tickets/select_assigned_to_me", "in one's own hands"},
    {"tickets/select_named_to_me", "one is a named reader of them"},
    {"tickets/select_open_of_assignee", "numbers alone: tickets::may decides on each, or the system hands them back"},
    {"tickets/select_read_by_nobody_else", "numbers alone: the system gives them to their queue"},
    {"tickets/select_near_ids", "numbers alone, of what is one's own: the search's condition decides on each"},
    {"tickets/lock_escalating", "numbers alone: the system tells those whom its steps name"},
    {"tickets/lock_unanswered", "numbers alone: the system tells the requester"},
    {"tickets/select_wait", "times alone, for the system's own work"},
    {"tickets/update_escalate_at", "one ticket that is locked"},
    {"tickets/update_unanswered", "one ticket that is locked"},
    {"tickets/select_counted_tickets", "numbers alone: what is kept is compared, shown to nobody"},
    {"tickets/lock_snoozed", "numbers alone: the system brings them back"},
    {"tickets/select_merged_here", "numbers alone: tickets::may decides on each"},
    {"tickets/select_holdings", "whether there is any, of one ticket that tickets::may has decided on"},
    {"tickets/count_to_examine", "a count that bounds what a filter looks at, shown to nobody"},
    {"tickets/select_texts", "read into search terms by the system, shown to nobody"},
    {"tickets/select_known_faults", "for everybody to read: t.confidential = 0"},
    {"tickets/select_alike_candidates", "of the reader's queues, for those who work in them: t.confidential = 0"},
    {"tickets/select_my_drafts", "one's own words, on a ticket and those that go on in it"},
    {"tickets/delete_draft", "one's own words, on a ticket and those that go on in it"},
    {"inbox/select_ticket_exists", "a number alone: tickets::may decides on it"},
    {"inbox/select_mail", "whether its ticket is confidential: tickets::may decides on it then"},
    {"inbox/select_mails", "whether its ticket is confidential: then neither subject nor sender is shown"},
    {"mail/lock_due_letters", "how urgent its ticket is, shown to nobody"},
    {"mail/select_digest_items", "whether there is anything left to tell, shown to nobody"},
    {"mail/select_told_letters", "tickets its reader was written about: of confidential ones the number alone"},
    {"mail/select_letter_ticket", "one ticket: of a confidential one nothing but its number is used"},
    {"mail/select_letter_events", "one ticket that is not confidential: t.confidential = 0"},
    {"reports/select_facts", "what figures are counted from: t.confidential = 0; reports::Asked leaves out what its asker may not count"},
    {"reports/select_facts_of", "as select_facts"},
    {"reports/select_later_answers", "as select_facts"},
    {"reports/select_later_answers_of", "as select_facts"},
    {"matrix/count_tickets_of_areas", "figures: t.confidential = 0"},
    {"reports/count_facts", "whether all of them are held, shown to nobody"},
    {"matrix/count_past_tickets", "what a replay decides: t.confidential = 0"},
    {"matrix/select_past_tickets", "what a replay decides, its texts shown to nobody: t.confidential = 0"},
    {"matrix/select_past_tickets_with_term", "as select_past_tickets"},
    {"matrix/select_unplaced_texts", "what nothing fitted, for those who keep the matrix: t.confidential = 0"},
    {"schedule/update_escalations_to_count", "times alone, for the system's own work"},
    {"schedule/update_unanswered_to_count", "times alone, for the system's own work"},
    {"matrix/select_corrections", "what words are proposed from: t.confidential = 0, a word stands in two of them at least"},
};

/// The statement with every blank the same.
std::string plain(std::string_view statement) { return std::regex_replace(std::string{statement}, std::regex{"\\s+"}, " "); }

bool reads_tickets(const std::string& statement) {
    static const std::regex named{"\\b(FROM|JOIN|STRAIGHT_JOIN|UPDATE) tickets\\b"};
    return std::regex_search(statement, named);
}

bool has_approved_condition(const std::string& statement) {
    return std::any_of(approved.begin(), approved.end(), [&](const auto& each) { return statement.find(each) != std::string::npos; });
}

/// Does each part of the statement (several make one list, in parentheses) that reads tickets keep to what its reader may see?
bool keeps_to_reader(const std::string& statement) {
    const std::string between = statement.front() == '(' ? ") UNION ALL (" : "\n";  // "\n": in no statement
    for (std::size_t from = 0; from < statement.size();) {
        const auto to = std::min(statement.find(between, from), statement.size());
        const auto part = statement.substr(from, to - from);
        if (reads_tickets(part) && !has_approved_condition(part)) {
            return false;
        }
        from = to + between.size();
    }
    return true;
}

}  // namespace

TEST_CASE("every query that reads tickets leaves out what its reader may not see, or is known not to need to", "[tickets]") {
    std::set<std::string_view> excused;
    for (const auto* query : db::all_queries()) {
        const auto slice = query->name.substr(0, query->name.find('/'));
        const auto statement = plain(query->statement());
        if (slice == "schema" || slice == "demo" || !reads_tickets(statement)) {
            continue;
        }
        const bool keeps = keeps_to_reader(statement);
        const bool is_excused = exceptions.contains(query->name);
        INFO(query->name << (keeps ? " needs no excuse: " : " reads tickets without an approved condition: ") << statement);
        CHECK(keeps != is_excused);
        excused.insert(query->name);
    }
    for (const auto& [name, reason] : exceptions) {
        INFO(name << " is no query any more that reads tickets");
        CHECK(excused.contains(name));
    }
}
