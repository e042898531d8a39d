#include "matrix/publication.hpp"

#include <algorithm>
#include <utility>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/school_settings.hpp"
#include "matrix/draft_edits.hpp"
#include "matrix/import.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/models.hpp"
#include "matrix/unit_exceptions.hpp"
#include "queries/matrix.hpp"

namespace ansvar::matrix {

namespace {

using Fault = PublishFault;
using Faults = std::vector<PublishFault>;

constexpr std::string_view approval_setting = "matrix_approval";
constexpr std::size_t longest_note = 1000;

PublishedVersion read_version(const db::Row& row) {
    return {.id = row.id<VersionId>("id"),
            .version = row.text("version"),
            .checksum = row.text("checksum"),
            .dated = row.optional_text("dated").value_or(""),
            .valid_from = row.time("valid_from"),
            .published_at = row.time("imported_at"),
            .by = row.text("published_by"),
            .note = row.text("note"),
            .draft = row.optional_id<DraftId>("draft_id"),
            .restores = row.optional_id<VersionId>("restores_id"),
            .model = row.optional_id<ModelId>("model_id"),
            .in_force_at = row.optional_time("in_force_at"),
            .withdrawn_at = row.optional_time("withdrawn_at"),
            .withdrawn_by = row.text("withdrawn_by")};
}

/// What a draft comes to as a version. Worked out before the transaction, so that nobody waits for it: a draft with the same base and revision
/// says the same.
struct Prepared {
    Candidate draft;
    routing::Matrix matrix;
    std::string words;
    std::string checksum;
    bool is_faulty;

    static std::optional<Prepared> of(db::Database& database, DraftId id, const std::string& version) {
        auto [draft, model] = database.read([&](db::Session& session) {
            auto read = drafts::read(session, id);
            auto own = read ? models::checksum_of(session, read->model) : std::string{};
            return std::pair{std::move(read), std::move(own)};
        });
        if (!draft) {
            return {};
        }
        routing::Matrix matrix{version, draft->matrix.roles(), draft->matrix.areas()};
        auto words = routing::write_lexicon(draft->lexicon, draft->matrix);
        auto checksum = checksum_of(matrix, words, model);
        const bool is_faulty = !draft_faults(*draft).empty();
        return Prepared{*std::move(draft), std::move(matrix), std::move(words), std::move(checksum), is_faulty};
    }
};

/// Publishing, step by step inside its transaction; collects faults.
class Publication {
public:
    Publication(db::Transaction& tx, const Prepared& prepared, const PublishWish& wish, const identity::Actor& by, Timestamp now)
        : tx_{tx}, prepared_{prepared}, wish_{wish}, by_{by}, now_{now}, from_{wish.from.value_or(now)} {}

    Publishing run() {
        const auto head = drafts::lock(tx_, prepared_.draft.head.id);
        if (!head || head->state != DraftHead::State::Open) {
            return refuse(Faults{Fault::NotOpen});
        }
        if (head->revision != wish_.seen_revision.value_or(head->revision) || head->revision != prepared_.draft.head.revision || head->base != prepared_.draft.head.base) {
            return refuse(Faults{Fault::Changed});
        }
        tx_.row(queries::matrix::lock_versions, {});  // versions are published one after the other
        check_wish();
        check_draft(*head);
        if (const auto namesake = store::find_version(tx_, wish_.version); namesake && namesake->checksum != prepared_.checksum) {
            faults_.push_back(Fault::VersionTaken);
        }
        return faults_.empty() ? store(*head) : Publishing{refuse(std::move(faults_))};
    }

private:
    void want(bool is_right, Fault fault) {
        if (!is_right) {
            faults_.push_back(fault);
        }
    }

    void check_wish() {
        want(is_version_name(wish_.version), Fault::BadVersion);
        want(check_block(wish_.note, longest_note) == TextFault::None, Fault::BadNote);
        want(from_ >= now_, Fault::Past);
    }

