#include "tickets/composer_view.hpp"

#include <algorithm>

#include "core/secret.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;
using drafts::Kind;
using Form = TicketFeedback::Form;

class ComposerView {
public:
    explicit ComposerView(const ComposerContext& context) : context_(context), wording_(context.wording), feedback_(context.feedback) {}

    json make() const {
        const auto open = open_one();
        return {{"reply_first", open == Kind::Reply}, {"note_first", open == Kind::Note}, {"outside_first", open == Kind::Outside},
                {"reply", reply()}, {"note", note()}, {"outside", context_.content.may_write_outside ? outside() : json(false)}};
    }

private:
    bool is_again(Form form) const { return feedback_.form == form; }

    /// The composer that was sent with a fault, or asked for, or has something begun in it.
    Kind open_one() const {
        if (is_again(Form::Note) || is_again(Form::Outside)) {
            return is_again(Form::Note) ? Kind::Note : Kind::Outside;
        }
        auto asked = drafts::kind_from(context_.request.query("compose").value_or(""));
        const auto& begun = context_.content.drafts;
        if (!asked && !is_again(Form::Reply) && begun.reply.empty() && (!begun.note.empty() || !begun.outside.empty())) {
            asked = begun.note.empty() ? Kind::Outside : Kind::Note;
        }
        return asked && (*asked != Kind::Outside || context_.content.may_write_outside) ? *asked : Kind::Reply;
    }

    /// What every composer has.
    json common(Kind kind, Form form, const std::string& draft) const {
        const auto kind_name = std::string{drafts::name(kind)};
        return {{"kind", kind_name},
                {"body", is_again(form) ? feedback_.body : draft},
                {"error", is_again(form) ? feedback_.errors.of("body", wording_) : json(false)},
                {"files", files(kind)},
                {"has_files", has_files(kind)},
                {"idempotency_key", random_token(12)}};
    }

    bool has_files(Kind kind) const {
        const auto& all = context_.content.files;
        return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.kind == kind; });
    }

    /// Those that came with what was taken back.
    json files(Kind kind) const {
        auto list = json::array();
        for (const auto& each : context_.content.files) {
            if (each.kind == kind) {
                list.push_back({{"token", each.token}, {"name", each.name}, {"size", wording_.size(each.bytes)}});
            }
        }
        return list;
    }

    json reply() const {
        const auto &requester = context_.requester, &copies = context_.copies;
        const auto with_copies = [&](std::string_view key) {
            return copies.empty() ? wording_.format(key, {{"requester", requester}})
                                  : wording_.format(std::string{key} + "_copy", {{"requester", requester}, {"copies", copies}});
        };
        auto view = common(Kind::Reply, Form::Reply, context_.content.drafts.reply);
        view.update({{"tab", wording_.format("ticket.reply_to", {{"requester", requester}})},
                     {"to", requester},
                     {"copy", copies.empty() ? json(false) : json{{"names", copies}}},
                     {"label", with_copies("ticket.reply_to")},
                     {"send_label", with_copies("ticket.send_to")},
                     {"has_canned", !context_.content.replies.empty()},
                     {"canned", canned()}});
        return view;
    }

    json note() const {
        auto view = common(Kind::Note, Form::Note, context_.content.drafts.note);
        view["who_sees"] = wording_.format("ticket.note_who_sees", {{"requester", context_.requester}});
        return view;
    }

    json outside() const {
        const bool again = is_again(Form::Outside);
        auto view = common(Kind::Outside, Form::Outside, context_.content.drafts.outside);
        view.update({{"who_sees", wording_.format("outside.who_sees", {{"requester", context_.requester}})},
                     {"to", again ? feedback_.to : context_.content.outside.to},
                     {"to_error", again ? feedback_.errors.of("to", wording_) : json(false)},
                     {"reference", again ? feedback_.reason : context_.content.outside.reference},
                     {"reference_error", again ? feedback_.errors.of("reference", wording_) : json(false)}});
        view["send_label"] = view["to"] == "" ? wording_.text("outside.send") : wording_.format("outside.send_to", {{"to", view["to"].get<std::string>()}});
        return view;
    }

    json canned() const {
        auto list = json::array();
        for (const auto& reply : context_.content.replies) {
            list.push_back({{"value", reply.id}, {"label", reply.name}});
        }
        return list;
    }

    const ComposerContext& context_;
    const Wording& wording_;
    const TicketFeedback& feedback_;
};

}  // namespace

ComposerContent load_composers(db::Session& session, const identity::Person& reader, const Ticket& ticket, const Ties& ties, const Holdings& holdings) {
    return {.drafts = holdings.drafts || holdings.sources ? drafts::load(session, ticket.id, reader.id) : drafts::Mine{},
            .files = holdings.draft_files ? drafts::files(session, ticket.id, reader.id) : std::vector<drafts::File>{},
            .replies = canned::offered(session, ticket.role, reader.queues),
            .outside = holdings.outside ? outside::last_of(session, ticket.id) : outside::Last{},
            .may_write_outside = may(reader, Action::Handle, ticket, ties) && !ticket.confidential};
}

json composer_view(const ComposerContext& context) { return ComposerView{context}.make(); }

}  // namespace ansvar::tickets
