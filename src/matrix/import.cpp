#include "matrix/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/models.hpp"
#include "routing/lexicon.hpp"
#include "web/files.hpp"

namespace ansvar::matrix {

namespace {

using Faults = std::vector<ImportFault>;

// What the tables hold; the reader has checked everything else.
constexpr std::size_t longest_holder = 16;
constexpr std::size_t longest_source_text = 1000;

void add(Faults& faults, ImportFile file, const routing::Faults& found) {
    for (const auto& fault : found) {
        faults.push_back({file, fault});
    }
}

void add(Faults& faults, ImportFile file, std::string code, std::vector<std::string> arguments) {
    faults.push_back({file, {.line = 0, .column = 0, .code = std::move(code), .arguments = std::move(arguments)}});
}

void check_note(Faults& faults, const ImportNote& note) {
    if (!is_version_name(note.version)) {
        add(faults, ImportFile::Version, "bad-version", {note.version});
    }
    if (!note.dated.empty() && (note.dated.size() != 10 || !from_sql(note.dated + " 00:00:00"))) {
        add(faults, ImportFile::Version, "bad-date", {note.dated});
    }
}

void check_lengths(Faults& faults, const routing::Matrix& matrix) {
    for (const auto& area : matrix.areas()) {
        if (count_characters(area.source_text) > longest_source_text) {
            add(faults, ImportFile::Matrix, "too-long", {area.row, std::to_string(longest_source_text)});
        }
        for (const auto& one : area.responsible) {
            if (count_characters(one.holder) > longest_holder) {
                add(faults, ImportFile::Matrix, "too-long", {one.holder, std::to_string(longest_holder)});
            }
        }
    }
}

/// The import, step by step inside its transaction; collects faults.
class Import {
public:
    Import(db::Transaction& tx, const ImportFiles& files, const ImportNote& note, Timestamp now)
        : tx_{tx}, files_{files}, note_{note}, now_{now} {}

    Result<Imported, Faults> run() {
        check_note(faults_, note_);
        const auto roles = settle_roles();
        if (!roles) {
            return refuse(std::move(faults_));
        }
        auto matrix = routing::read_matrix(files_.matrix, *roles, note_.version);
        if (!matrix) {
            add(faults_, ImportFile::Matrix, matrix.error());
            return refuse(std::move(faults_));
        }
        check_lengths(faults_, *matrix);
        const auto current = store::find_current(tx_, now_);
        const auto words = settle_words(*matrix, current);
        return faults_.empty() ? store(*matrix, words, current) : refuse(std::move(faults_));
    }

private:
    /// The roles given, stored; or those in the database. Nothing when they are at fault.
    std::optional<std::vector<routing::Role>> settle_roles() {
        if (files_.roles.empty()) {
            return store::list_roles(tx_);
        }
        auto roles = routing::read_roles(files_.roles);
        if (!roles) {
            add(faults_, ImportFile::Roles, roles.error());
            return std::nullopt;
        }
        store::upsert_roles(tx_, *roles);
        return store::list_roles(tx_);
    }

    std::string settle_words(const routing::Matrix& matrix, const std::optional<store::VersionHead>& current) {
        auto words = !files_.words.empty() ? files_.words : current ? store::words_of(tx_, current->id) : std::string{};
        if (!words.empty()) {
            if (const auto lexicon = routing::read_lexicon(words, matrix); !lexicon) {
                add(faults_, ImportFile::Words, lexicon.error());
            }
        }
        return words;
    }

