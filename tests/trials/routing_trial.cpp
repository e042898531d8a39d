// Trial of the router's method on the labelled requests, by cross-validation. Settings from the command line: name=value.
#include "routing/classifier.hpp"
#include "routing/csv.hpp"
#include "routing/linear_model.hpp"
#include "routing/list_field.hpp"
#include "routing/school_data.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

using namespace ansvar::routing;

struct Case {
    std::string id, text, role, kind;
    std::vector<std::size_t> classes;
    std::vector<Gram> grams;
};

int main(int argc, char** argv) {
    std::map<std::string, double> set{{"folds", 10}, {"epochs", 12}, {"rate", 0.5}, {"decay", 1e-5}, {"share", 1}, {"least", 2},
                                      {"term", 0.5}, {"name", 0.5}, {"all", 0.5}, {"example", 1}, {"case", 1}, {"show", 0}, {"mix", 0}, {"temp", 1}};
    for (int at = 1; at < argc; ++at) {
        const std::string word = argv[at];
        set[word.substr(0, word.find('='))] = std::stod(word.substr(word.find('=') + 1));
    }
    const std::filesystem::path folder = "routing/data";
    const auto school = load_school_data(folder);
    const auto& areas = school.matrix.areas();
    const std::size_t none = areas.size();
    std::map<std::string, std::size_t> groups;
    std::vector<std::size_t> group_of;
    std::vector<std::string> group_names;
    const auto group = [&](const std::string& name) {
        const auto [place, is_new] = groups.emplace(name, groups.size());
        if (is_new) group_names.push_back(name);
        return place->second;
    };
    for (const auto& area : areas) group_of.push_back(group(area.lead().role.empty() ? area.lead().holder : area.lead().role));
    group_of.push_back(group("TRIAGE"));
    Vocabulary known;
    const auto know = [&](const std::string& text) { for (const auto& token : tokens_of(text)) known.add(token.stem); };
    for (const auto& area : areas) { know(area.name); for (const auto& term : school.lexicon.of(area).terms) know(term); }
    const auto grams = [&](const std::string& text) { return grams_of(tokens_of(text), known); };
    std::vector<Lesson> base;
    for (std::size_t a = 0; a < areas.size(); ++a) {
        const auto w = [&](const char* n) { return static_cast<float>(set[n]); };
        if (set["name"] > 0) base.push_back({grams(areas[a].name), {a}, w("name")});
        std::string all = areas[a].name;
        for (const auto& term : school.lexicon.of(areas[a]).terms) { all += ". " + term; if (set["term"] > 0) base.push_back({grams(term), {a}, w("term")}); }
        if (set["all"] > 0) base.push_back({grams(all), {a}, w("all")});
        for (const auto& example : school.lexicon.of(areas[a]).examples) base.push_back({grams(example), {a}, w("example")});
    }
    std::ifstream file(folder / "requests.csv");
    const CsvTable table(std::string{std::istreambuf_iterator<char>(file), {}}, {"id", "subject", "body", "rows", "role", "kind"}, {});
    std::vector<Case> cases;
    for (std::size_t r = 0; r < table.size(); ++r) {
        Case c{table.at(r, "id").text, table.at(r, "subject").text + "\n" + table.at(r, "body").text, table.at(r, "role").text, table.at(r, "kind").text, {}, {}};
        for (const auto& row : split_list(table.at(r, "rows").text, '|')) c.classes.push_back(school.matrix.index_of(*school.matrix.find(row)));
        if (c.classes.empty()) c.classes.push_back(none);
        c.grams = grams(c.text);
        cases.push_back(std::move(c));
    }
    const auto folds = static_cast<std::size_t>(set["folds"]);
    Training training;
    training.epochs = static_cast<std::size_t>(set["epochs"]);
    training.rate = static_cast<float>(set["rate"]);
    training.decay = static_cast<float>(set["decay"]);
    training.group_share = static_cast<float>(set["share"]);
    training.least_texts = static_cast<std::size_t>(set["least"]);
    double n = 0, role1 = 0, row1 = 0, row3 = 0, none_n = 0, none_ok = 0, false_none = 0;
    std::map<std::string, std::pair<double, double>> by_kind, by_role;
    std::vector<std::pair<double, bool>> sure;
    for (std::size_t fold = 0; fold < std::max<std::size_t>(folds, 1); ++fold) {
        auto lessons = base;
        for (std::size_t at = 0; at < cases.size() && folds > 0; ++at)
            if (at % folds != fold) {
                auto right = cases[at].classes;
                if (cases[at].kind == "mixed") right.resize(1);
                lessons.push_back({cases[at].grams, right, static_cast<float>(set["case"])});
            }
        const bool nn = set["nn"] > 0;
        const auto model = nn ? LinearModel{} : LinearModel::train(lessons, group_of, training);
        std::vector<std::vector<Gram>> texts;
        for (auto& l : lessons) texts.push_back(l.grams);
        const auto space = FeatureSpace::learn(texts, training.least_texts);
        std::vector<std::vector<std::pair<std::uint32_t, float>>> index(space.size());
        if (nn) for (std::size_t l = 0; l < lessons.size(); ++l) for (auto& f : space.vector_of(lessons[l].grams)) index[f.id].emplace_back(l, f.value);
        const auto nearest = [&](const FeatureVector& v) {
            std::vector<float> sim(lessons.size(), 0), out(group_of.size(), 0);
            for (auto& f : v) for (auto& [l, x] : index[f.id]) sim[l] += f.value * x;
            for (std::size_t l = 0; l < lessons.size(); ++l) for (auto k : lessons[l].classes) out[k] = std::max(out[k], sim[l] * lessons[l].weight);
            for (auto& o : out) o *= static_cast<float>(set["nn"]);
            return out;
        };
        if (fold == 0) std::printf("lessons %zu features %zu\n", lessons.size(), model.space().size());
        for (std::size_t at = fold; at < cases.size(); at += std::max<std::size_t>(folds, 1)) {
            const auto& c = cases[at];
            auto scores = nn ? nearest(space.vector_of(c.grams)) : model.scores_of(model.space().vector_of(c.grams));
            double top = *std::max_element(scores.begin(), scores.end()), total = 0;
            std::vector<double> p;
            for (auto s : scores) { p.push_back(std::exp((s - top) / set["temp"])); total += p.back(); }
            std::vector<double> roles(group_names.size(), 0);
            for (std::size_t a = 0; a < p.size(); ++a) { p[a] /= total; roles[group_of[a]] += p[a]; }
            std::vector<std::size_t> order;
            for (std::size_t a = 0; a < none; ++a) order.push_back(a);
            std::sort(order.begin(), order.end(), [&](auto a, auto b) { return p[a] > p[b]; });
            const auto accepts = [&](std::size_t a) { return std::find(c.classes.begin(), c.classes.end(), a) != c.classes.end(); };
            if (c.kind == "unroutable") {
                none_n += 1;
                const auto best = std::max_element(roles.begin(), roles.end()) - roles.begin();
                none_ok += group_names[static_cast<std::size_t>(best)] == "TRIAGE";
                if (set["show"] > 1) std::printf("NONE %s %s p=%.2f | %s\n", c.id.c_str(), group_names[static_cast<std::size_t>(best)].c_str(), p[none], c.text.c_str());
                continue;
            }
            n += 1;
            std::size_t best_role = 0;
            for (std::size_t g = 0; g < roles.size(); ++g) if (group_names[g] != "TRIAGE" && (group_names[best_role] == "TRIAGE" || roles[g] > roles[best_role])) best_role = g;
            false_none += roles[groups["TRIAGE"]] > roles[best_role];
            const std::string said = group_names[best_role];
            const bool ok = said == c.role;
            role1 += ok; row1 += accepts(order[0]);
            row3 += accepts(order[0]) || accepts(order[1]) || accepts(order[2]);
            by_kind[c.kind].first += ok; by_kind[c.kind].second += 1;
            by_role[c.role].first += ok; by_role[c.role].second += 1;
            sure.emplace_back(roles[best_role], ok);
            if (set["show"] > 0 && (!ok || (set["show"] > 1 && !accepts(order[0])))) {
                std::printf("%s %s want %s", ok ? "row " : "ROLE", c.id.c_str(), c.role.c_str());
                for (auto a : c.classes) std::printf(" %s", areas[a].row.c_str());
                std::printf(" said %s %.2f:", said.c_str(), roles[best_role]);
                for (int k = 0; k < 3; ++k) std::printf(" %s %s %.2f", areas[order[static_cast<std::size_t>(k)]].row.c_str(), areas[order[static_cast<std::size_t>(k)]].name.c_str(), p[order[static_cast<std::size_t>(k)]]);
                std::printf("\n     | %s\n", c.text.c_str());
            }
        }
    }
    std::sort(sure.begin(), sure.end(), std::greater<>());
    double s80 = 0; const auto k80 = sure.size() * 8 / 10;
    for (std::size_t at = 0; at < k80; ++at) s80 += sure[at].second;
    double ece = 0;
    std::vector<std::array<double, 3>> bins(10);
    for (auto [p, ok] : sure) { auto& b = bins[std::min<std::size_t>(9, static_cast<std::size_t>(p * 10))]; b[0] += 1; b[1] += p; b[2] += ok; }
    for (auto& b : bins) if (b[0] > 0) ece += std::abs(b[1] - b[2]) / n;
    std::printf("role %.3f row %.3f row3 %.3f sure80 %.3f ece %.3f | none %.2f false none %.3f\n", role1 / n, row1 / n, row3 / n, s80 / static_cast<double>(k80), ece, none_ok / none_n, false_none / n);
    for (auto& [k, v] : by_kind) std::printf("%s %.2f  ", k.c_str(), v.first / v.second);
    for (auto& [k, v] : by_role) std::printf("%s %.2f/%d  ", k.c_str(), v.first / v.second, static_cast<int>(v.second));
    std::printf("\n");
}
