#include "matrix/draft_edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/text.hpp"
#include "matrix/draft_values.hpp"
#include "queries/matrix.hpp"
#include "routing/csv.hpp"
#include "routing/slug.hpp"

namespace ansvar::matrix {

namespace {

using Kind = DraftChange::Kind;
using drafts::NewChange;
using Refusal = EditRefusal::Kind;
using Changes = std::vector<NewChange>;

constexpr std::size_t longest_term = 200;
constexpr std::size_t longest_example = 500;

auto refused(Refusal kind, routing::Faults faults = {}) { return refuse(EditRefusal{kind, std::move(faults)}); }

/// The next number that no row of any version or draft has had.
std::string new_row_number(db::Session& session) {
    const auto last = session.row(queries::matrix::select_last_row_number, {}).value().integer("last");
    return fmt::format("B{:03}", last + 1);
}

/// A key that no area of any version has had, made from the name.
std::string new_key(db::Session& session, const routing::Area& area, const routing::Matrix& matrix) {
    auto made = routing::slug(area.name);
    made.resize(std::min<std::size_t>(made.size(), 100));
    std::set<std::string> taken;
    session.each(queries::matrix::select_keys_like, {{"key", made}}, [&](const db::Row& row) { taken.insert(row.text("area_key")); });
    const auto is_free = [&](const std::string& key) { return !taken.contains(key) && matrix.find(key) == nullptr; };
    auto key = made;
    for (int number = 2; !is_free(key); ++number) {
        key = fmt::format("{}-{}", made, number);
    }
    return key;
}

const routing::Area* find_row(const routing::Matrix& matrix, const std::string& row) {
    const auto* area = matrix.find(row);
    return area != nullptr && area->row == row ? area : nullptr;
}

routing::Faults faults_of(const std::vector<routing::Area>& areas, const std::vector<routing::Role>& roles) {
    const auto read = routing::read_matrix(routing::write_matrix({"", roles, areas}), roles, "");
    return read ? routing::Faults{} : read.error();
}

/// Faults that were there before are not this editor's: lines move, so they are known by what they say.
routing::Faults new_faults(const std::vector<routing::Area>& before, const std::vector<routing::Area>& after, const std::vector<routing::Role>& roles) {
    auto faults = faults_of(after, roles);
    const auto known = faults.empty() ? routing::Faults{} : faults_of(before, roles);
    std::erase_if(faults, [&](const routing::Fault& fault) {
        return std::any_of(known.begin(), known.end(), [&](const auto& old) { return old.code == fault.code && old.arguments == fault.arguments; });
    });
    return faults;
}

std::vector<routing::Area> with(std::vector<routing::Area> areas, const std::string& row, const std::optional<routing::Area>& area) {
    const auto at = std::find_if(areas.begin(), areas.end(), [&](const auto& one) { return one.row == row; });
    if (at == areas.end() && area) {
        areas.push_back(*area);
    } else if (at != areas.end() && area) {
        *at = *area;
    } else if (at != areas.end()) {
        areas.erase(at);
    }
    return areas;
}

/// The changes of one list of words; what cannot stand in it is a fault.
class WordChanges {
public:
    WordChanges(Kind kind, std::string row, const std::vector<std::string>& have)
        : kind_{kind}, row_{std::move(row)}, have_{have.begin(), have.end()} {}

    void remove(const std::vector<std::string>& words) {
        for (const auto& word : words) {
            if (have_.erase(word) > 0) {
                changes_.push_back({.kind = kind_, .row = row_, .before = word, .after = std::nullopt});
            }
        }
    }

    void add(const std::vector<std::string>& words) {
        for (const auto& typed : words) {
            const std::string word{trim(typed)};
            const bool is_term = kind_ == Kind::Term;
            if (word.find(is_term ? ';' : '|') != std::string::npos ||
                check_line(word, is_term ? longest_term : longest_example) != TextFault::None) {
                faults_.push_back({.line = 0, .column = 0, .code = "bad-word", .arguments = {shorten(word, 60)}});
            } else if (!word.empty() && have_.insert(word).second) {
                changes_.push_back({.kind = kind_, .row = row_, .before = std::nullopt, .after = word});
            }
        }
    }