    void check_draft(const DraftHead& head) {
        const auto base = store::get_version(tx_, head.base);
        want(head.revision > 0, Fault::NothingNew);
        const auto before = store::find_current(tx_, from_);
        want(before && before->checksum == base.checksum, Fault::Outdated);
        want(!prepared_.is_faulty, Fault::Faulty);
        want(wish_.without_replay || head.replayed_revision == head.revision, Fault::NoReplay);
        const bool is_approved = head.approved_by && head.approved_revision == head.revision;
        effects_ = unit_exceptions::effects_of(tx_, prepared_.draft, from_);
        want(effects_.split.empty() || wish_.split_exceptions, Fault::SplitExceptions);
        want(!needs_approval(tx_) || (is_approved && head.approved_by != by_.person), Fault::NoApproval);
    }

    VersionId store(const DraftHead& head) {
        const auto id = store::insert_version(tx_, prepared_.matrix,
                                              {.checksum = prepared_.checksum,
                                               .dated = "",
                                               .words = prepared_.words,
                                               .imported_by = by_.person,
                                               .imported_at = now_,
                                               .valid_from = from_,
                                               .note = wish_.note,
                                               .draft = head.id,
                                               .restores = std::nullopt,
                                               .model = prepared_.draft.model});
        moves::plan(tx_, id, wish_.moves);
        tx_.execute(queries::matrix::update_draft_state, {{"id", head.id}, {"state", "published"}});
        unit_exceptions::follow(tx_, effects_, {.id = id, .version = wish_.version, .from = from_, .splits_follow = wish_.split_exceptions == SplitExceptions::Follow}, by_, now_);
        identity::record(tx_, by_,
                         {.action = "matrix.published",
                          .object_kind = "matrix",
                          .object_id = wish_.version,
                          .details = {{"version", id.value},
                                      {"draft", head.id.value},
                                      {"from", to_sql(from_)},
                                      {"moves", wish_.moves.size()},
                                      {"replayed", head.replayed_revision == head.revision},
                                      {"checksum", prepared_.checksum}}},
                         now_);
        return id;
    }

    db::Transaction& tx_;
    const Prepared& prepared_;
    const PublishWish& wish_;
    const identity::Actor& by_;
    Timestamp now_;
    Timestamp from_;
    Faults faults_;
    unit_exceptions::Effects effects_;
};

}  // namespace

std::string_view code(PublishFault fault) {
    switch (fault) {
        case Fault::NotOpen:
            return "not-open";
        case Fault::Changed:
            return "changed";
        case Fault::NothingNew:
            return "nothing-new";
        case Fault::Outdated:
            return "outdated";
        case Fault::Faulty:
            return "faulty";
        case Fault::BadVersion:
            return "bad-version";
        case Fault::VersionTaken:
            return "version-taken";
        case Fault::BadNote:
            return "bad-note";
        case Fault::UnknownTicket:
            return "unknown-ticket";
        case Fault::Past:
            return "past";
        case Fault::NoReplay:
            return "no-replay";
        case Fault::NoApproval:
            return "no-approval";
        case Fault::SplitExceptions:
            return "split-exceptions";
        case Fault::NoVersion:
            break;
    }
    return "no-version";
}

std::optional<SplitExceptions> split_exceptions_from(std::string_view word) {
    return word == "stay" ? std::optional{SplitExceptions::Stay} : word == "follow" ? std::optional{SplitExceptions::Follow} : std::nullopt;
}

Publishing publish(db::Database& database, DraftId id, const PublishWish& wish, const identity::Actor& by, Timestamp now) {
    const auto prepared = Prepared::of(database, id, wish.version);
    if (!prepared) {
        return refuse(Faults{Fault::NotOpen});
    }
    return database.in_transaction([&](db::Transaction& tx) { return Publication{tx, *prepared, wish, by, now}.run(); });
}

Publishing go_back(db::Database& database, VersionId to, std::string_view note, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) -> Publishing {
        tx.row(queries::matrix::lock_versions, {});
        const auto former = find_version(tx, to);
        const auto current = store::find_current(tx, now);
        if (!former || former->withdrawn_at || former->valid_from > now || (current && current->checksum == former->checksum)) {
            return refuse(Faults{Fault::NoVersion});
        }
        if (check_block(note, longest_note) != TextFault::None) {
            return refuse(Faults{Fault::BadNote});
        }
        tx.execute(queries::matrix::insert_version_again, {{"id", to}, {"now", now}, {"by", by.person}, {"note", note}});
        const VersionId id{tx.last_insert_id()};
        tx.execute(queries::matrix::insert_rows_again, {{"id", id}, {"of", to}});
        tx.execute(queries::matrix::insert_responsibles_again, {{"id", id}, {"of", to}});
        tx.execute(queries::matrix::revive_exceptions, {{"version_id", id}});
        identity::record(tx, by,
                         {.action = "matrix.restored",
                          .object_kind = "matrix",
                          .object_id = former->version,
                          .details = {{"version", id.value}, {"restores", to.value}, {"instead_of", current ? current->version : ""}}},
                         now);
        return id;
    });
}

