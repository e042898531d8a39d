#include "inbox/reception.hpp"

#include <algorithm>
#include <chrono>

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "identity/todays_rights.hpp"
#include "inbox/bounces.hpp"
#include "inbox/threading.hpp"
#include "mail/quoting.hpp"
#include "queries/inbox.hpp"
#include "tickets/merge.hpp"
#include "tickets/outside.hpp"

namespace ansvar::inbox {

namespace {

using tickets::Action;

constexpr std::int64_t most_opened = 20;        ///< by one address within an hour
constexpr std::size_t most_hops = 40;           ///< servers; more is a loop (RFC 5321, 6.3 counts to 100)
constexpr std::string_view note_mark = "#note";

/// A text without the links that stop a reader's letters: what somebody quotes is read by others.
std::string without_stop_links(const std::string& text) {
    if (text.find("/letters/stop/") == std::string::npos) {
        return text;
    }
    std::vector<std::string> kept;
    for (const auto line : split(text, '\n')) {
        if (line.find("/letters/stop/") == std::string_view::npos) {
            kept.emplace_back(line);
        }
    }
    return join(kept, "\n");
}

/// What is written in a ticket of a mail: as much of it as fits beside the names of files; the original is kept.
std::string body_of(const std::string& text) { return shorten(without_bidi(without_stop_links(text)), tickets::max_body - 2'000); }

/// Somebody's own words: no line of what they answer.
std::string own_words(const std::string& text) {
    std::vector<std::string> kept;
    for (const auto line : split(text, '\n')) {
        if (!line.starts_with('>')) {
            kept.emplace_back(line);
        }
    }
    return std::string{trim(join(kept, "\n"))};
}

bool is_auto_reply(const mail::IncomingMail& mail) { return mail.automatic.find("auto-replied") != std::string::npos; }

std::string whole_text(const mail::IncomingMail& mail) { return mail::SplitText{mail.text, mail.quoted}.together(); }

bool begins_as_note(const std::string& text) {
    const auto line = trim(std::string_view{text}.substr(0, text.find('\n')));
    return lower(line) == note_mark;
}

std::string without_first_line(const std::string& text) {
    const auto end = text.find('\n');
    return end == std::string::npos ? std::string{} : std::string{trim(std::string_view{text}.substr(end))};
}

}  // namespace

std::optional<Strangers> strangers_from(std::string_view name) {
    if (name == "hold") {
        return Strangers::Hold;
    }
    if (name == "allow") {
        return Strangers::Allow;
    }
    return name == "refuse" ? std::optional{Strangers::Refuse} : std::nullopt;
}

Finding Reception::preview(const mail::IncomingMail& mail) const {
    return services_.desk.services().database.read([&](db::Session& session) { return plan(session, mail, Strictness::Usual).finding; });
}

Finding Reception::receive(const StoredMail& stored, const mail::IncomingMail& mail) {
    const auto decided = services_.desk.services().database.read([&](db::Session& session) { return plan(session, mail, Strictness::Usual); });
    return carry_out(decided, stored, mail);
}

Finding Reception::admit(const StoredMail& stored, const mail::IncomingMail& mail) {
    const auto decided = services_.desk.services().database.read([&](db::Session& session) { return plan(session, mail, Strictness::LetIn); });
    return carry_out(decided, stored, mail);
}

Reception::Plan Reception::plan(db::Session& session, const mail::IncomingMail& mail, Strictness strictness) const {
    const auto now = services_.desk.services().clock.now();
    const bool is_own = std::any_of(mail.loop_marks.begin(), mail.loop_marks.end(), [&](const std::string& mark) {
        const auto address = MailAddress::parse(mark);
        return address && services_.addresses.is_ours(*address);
    });
    if (mail.bounce) {
        return {{.outcome = Outcome::Bounce}};
    }
    if (is_own || mail.hops > most_hops || (mail.from && services_.addresses.is_ours(*mail.from))) {
        return {{.outcome = Outcome::Loop}};
    }
    if (!mail.from) {
        return {held(Why::NoSender)};
    }
    const auto thread = find_thread(session, mail, services_.addresses);
    if (!mail.automatic.empty() && strictness == Strictness::Usual) {
        // Other helpdesks mark their people's answers too: nothing goes back to them, so that makes no loop.
        const bool is_answer = thread && thread->by != Thread::By::Number && !is_auto_reply(mail) && tickets::outside::is_asked(session, thread->ticket, *mail.from);
        if (!is_answer) {
            return {thread ? Finding{.outcome = Outcome::Automatic, .ticket = thread->ticket} : held(Why::Automatic)};
        }
    }
    const auto dmarc = dmarc_of(mail, services_.trusted_server);
    if (dmarc == Dmarc::Fail && strictness == Strictness::Usual) {
        return {held(Why::Spoofed, thread ? std::optional{thread->ticket} : std::nullopt)};
    }
    if (thread) {
        const bool is_proved = dmarc == Dmarc::Pass || has_signed_address(mail, thread->ticket, services_.addresses);
        auto answer = plan_answer(session, mail, thread->ticket, is_proved, strictness);
        const bool is_out = answer.finding.why == Why::NotAParty && thread->by != Thread::By::Number;
        if (is_out && tickets::outside::is_asked(session, thread->ticket, *mail.from)) {
            answer.finding = {.outcome = Outcome::Answered, .ticket = thread->ticket};
        }
        if (answer.finding.outcome != Outcome::Held || strictness == Strictness::Usual) {
            return answer;
        }
    }
    auto writer = identity::find_person_by_email(session, *mail.from, now);
    return plan_ticket(session, mail, std::move(writer), strictness);
}

/// Somebody answers a ticket: as its requester or somebody copied in, or as one who works with it.
Reception::Plan Reception::plan_answer(db::Session& session, const mail::IncomingMail& mail, TicketId ticket, bool is_proved, Strictness strictness) const {
    const auto& services = services_.desk.services();
    const auto now = services.clock.now();
    auto writer = identity::find_person_by_email(session, *mail.from, now);
    if (!writer || writer->left_at) {
        return {held(Why::NotAParty, ticket)};
    }
    identity::add_todays_rights(*writer, [&](const identity::Person& person, Timestamp at) { return services.staff.todays_rights(person, at); }, now);
    const auto where = tickets::merging::where_to_write(session, ticket, *writer, now);
    const auto found = where ? tickets::ticket_store::find(session, *where, writer->id, now) : std::nullopt;
    if (!found || !may(*writer, Action::Reply, found->ticket, found->ties)) {
        return {held(Why::NotAParty, ticket)};
    }
    const bool is_requester = found->ticket.requester == writer->id;
    const bool is_note = begins_as_note(mail.text) && may(*writer, Action::Notes, found->ticket, found->ties);
    // What anybody but the requester writes is mailed on, in the school's name.
    if ((is_note || !is_requester) && !is_proved && strictness == Strictness::Usual) {
        return {held(Why::NotProved, ticket)};
    }
    // What somebody who reads the notes quotes may be internal: the other side gets their own words alone.
    const bool reads_notes = !is_requester && may(*writer, Action::Notes, found->ticket, found->ties);
    auto text = is_note ? without_first_line(mail.text) : reads_notes ? own_words(mail.text) : whole_text(mail);
    if (trim(text).empty() && mail.files.empty()) {
        return {held(Why::Empty, ticket)};
    }
    const bool is_thanks = is_requester && !found->ticket.is_open() && mail.files.empty() && is_only_thanks(mail.text);
    return {{.outcome = is_note ? Outcome::Noted : Outcome::Replied, .ticket = ticket}, std::move(writer), is_thanks, std::move(text)};
}

Reception::Plan Reception::plan_ticket(db::Session& session, const mail::IncomingMail& mail, std::optional<identity::Person> writer,
                                       Strictness strictness) const {
    const auto& services = services_.desk.services();
    if (writer && writer->left_at) {
        return {held(Why::UnknownSender)};
    }
    if (!writer && strictness == Strictness::Usual && !services.reachable(session, *mail.from)) {
        if (services_.strangers == Strangers::Refuse) {
            return {{.outcome = Outcome::Refused}};
        }
        if (services_.strangers == Strangers::Hold) {
            return {held(Why::UnknownSender)};
        }
    }
    if (trim(whole_text(mail)).empty() && bare_subject(mail.subject).empty() && mail.files.empty()) {
        return {held(Why::Empty)};
    }
    const auto since = services.clock.now() - std::chrono::hours{1};
    const auto opened = session.row(queries::inbox::count_opened_by_sender, {{"email", mail.from->text()}, {"since", since}});
    if (strictness == Strictness::Usual && opened->integer("opened") >= most_opened) {
        return {held(Why::TooMany)};
    }
    return {{.outcome = Outcome::Opened}, std::move(writer)};
}

Finding Reception::carry_out(const Plan& plan, const StoredMail& stored, const mail::IncomingMail& mail) {
    switch (plan.finding.outcome) {
        case Outcome::Opened: return open(stored, mail, plan.writer);
        case Outcome::Replied:
        case Outcome::Noted: return write(plan, stored, mail);
        case Outcome::Answered: return answer_from_outside(plan, stored, mail);
        case Outcome::Bounce: return note_bounce(mail);
        default: return plan.finding;
    }
}

identity::Person Reception::make_known(const mail::IncomingMail& mail) {
    const auto& services = services_.desk.services();
    return services.database.in_transaction(
        [&](db::Transaction& tx) { return identity::get_or_make_requester(tx, mail.from.value(), services.clock.now()); });
}

Finding Reception::open(const StoredMail& stored, const mail::IncomingMail& mail, const std::optional<identity::Person>& writer) {
    const auto by = writer ? *writer : make_known(mail);
    tickets::Draft draft;
    draft.subject = shorten(without_bidi(bare_subject(mail.subject)), tickets::max_subject);
    draft.body = body_of(whole_text(mail));
    draft.files = store_files(mail, by.id, by.language, draft.body);
    if (trim(draft.body).empty()) {
        draft.body = draft.subject.empty() ? mail.files.front().name : draft.subject;
    }
    draft.channel = tickets::Channel::Mail;
    draft.copies = copies_of(mail);
    draft.mail = stored.id.value;
    draft.wants_no_receipt = mail.wants_no_answer || !mail.automatic.empty();
    const auto written = services_.desk.open(draft, by, tickets::IdempotencyKey{stored.hash, stored.hash});
    return written ? Finding{.outcome = Outcome::Opened, .ticket = written->ticket.id, .seq = written->seq} : held(Why::NotAllowed);
}

Finding Reception::write(const Plan& plan, const StoredMail& stored, const mail::IncomingMail& mail) {
    const auto& by = plan.writer.value();
    const bool is_note = plan.finding.outcome == Outcome::Noted;
    const auto ticket = plan.finding.ticket.value();
    tickets::Message message{.is_note = is_note, .body = {}, .mail = stored.id.value, .is_thanks = plan.is_thanks};
    message.body = body_of(plan.text);
    message.files = store_files(mail, by.id, by.language, message.body);
    if (trim(message.body).empty()) {
        message.body = mail.files.empty() ? bare_subject(mail.subject) : mail.files.front().name;
    }
    const auto written = services_.desk.write(ticket, message, by, tickets::IdempotencyKey{stored.hash, stored.hash});
    return written ? Finding{.outcome = plan.finding.outcome, .ticket = written->ticket.id, .seq = written->seq} : held(Why::NotAllowed, ticket);
}

Finding Reception::answer_from_outside(const Plan& plan, const StoredMail& stored, const mail::IncomingMail& mail) {
    const auto ticket = plan.finding.ticket.value();
    tickets::outside::Answer answer{.from = mail.from.value(), .body = body_of(whole_text(mail)), .mail = stored.id.value};
    answer.files = store_files(mail, {}, web::Language::Sv, answer.body);
    if (trim(answer.body).empty()) {
        answer.body = bare_subject(mail.subject);
    }
    const auto written = tickets::outside::answered(services_.desk, ticket, answer, tickets::IdempotencyKey{stored.hash, stored.hash});
    return written ? Finding{.outcome = Outcome::Answered, .ticket = ticket, .seq = written->seq} : held(Why::NotAllowed, ticket);
}

Finding Reception::note_bounce(const mail::IncomingMail& mail) {
    const auto& services = services_.desk.services();
    return {.outcome = Outcome::Bounce, .ticket = mark_bounce(services.database, mail, services_.addresses, services.clock.now())};
}

std::vector<std::string> Reception::store_files(const mail::IncomingMail& mail, std::optional<PersonId> owner, web::Language language, std::string& text) {
    const auto& services = services_.desk.services();
    return keep_files(services.database, mail.files, owner, services.clock.now(), services_.files_left, language, text);
}

/// Colleagues whom the mail was also sent to are kept informed, as its sender expects. A mail to half the school is no such thing.
std::string Reception::copies_of(const mail::IncomingMail& mail) const {
    auto others = mail.to;
    std::erase_if(others, [&](const MailAddress& to) { return to == mail.from || services_.addresses.is_ours(to); });
    if (others.size() > tickets::max_copies) {
        return {};
    }
    const auto& services = services_.desk.services();
    std::vector<std::string> copies;
    services.database.read([&](db::Session& session) {
        copies.clear();
        for (const auto& to : others) {
            const auto person = identity::find_person_by_email(session, to, services.clock.now());
            if (person && !person->left_at) {
                copies.push_back(to.text());
            }
        }
    });
    return join(copies, ", ");
}

}  // namespace ansvar::inbox