    void move_into(Changes& changes, routing::Faults& faults) {
        std::move(changes_.begin(), changes_.end(), std::back_inserter(changes));
        std::move(faults_.begin(), faults_.end(), std::back_inserter(faults));
    }

private:
    Kind kind_;
    std::string row_;
    std::set<std::string> have_;
    Changes changes_;
    routing::Faults faults_;
};

void add_words(Changes& changes, routing::Faults& faults, const std::string& row, const routing::AreaWords& have, const WordsEdit& edit) {
    WordChanges terms{Kind::Term, row, have.terms}, examples{Kind::Example, row, have.examples};
    terms.remove(edit.removed_terms);
    terms.add(edit.added_terms);
    examples.remove(edit.removed_examples);
    examples.add(edit.added_examples);
    terms.move_into(changes, faults);
    examples.move_into(changes, faults);
}

/// What makes one list of words into the other.
void add_difference(Changes& changes, const std::string& row, const routing::AreaWords& before, const routing::AreaWords& after) {
    routing::Faults none;
    const auto lacking = [](const std::vector<std::string>& from, const std::vector<std::string>& in) {
        std::vector<std::string> words;
        std::copy_if(from.begin(), from.end(), std::back_inserter(words),
                     [&](const auto& word) { return std::find(in.begin(), in.end(), word) == in.end(); });
        return words;
    };
    add_words(changes, none, row, before,
              {.added_terms = lacking(after.terms, before.terms),
               .removed_terms = lacking(before.terms, after.terms),
               .added_examples = lacking(after.examples, before.examples),
               .removed_examples = lacking(before.examples, after.examples)});
}

Changes difference(const Candidate& draft, const Wanted& wanted) {
    Changes changes;
    static const routing::AreaWords none;
    for (const auto& area : draft.matrix.areas()) {
        if (find_row(wanted.matrix, area.row) == nullptr) {
            changes.push_back({.kind = Kind::Row, .row = area.row, .before = write_area(area), .after = std::nullopt});
        }
    }
    for (const auto& area : wanted.matrix.areas()) {
        const auto* before = find_row(draft.matrix, area.row);
        if (before == nullptr || !(*before == area)) {
            changes.push_back({.kind = Kind::Row,
                               .row = area.row,
                               .before = before ? std::optional{write_area(*before)} : std::nullopt,
                               .after = write_area(area)});
        }
        add_difference(changes, area.row, before ? draft.lexicon.of(*before) : none, wanted.lexicon.of(area));
    }
    add_difference(changes, std::string{routing::triage_role}, draft.lexicon.of_nowhere(), wanted.lexicon.of_nowhere());
    return changes;
}

/// An open draft, locked and read; or why not.
Result<Candidate, EditRefusal> open_draft(db::Transaction& tx, DraftId id) {
    const auto head = drafts::lock(tx, id);
    if (!head || head->state != DraftHead::State::Open) {
        return refused(Refusal::NotOpen);
    }
    return drafts::read(tx, id).value();
}

/// Whoever writes B004's name anew in a spreadsheet means the same area.
routing::Matrix with_kept_keys(const routing::Matrix& read, const routing::Matrix& kept) {
    auto areas = read.areas();
    for (auto& area : areas) {
        if (const auto* before = find_row(kept, area.row)) {
            area.key = before->key;
        }
    }
    return {read.version(), read.roles(), std::move(areas)};
}

}  // namespace

Result<std::string, EditRefusal> edit_row(db::Database& database, DraftId id, RowEdit edit, Editor by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) -> Result<std::string, EditRefusal> {
        const auto draft = open_draft(tx, id);
        if (!draft) {
            return refuse(draft.error());
        }
        const auto row = edit.row.empty() ? new_row_number(tx) : edit.row;
        const auto* before = find_row(draft->matrix, row);
        auto area = edit.area;
        if (draft->revision_of(row) != edit.expected) {
            // Words go in beside whatever somebody else did to the row, as long as the row itself is left alone.
            if (before == nullptr || !area || !(*area == *before)) {
                return refused(Refusal::Changed);
            }
        }
        if (before == nullptr && !area) {
            return refused(Refusal::NoRow);
        }
        if (area) {
            area->row = row;
            area->key = before != nullptr ? before->key : edit.row.empty() ? new_key(tx, *area, draft->matrix) : area->key;
        }
        const auto& areas = draft->matrix.areas();
        auto faults = new_faults(areas, with(areas, row, area), draft->matrix.roles());
        Changes changes;
        if (!area || before == nullptr || !(*area == *before)) {
            changes.push_back({.kind = Kind::Row,
                               .row = row,
                               .before = before ? std::optional{write_area(*before)} : std::nullopt,
                               .after = area ? std::optional{write_area(*area)} : std::nullopt});
        }
        if (area) {
            add_words(changes, faults, row, draft->lexicon.of(before ? *before : *area), edit.words);
        }
        if (!faults.empty()) {
            return refused(Refusal::Faulty, std::move(faults));
        }
        drafts::append(tx, draft->head, changes, by, now);
        return row;
    });
}

