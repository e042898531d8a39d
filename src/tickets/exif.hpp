#pragma once

#include <string>

namespace ansvar::tickets {

/// Blanks the position in a picture's EXIF data in place: the GPS directory's entries and what they point at become zeros, the picture
/// itself is never decoded. Finds the TIFF structure behind every "Exif\0\0" mark (JPEG, HEIC), in PNG's eXIf and WebP's EXIF chunk
/// (Exif 2.32 §4.6; TIFF 6.0 §2). PNG's chunk checksum is made anew. Anything malformed is left as it is. Returns true when something
/// was blanked.
bool blank_position(std::string& file);

}  // namespace ansvar::tickets