    Result<Imported, Faults> store(const routing::Matrix& matrix, const std::string& words,
                                   const std::optional<store::VersionHead>& current) {
        const auto model = current ? current->model : std::nullopt;  // texts are read as before
        const auto checksum = checksum_of(matrix, words, models::checksum_of(tx_, model));
        if (current && current->checksum == checksum && current->version == note_.version) {
            return Imported{.version = current->id, .is_new = false};
        }
        if (const auto namesake = store::find_version(tx_, note_.version); namesake && namesake->checksum != checksum) {
            add(faults_, ImportFile::Version, "version-taken", {note_.version});
            return refuse(std::move(faults_));
        }
        const auto id = store::insert_version(
            tx_, matrix,
            {.checksum = checksum, .dated = note_.dated, .words = words, .imported_by = note_.imported_by, .imported_at = now_, .valid_from = now_, .model = model});
        identity::record(tx_, note_.by,
                         {.action = "matrix.imported",
                          .object_kind = "matrix",
                          .object_id = note_.version,
                          .details = {{"version", id.value}, {"areas", matrix.areas().size()}, {"checksum", checksum}}},
                         now_);
        return Imported{.version = id, .is_new = true};
    }

    db::Transaction& tx_;
    const ImportFiles& files_;
    const ImportNote& note_;
    Timestamp now_;
    Faults faults_;
};

/// Ends the transaction with a rollback; caught below.
struct Refused {
    Faults faults;
};

std::string_view name_of(ImportFile file) {
    switch (file) {
        case ImportFile::Roles:
            return "roles";
        case ImportFile::Matrix:
            return "matrix";
        case ImportFile::Words:
            return "words";
        case ImportFile::Version:
            break;
    }
    return "version";
}

}  // namespace

bool is_version_name(std::string_view text) {
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '.' ||
               letter == '-' || letter == '_' || letter == '+';
    });
}

std::string checksum_of(const routing::Matrix& matrix, std::string_view words, std::string_view model) {
    // With a mark between the parts, so that no two versions look alike.
    std::string all = routing::write_matrix(matrix);
    all += '\0';
    all += words;
    if (!model.empty()) {
        all += '\0';
        all += model;
    }
    return sha256(all);
}

Result<Imported, std::vector<ImportFault>> import_files(db::Database& database, const ImportFiles& files, const ImportNote& note,
                                                        Timestamp now) {
    try {
        return database.in_transaction([&](db::Transaction& tx) {
            auto done = Import{tx, files, note, now}.run();
            if (!done) {
                throw Refused{std::move(done.error())};
            }
            return std::move(*done);
        });
    } catch (Refused& refused) {
        return refuse(std::move(refused.faults));
    }
}

std::string explain(const ImportFault& fault) {
    const auto& [file, about] = fault;
    const auto argument = [&](std::size_t place) { return place < about.arguments.size() ? about.arguments[place] : std::string{}; };
    if (about.code == "version-taken") {
        return fmt::format("version: the name “{}” already stands for another matrix or word list; choose a new one", argument(0));
    }
    if (about.code == "bad-version") {
        return fmt::format("version: “{}” is no name for a version; use up to 32 letters, digits and . - _ +", argument(0));
    }
    if (about.code == "bad-date") {
        return fmt::format("version: “{}” is no date; write YYYY-MM-DD", argument(0));
    }
    if (about.line == 0) {
        return fmt::format("{}: {}: longer than {} characters", name_of(file), argument(0), argument(1));
    }
    return fmt::format("{}, {}", name_of(file), routing::explain(about));
}

bool seed(db::Database& database, const std::filesystem::path& folder, Timestamp now) {
    if (database.read([&](db::Session& session) { return store::find_current(session, now).has_value(); })) {
        return false;
    }
    const auto matrix_file = folder / fmt::format("matrix-{}.csv", shipped_version);
    const ImportFiles files{
        .matrix = web::read_file(matrix_file), .words = web::read_file(folder / "words.csv"), .roles = web::read_file(folder / "roles.csv")};
    const auto done = import_files(
        database, files, {.version = std::string{shipped_version}, .dated = std::string{shipped_date}, .imported_by = std::nullopt}, now);
    if (!done) {
        std::string message = "the matrix that ships with Ansvar is at fault";
        for (const auto& fault : done.error()) {
            message += "\n  " + explain(fault);
        }
        throw std::runtime_error(message);
    }
    return done->is_new;
}

}  // namespace ansvar::matrix