bool approve(db::Database& database, DraftId id, unsigned revision, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto head = drafts::lock(tx, id);
        if (!head || head->state != DraftHead::State::Open || head->revision != revision || !by.person) {
            return false;
        }
        tx.execute(queries::matrix::update_draft_approval, {{"id", id}, {"revision", revision}, {"by", by.person}});
        identity::record(tx, by,
                         {.action = "matrix.approved", .object_kind = "matrix", .object_id = "", .details = {{"draft", id.value}, {"revision", revision}}},
                         now);
        return true;
    });
}

bool needs_approval(db::Session& session) { return identity::read_setting(session, approval_setting) == "yes"; }

void set_needs_approval(db::Transaction& tx, bool needed, const identity::Actor& by, Timestamp now) {
    identity::write_setting(tx, approval_setting, needed ? "yes" : "no", by.person, now);
    identity::record(tx, by,
                     {.action = "setting.changed", .object_kind = "setting", .object_id = std::string{approval_setting}, .details = {{"after", needed}}}, now);
}

bool bring_up(db::Database& database, DraftId id, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto head = drafts::lock(tx, id);
        const auto current = store::find_current(tx, now);
        if (!head || head->state != DraftHead::State::Open || !current || current->id == head->base) {
            return false;
        }
        tx.execute(queries::matrix::update_draft_base, {{"id", id}, {"base_id", current->id}});
        identity::record(tx, by,
                         {.action = "matrix.draft_brought_up",
                          .object_kind = "matrix",
                          .object_id = current->version,
                          .details = {{"draft", id.value}, {"before", head->base.value}, {"after", current->id.value}}},
                         now);
        return true;
    });
}

bool discard(db::Database& database, DraftId id, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto head = drafts::lock(tx, id);
        if (!head || head->state != DraftHead::State::Open) {
            return false;
        }
        tx.execute(queries::matrix::update_draft_state, {{"id", id}, {"state", "discarded"}});
        identity::record(tx, by, {.action = "matrix.draft_discarded", .object_kind = "matrix", .object_id = "", .details = {{"draft", id.value}}},
                         now);
        return true;
    });
}

std::vector<PublishedVersion> list_versions(db::Session& session) {
    std::vector<PublishedVersion> all;
    session.each(queries::matrix::select_versions, {{"id", std::optional<VersionId>{}}},
                 [&](const db::Row& row) { all.push_back(read_version(row)); });
    return all;
}

std::optional<PublishedVersion> find_version(db::Session& session, VersionId id) {
    const auto row = session.row(queries::matrix::select_versions, {{"id", std::optional{id}}});
    return row ? std::optional{read_version(*row)} : std::nullopt;
}

std::string next_version(std::string_view version) {
    auto end = version.size();
    const auto last_dot = version.rfind('.');
    if (version.ends_with(".0") && last_dot != 0) {
        end = last_dot;  // "1.4.0": the middle number counts
    }
    auto begin = end;
    while (begin > 0 && version[begin - 1] >= '0' && version[begin - 1] <= '9') {
        --begin;
    }
    const auto number = whole_number<std::uint32_t>(version.substr(begin, end - begin));
    if (!number) {
        return std::string{version} + "-2";
    }
    return std::string{version.substr(0, begin)} + std::to_string(*number + 1) + std::string{version.substr(end)};
}

}  // namespace ansvar::matrix
