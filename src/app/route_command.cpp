#include "app/route_command.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "app/files.hpp"
#include "core/text.hpp"
#include "routing/cases.hpp"
#include "routing/csv.hpp"
#include "routing/evaluation.hpp"
#include "routing/school_data.hpp"
#include "routing/training.hpp"
#include "web/files.hpp"

namespace ansvar::app {

namespace {

std::string explain_all(const std::filesystem::path& file, const routing::Faults& faults) {
    std::vector<std::string> lines;
    for (const auto& fault : faults) {
        lines.push_back(fmt::format("{}: {}", file.string(), routing::explain(fault)));
    }
    return join(lines, "\n");
}

std::string percent(double share) {
    return fmt::format("{:.0f} %", share * 100);
}

std::string area_line(const routing::Matrix& matrix, const std::string& key) {
    const auto* area = matrix.find(key);
    return area ? fmt::format("{} {}", area->row, area->name) : key;
}

/// The receipt in lines for people.
std::string describe(const routing::Decision& decision, const routing::Matrix& matrix) {
    auto lines = fmt::format("{}  {}\n", routing::labelled_role(decision), decision.area ? area_line(matrix, *decision.area) : "no area");
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            lines += fmt::format("  {:<12} {}\n", name, value);
        }
    };
    add("reason", fmt::format("{}, {} sure", routing::to_string(decision.reason), percent(decision.confidence)));
    add("because of", join(decision.words, ", "));
    add("note", decision.note ? std::string(routing::to_string(*decision.note)) : std::string{});
    add("second", decision.second ? area_line(matrix, *decision.second) : std::string{});
    for (const auto& other : decision.others) {
        add("with", fmt::format("{} {}", other.role.empty() ? other.holder : other.role, routing::to_string(other.relation)));
    }
    for (const auto& candidate : decision.candidates) {
        add("candidate", fmt::format("{:>5}  {}, {}: {}", percent(candidate.score), area_line(matrix, candidate.area), candidate.role,
                                     join(candidate.words, ", ")));
    }
    add("matrix", decision.matrix_version);
    add("model", decision.model_version);
    return lines;
}

void route_cases(const routing::Router& router, const std::filesystem::path& file, std::ostream& out) {
    routing::CsvTable table(web::read_file(file), {"id", "subject", "body"}, {"rows", "role", "kind"});
    if (!table.faults().empty()) {
        throw std::runtime_error(explain_all(file, table.faults()));
    }
    out << routing::write_csv_row({"id", "role", "row", "confidence", "row2", "row3", "reason"});
    for (std::size_t record = 0; record < table.size(); ++record) {
        const auto text = [&](std::string_view name) { return table.at(record, name).text; };
        const auto decision = router.route({.subject = text("subject"), .body = text("body"), .area = {}});
        auto rows = routing::best_rows(decision);
        rows.resize(3);
        out << routing::write_csv_row({text("id"), routing::labelled_role(decision), rows[0], fmt::format("{:.4f}", decision.confidence),
                                       rows[1], rows[2], std::string(routing::to_string(decision.reason))});
    }
}

void evaluate_on(const RouteEngine& engine, const RouteQuestion& question, std::ostream& out) {
    const auto cases = routing::read_cases(web::read_file(question.evaluate), engine.matrix);
    if (!cases) {
        throw std::runtime_error(explain_all(question.evaluate, cases.error()));
    }
    const auto evaluation = routing::evaluate(*cases, question.folds, [&](const std::vector<routing::Case>& seen) {
        auto model = routing::train_model(engine.matrix, engine.lexicon, seen);
        return routing::Router{engine.matrix, engine.lexicon, std::make_shared<const routing::LinearModel>(std::move(model))};
    });
    out << routing::to_text(evaluation);
    out << "\nmisses, with their receipts\n";
    for (const auto& [labelled, decision] : evaluation.decisions) {
        if (!routing::is_answer_right(*labelled, decision)) {
            out << fmt::format("\n{} should be {} {}: {}\n{}", labelled->id, labelled->role,
                               labelled->areas.empty() ? "" : area_line(engine.matrix, labelled->areas.front()),
                               routing::text_of(labelled->request), describe(decision, engine.matrix));
        }
    }
}

}  // namespace

RouteEngine shipped_engine() {
    auto school = routing::load_school_data(share_folder() / "routing");
    return {std::move(school.matrix), std::move(school.lexicon), shipped_model()};
}

int answer_route_question(const RouteQuestion& question, const RouteEngine& engine, std::ostream& out) {
    if (!question.evaluate.empty()) {
        evaluate_on(engine, question, out);
        return 0;
    }
    const routing::Router router{engine.matrix, engine.lexicon, engine.model};
    if (question.cases.empty()) {
        const auto decision = router.route({.subject = {}, .body = question.text, .area = {}});
        out << (question.as_json ? routing::to_json(decision) + "\n" : describe(decision, engine.matrix));
    } else if (question.out.empty()) {
        route_cases(router, question.cases, out);
    } else {
        std::ostringstream answers;  // all of them before anything is written: a faulty file of cases leaves an older answer, or itself, alone
        route_cases(router, question.cases, answers);
        std::ofstream file{question.out, std::ios::binary};
        if (!(file << answers.str()).flush()) {
            throw std::runtime_error("cannot write " + question.out.string());
        }
    }
    return 0;
}

}  // namespace ansvar::app
