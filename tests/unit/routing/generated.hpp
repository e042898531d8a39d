#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing::school {

/// Draws texts of pieces that file formats trip over; the same seed draws the same on every machine.
class Generated {
public:
    explicit Generated(unsigned seed) : engine_(seed) {}

    /// 0 to `end` - 1.
    std::size_t below(std::size_t end) { return engine_() % end; }
    bool coin() { return below(2) == 0; }

    std::string text(const std::vector<std::string>& pieces, std::size_t longest) {
        std::string made;
        for (std::size_t left = below(longest + 1); left > 0; --left) {
            made += pieces[below(pieces.size())];
        }
        return made;
    }

    /// Pieces of one printable line.
    static const std::vector<std::string>& line_pieces() {
        static const std::vector<std::string> pieces{"a",
                                                     "Ö",
                                                     "ß",
                                                     "\"",
                                                     "\"\"",
                                                     ",",
                                                     ";",
                                                     "|",
                                                     ":",
                                                     "/",
                                                     "'",
                                                     " ",
                                                     "  ",
                                                     "=1+1",
                                                     "-",
                                                     "–",
                                                     "\\",
                                                     "\\n",
                                                     "#",
                                                     "日本",
                                                     "👩‍🏫",
                                                     "e\xCC\x81",
                                                     "\xC2\xA0",
                                                     "\xE2\x80\xA8",
                                                     "\xEF\xBB\xBF",
                                                     "NULL",
                                                     "{1}",
                                                     "0",
                                                     "𝕏"};
        return pieces;
    }

    /// Those and line breaks of every kind.
    static const std::vector<std::string>& block_pieces() {
        static const std::vector<std::string> pieces = [] {
            auto all = line_pieces();
            all.insert(all.end(), {"\n", "\r\n", "\r", "\n\n", "\t", "\"\n", "\n\""});
            return all;
        }();
        return pieces;
    }

private:
    std::mt19937 engine_;
};

}  // namespace ansvar::routing::school
