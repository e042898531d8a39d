#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "matrix/draft_pages.hpp"
#include "matrix/draft_workbook.hpp"
#include "web/errors.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

constexpr std::size_t most_shown = 500;

/// What was sent: the file, or else the text that the page before carried.
std::string bytes_of(const web::Form& form, std::string_view name) {
    const auto files = form.uploads(name);
    return files.empty() || files.front().bytes.empty() ? form.value(name) : std::string{files.front().bytes};
}

/// What was sent, as CSV; of a workbook its sheets. What cannot be read as one is noted in the check, and is as if it had not been sent.
DraftFiles files_of(const web::Form& form, identity::FormCheck& check) {
    DraftFiles files{.matrix = bytes_of(form, "matrix"), .words = bytes_of(form, "words")};
    if (!looks_like_workbook(files.matrix)) {
        return files;
    }
    auto sheets = read_draft_workbook(files.matrix);
    if (!sheets) {
        check.add("matrix", sheets.error() == WorkbookFault::TooLarge ? "matrix.upload.too_large" : "matrix.upload.not_a_workbook");
        return {};
    }
    if (!files.words.empty()) {
        sheets->words = std::move(files.words);
    }
    return *std::move(sheets);
}

json fault_views(const routing::Faults& faults, const ChangeWords& words, std::string_view file_key) {
    json views = json::array();
    for (const auto& fault : faults) {
        views.push_back({{"text", words.format("matrix.upload.fault", {{"file", words.text(file_key)}, {"line", fault.line}, {"fault", words.say(fault)}})}});
    }
    return views;
}

}  // namespace

web::Response DraftFilesPages::download(const web::Request& request) const {
    const auto draft = desk_.draft(request);
    const auto& file = request.path_value("file");
    if (file == "matrix.csv") {
        return web::Response::attachment(routing::write_matrix(draft.matrix), file, "text/csv; charset=utf-8");
    }
    if (file == "words.csv") {
        return web::Response::attachment(routing::write_lexicon(draft.lexicon, draft.matrix), file, "text/csv; charset=utf-8");
    }
    if (file == "matrix.xlsx") {
        return web::Response::attachment(write_draft_workbook(draft), file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    }
    throw web::NotFound{};
}

web::Response DraftFilesPages::ask(const web::Request& request) const {
    return page(request, 200, desk_.draft(request), {}, desk_.check(request));
}

web::Response DraftFilesPages::page(const web::Request& request, int status, const Candidate& draft, const DraftFiles& files,
                                    const identity::FormCheck& check) const {
    const auto& services = desk_.services();
    const auto words = desk_.words(request);
    auto view = desk_.head_view(request, draft.head);
    view["title"] = check.title(words.format("matrix.upload.title", {{"name", draft.head.name}}));
    view["faults"] = json::array();
    view["preview"] = false;
    const auto put = [&](const json& faults) { view["faults"].insert(view["faults"].end(), faults.begin(), faults.end()); };
    if (check.is_fine() && !(files.matrix.empty() && files.words.empty())) {
        if (const auto wanted = read_files(draft, files)) {
            const Side after{draft.head.name, wanted->matrix, wanted->lexicon};
            auto changes = services.database.read(
                [&](db::Session& session) { return sentences(session, side_of(draft), after, words, services.clock.now()); });
            const auto count = changes.size();
            changes.resize(std::min(count, most_shown));
            view["preview"] = {{"count", words.format("matrix.difference.count", {{"count", count}})},
                               {"changes", changes},
                               {"nothing", count == 0},
                               {"expected", draft.head.revision},
                               {"matrix", files.matrix},
                               {"words", files.words}};
        } else {
            put(fault_views(wanted.error().matrix, words, "matrix.upload.matrix"));
            put(fault_views(wanted.error().words, words, "matrix.upload.words"));
            status = 422;
        }
    }
    view["has_faults"] = !view["faults"].empty();
    check.put_into(view, {"matrix"});
    return services.pages.render(request, status, "matrix/upload", std::move(view));
}

web::Response DraftFilesPages::preview(const web::Request& request) const {
    auto check = desk_.check(request);
    const auto files = files_of(request.form(), check);
    if (check.is_fine() && files.matrix.empty() && files.words.empty()) {
        check.add("matrix", "matrix.upload.nothing");
    }
    return page(request, check.is_fine() ? 200 : 422, desk_.draft(request), files, check);
}

web::Response DraftFilesPages::take(const web::Request& request) const {
    const auto& services = desk_.services();
    const auto draft = desk_.draft(request);
    auto check = desk_.check(request);
    const auto files = files_of(request.form(), check);
    const auto wanted = read_files(draft, files);
    if (!wanted) {
        return page(request, 422, draft, files, check);
    }
    const auto expected = whole_number<unsigned>(request.form().value("expected")).value_or(0);
    const auto done = take_files(services.database, draft.head.id, expected, *wanted, DraftDesk::reader(request), services.clock.now());
    if (!done && done.error().kind == EditRefusal::Kind::Changed) {
        // The draft has moved on: the preview is made anew, and what was sent is still there.
        return page(request, 409, desk_.draft(request), files, check);
    }
    if (!done) {
        throw web::Conflict{"the draft is not open"};
    }
    return web::Response::see_other(DraftDesk::address(draft.head.id) + "/difference");
}

}  // namespace ansvar::matrix