Result<std::string, EditRefusal> split_row(db::Database& database, DraftId id, const RowSplit& split, Editor by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) -> Result<std::string, EditRefusal> {
        const auto draft = open_draft(tx, id);
        if (!draft) {
            return refuse(draft.error());
        }
        const auto* before = find_row(draft->matrix, split.row);
        if (before == nullptr) {
            return refused(Refusal::NoRow);
        }
        if (draft->revision_of(split.row) != split.expected) {
            return refused(Refusal::Changed);
        }
        auto part = *before;
        part.name = std::string{trim(split.name)};
        part.row = new_row_number(tx);
        part.key = new_key(tx, part, draft->matrix);
        part.source_text.clear();
        const auto& areas = draft->matrix.areas();
        auto faults = new_faults(areas, with(areas, part.row, part), draft->matrix.roles());
        Changes changes{{.kind = Kind::Row, .row = part.row, .before = std::nullopt, .after = write_area(part, before->row)}};
        const auto& have = draft->lexicon.of(*before);
        add_words(changes, faults, before->row, have, {.removed_terms = split.terms, .removed_examples = split.examples});
        add_words(changes, faults, part.row, {}, {.added_terms = split.terms, .added_examples = split.examples});
        if (!faults.empty()) {
            return refused(Refusal::Faulty, std::move(faults));
        }
        drafts::append(tx, draft->head, changes, by, now);
        return part.row;
    });
}

routing::Faults draft_faults(const Candidate& draft) {
    const auto faults = faults_of(draft.matrix.areas(), draft.matrix.roles());
    return draft.matrix.areas().empty() ? routing::Faults{{.line = 0, .column = 0, .code = "no-areas", .arguments = {}}} : faults;
}

std::string row_on_line(const routing::Matrix& matrix, std::size_t line) {
    std::size_t begin = 2;  // the header stands on the first
    for (const auto& area : matrix.areas()) {
        const auto lines = std::count(area.source_text.begin(), area.source_text.end(), '\n') + 1;
        if (line >= begin && line < begin + static_cast<std::size_t>(lines)) {
            return area.row;
        }
        begin += static_cast<std::size_t>(lines);
    }
    return {};
}

Result<Wanted, UploadFaults> read_files(const Candidate& draft, const DraftFiles& files) {
    Wanted wanted{draft.matrix, draft.lexicon};
    if (!files.matrix.empty()) {
        const auto read = routing::read_matrix(files.matrix, draft.matrix.roles(), draft.head.name);
        if (!read) {
            return refuse(UploadFaults{read.error(), {}});
        }
        wanted.matrix = with_kept_keys(*read, draft.matrix);
        if (auto faults = faults_of(wanted.matrix.areas(), wanted.matrix.roles()); !faults.empty()) {
            return refuse(UploadFaults{std::move(faults), {}});
        }
        wanted.lexicon = lexicon_of(words_by_row(draft.lexicon, draft.matrix), wanted.matrix);
    }
    if (!files.words.empty()) {
        auto read = routing::read_lexicon(files.words, wanted.matrix);
        if (!read) {
            return refuse(UploadFaults{{}, read.error()});
        }
        wanted.lexicon = *std::move(read);
    }
    return wanted;
}

Result<DraftId, UploadFaults> import_as_draft(db::Database& database, std::string_view name, VersionId base, const DraftFiles& files,
                                              const identity::Actor& by, Timestamp now) {
    struct Faulty {
        UploadFaults faults;
    };
    try {
        return database.in_transaction([&](db::Transaction& tx) {
            const auto id = drafts::start(tx, name, base, by.person, now);
            const auto draft = drafts::read(tx, id).value();
            const auto wanted = read_files(draft, files);
            if (!wanted) {
                throw Faulty{wanted.error()};  // ends the transaction with a rollback
            }
            drafts::append(tx, draft.head, difference(draft, *wanted), by.person, now);
            identity::record(tx, by,
                             {.action = "matrix.draft_started",
                              .object_kind = "matrix",
                              .object_id = draft.head.base_version,
                              .details = {{"draft", id.value}}},
                             now);
            return id;
        });
    } catch (const Faulty& faulty) {
        return refuse(faulty.faults);
    }
}

Result<unsigned, EditRefusal> take_files(db::Database& database, DraftId id, unsigned expected, const Wanted& wanted, Editor by,
                                         Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) -> Result<unsigned, EditRefusal> {
        const auto draft = open_draft(tx, id);
        if (!draft) {
            return refuse(draft.error());
        }
        if (draft->head.revision != expected) {
            return refused(Refusal::Changed);
        }
        return drafts::append(tx, draft->head, difference(*draft, wanted), by, now);
    });
}

}  // namespace ansvar::matrix
